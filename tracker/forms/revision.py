"""The form by which editors propose another wording or date of what is public."""

from django import forms
from django.conf import settings
from django.db.models import TextField
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from ..models.fields import validate_edtf
from ..models.revision import revisable_columns, texts_now
from ..models.version import version_of
from ..vocabulary import REVISED_DATES

LANGUAGES = dict(settings.LANGUAGES)


class RevisionForm(forms.Form):
    """The texts of a published row as they stand, to be changed; a reason is needed.

    After `is_valid()`, `changes` is {column: new text} of all columns.
    """

    version = forms.CharField(widget=forms.HiddenInput, max_length=16)
    reason = forms.CharField(
        label=_("Reason, as the public will read it"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=500,
    )

    def __init__(self, data=None, *, row, language=""):
        self.language = language
        columns = revisable_columns(row)
        self.initial_texts = initial = texts_now(row)
        super().__init__(data, initial={**initial, "version": version_of(row)})
        self.columns = list(columns)
        for column, (field, language) in columns.items():
            model_field = row._meta.get_field(field)
            label = capfirst(model_field.verbose_name)
            is_long = isinstance(model_field, TextField)
            self.fields[column] = forms.CharField(
                label=f"{label} ({LANGUAGES[language]})" if language else label,
                required=not (language or model_field.blank),
                max_length=model_field.max_length,
                validators=[validate_edtf] if field in REVISED_DATES else [],
                widget=forms.Textarea(attrs={"rows": 3}) if is_long else forms.TextInput,
            )
        self.order_fields(["version", *columns, "reason"])

    @property
    def changes(self):
        return {column: self.cleaned_data[column] for column in self.columns}

    def differences(self):
        """Return [(label, text now, text typed)] where the typed one differs from what stands."""
        return [
            (self[column].label, self.initial_texts[column], self[column].data)
            for column in self.columns
            if self.initial_texts[column] != (self[column].data or "")
        ]
