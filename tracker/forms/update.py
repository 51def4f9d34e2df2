"""The form by which staff record a status update."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ..models import Source, StatusUpdate
from ..models.citation import SHORTEST_QUOTE, quote_message
from ..models.status_update import FUTURE
from ..models.translated import in_each_language
from ..rules import quotes
from ..rules.projection import has_happened
from .source import ArchivedTextField, SourceForm, name_the_blank
from .version import VersionedModelForm

LANGUAGES = dict(settings.LANGUAGES)
SENTENCES = [*in_each_language("sentence").values()]


def name_languages(form, field, label):
    """Name the fields of a text, one a language: "Sentence (English)"."""
    for code, column in in_each_language(field).items():
        form.fields[column].label = f"{label} ({LANGUAGES[code]})"


class UpdateForm(VersionedModelForm):
    """A status update with the quote that it rests on.

    `today` bounds the date, `countries` are those of which the person may speak, `sources` those
    that they may read; a quote finds any that is archived. After `is_valid()`, `cleaned_data` holds
    `quote` and `source`, which is saved or new, and in whose text the quote stands. Without a
    choice the source is found by the quote.
    """

    source = forms.ModelChoiceField(
        Source.objects.none(),
        required=False,
        label=_("Source"),
        empty_label=_("Find it by the quote"),
    )
    quote = ArchivedTextField(
        label=_("Quote"),
        strip=True,
        min_length=SHORTEST_QUOTE,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Copied word for word from the source. It is compared with the archived text."),
    )

    class Meta:
        model = StatusUpdate
        fields = ["status", "evidence", "changed_on", "country", *SENTENCES]
        widgets = dict.fromkeys(SENTENCES, forms.Textarea(attrs={"rows": 2}))

    def __init__(self, data=None, *, today, countries, sources, **kwargs):
        super().__init__(data, **kwargs)
        self.today = today
        self.new_source = SourceForm(
            data, prefix="source", empty_permitted=True, use_required_attribute=False
        )
        self.fields["source"].queryset = sources.defer("text")
        for name in ("status", "evidence"):
            name_the_blank(self.fields[name])
        name_languages(self, "sentence", _("Sentence"))
        initiative = self.instance.initiative
        if initiative.published_at and not initiative.withdrawn_at:
            self.fields["country"].queryset = countries
            self.fields["country"].empty_label = _("The whole initiative")
        else:
            del self.fields["country"]
        if not self.is_bound:
            self.fields["status"].widget.attrs["autofocus"] = True

    def validate_constraints(self):
        """Ask the database nothing: its constraints say of these columns what the fields say."""

    def clean_changed_on(self):
        text = self.cleaned_data["changed_on"]
        if not has_happened(text, by=self.today):
            raise ValidationError(FUTURE, code="future")
        return text

    def clean(self):
        cleaned = super().clean()
        if not any(cleaned.get(field) for field in SENTENCES):
            self.add_error(
                f"sentence_{get_language()}", _("Write the sentence in at least one language.")
            )
        source = self._source(cleaned)
        if source and cleaned.get("quote"):
            cleaned["source"] = source
            try:
                quotes.locate(source.text, cleaned["quote"])
            except quotes.QuoteNotFound as error:
                self.add_error("quote", quote_message(error))
        return cleaned

    def _source(self, cleaned):
        """Return the chosen, the new or the found source; None, with an error, if none will do."""
        if cleaned.get("source") and self.new_source.has_changed():
            self.add_error("source", _("Choose a source here, or enter a new one below, not both."))
        elif cleaned.get("source"):
            return cleaned["source"]
        elif not self.new_source.has_changed():
            return self._found_by(cleaned.get("quote"))
        elif not self.new_source.is_valid():
            self.add_error(None, _("The new source is not complete."))
        else:
            return self.new_source.instance
        return None

    def _found_by(self, quote):
        if not quote or "source" in self.errors:
            return None
        found = Source.objects.containing(quote)
        if len(found) == 1:
            return found[0]
        self.add_error(
            "source",
            _("Several archived sources have this quote: choose one.")
            if found
            else _("No archived source has this quote: choose the one it is from, or enter it."),
        )
        return None
