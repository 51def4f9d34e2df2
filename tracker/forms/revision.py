"""The form by which editors propose another wording or date of what is public."""

from copy import copy

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import TextField
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from ..models import Source
from ..models.citation import SHORTEST_QUOTE
from ..models.fields import EDTFField
from ..models.record_fields import is_linked
from ..models.revision import revisable_columns, target_name, texts_now
from ..models.version import version_of
from ..reading.alike import naming_columns
from ..vocabulary import RECORD, Basis
from .alike import AlikeForm
from .source import ArchivedTextField, one_newline

LANGUAGES = dict(settings.LANGUAGES)


class RevisionForm(AlikeForm, forms.Form):
    """The texts of a published row as they stand, to be changed, and why.

    After `is_valid()`, `changes` is {column: new text} of all columns, `source` the archived one in
    which the quote stands, if there is a quote.
    """

    version = forms.CharField(widget=forms.HiddenInput, max_length=16)
    reason = forms.CharField(
        label=_("Reason, as the public will read it"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=500,
        required=False,
    )
    quotes = ArchivedTextField(
        label=_("Quote"),
        required=False,
        strip=True,
        min_length=SHORTEST_QUOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Where the new date stands, word for word, in a source that is archived."),
    )
    corrects = forms.TypedChoiceField(
        label=_("What happened?"),
        choices=[("", _("It has changed.")), ("yes", _("It was wrong from the beginning."))],
        coerce=bool,
        empty_value=False,
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, data=None, *, row, language=""):
        self.row, self.language, self.source = row, language, None
        columns = {
            column: of for column, of in revisable_columns(row).items()
            if not is_linked(type(row), column)  # those are changed in the data entry
        }  # fmt: skip
        now = texts_now(row)
        self.initial_texts = initial = {column: now[column] for column in columns}
        super().__init__(data, initial={**initial, "version": version_of(row)})
        self.columns = list(columns)
        for column, (field, language) in columns.items():
            model_field = row._meta.get_field(field)
            label = capfirst(model_field.verbose_name)
            if isinstance(model_field, EDTFField):
                self.fields[column] = model_field.formfield(label=label)
                continue
            is_long = isinstance(model_field, TextField)
            self.fields[column] = forms.CharField(
                label=f"{label} ({LANGUAGES[language]})" if language else label,
                required=not (language or model_field.blank),
                max_length=model_field.max_length,
                widget=forms.Textarea(attrs={"rows": 3}) if is_long else forms.TextInput,
            )
        rests_on_quotes = RECORD.get(target_name(type(row)), {})
        if not any(rests_on_quotes.get(field) == Basis.QUOTE for field, _code in columns.values()):
            del self.fields["quotes"], self.fields["corrects"]
            self.fields["reason"].required = True
        self.order_fields(["version", *columns, "corrects", "quotes", "reason"])

    def clean_quotes(self):
        """Find the archived source that has the quote."""
        quote = self.cleaned_data["quotes"]
        if quote:
            found = Source.objects.containing(quote)
            if not found:
                raise ValidationError(_("No archived source has this quote."), code="no_source")
            self.source = found[0]
        return quote

    def clean(self):
        cleaned, after = super().clean(), copy(self.row)
        named = [name for name in naming_columns(type(after)) if name in self.changed_data]
        for name in named:
            setattr(after, name, cleaned.get(name, ""))
        if named:
            self.ask_of(after)
        return cleaned

    @property
    def changes(self):
        return {column: self._as_kept(column) for column in self.columns}

    def _as_kept(self, column):
        """Return what was typed; a text that differs in the ends of its lines alone, as it is."""
        text, now = one_newline(self.cleaned_data[column]), self.initial_texts[column]
        return now if text == one_newline(now) else text

    def differences(self):
        """Return [(label, text now, text typed)] where the typed one differs from what stands."""
        return [
            (self[column].label, self.initial_texts[column], self[column].data)
            for column in self.columns
            if self.fields[column].has_changed(self.initial_texts[column], self[column].data)
        ]
