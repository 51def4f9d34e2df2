"""The form of data entry for a noun: a draft is saved, what is public gets a proposal."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelectMultiple
from django.utils.translation import gettext_lazy as _

from ..models import Citation, Reference
from ..models.record_fields import YES, aliases_in, aliases_text, citations_text
from ..models.revision import revised_columns
from ..vocabulary import RECORD, RevisedField
from .version import VersionedModelForm


class QuotesField(forms.ModelMultipleChoiceField):
    """Citations, found by typing."""

    def __init__(self, **kwargs):
        widget = AutocompleteSelectMultiple(Reference._meta.get_field("citation"), admin.site)
        super().__init__(
            Citation.objects.select_related("source").defer("source__text"),
            widget=widget,
            required=False,
            **kwargs,
        )


class AliasesField(forms.CharField):
    """Other names, one a line, each with the code of its language before it if it has one."""

    def __init__(self, **kwargs):
        super().__init__(required=False, widget=forms.Textarea(attrs={"rows": 3}), **kwargs)

    def to_python(self, value):
        """Return the text that `record_fields` has for them."""
        names = []
        for line in super().to_python(value).splitlines():
            language, colon, name = line.partition(":")
            if colon and language.strip() in LANGUAGES:
                names.append((name.strip(), language.strip()))
            elif line.strip():
                names.append((line.strip(), ""))
        return aliases_text(dict.fromkeys(one for one in names if one[0]))

    def prepare_value(self, value):
        """Turn the text of the record into lines; leave alone what was typed."""
        if value and value.startswith("[["):
            lines = [f"{code}: {name}" if code else name for name, code in aliases_in(value)]
            return "\n".join(lines)
        return value

    def has_changed(self, initial, data):
        return (initial or "") != self.to_python(data)


LANGUAGES = ("az", "en", "hu", "kk", "ky", "ru", "tk", "tr", "uz")


class NounForm(VersionedModelForm):
    """A noun with its other names and its quotes, and why it is changed if it is public.

    `refusal` is the ValidationError with which the record refused what was typed before. After
    `is_valid()`, `changes()` is {column: text} of what differs from what is public.
    """

    aliases = AliasesField(
        label=_("Other names"),
        help_text=_("One a line; with a language before it if it is of one: ru: ОТГ"),
    )
    citations = QuotesField(label=_("Quotes that it rests on"))
    reason = forms.CharField(
        label=_("Reason, as the public will read it"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    quotes = QuotesField(
        label=_("Quotes on which the change rests"),
        help_text=_("A claim needs one: a date, a place, a state, who was there."),
    )
    corrects = forms.BooleanField(
        label=_("It was wrong from the beginning"),
        required=False,
        help_text=_("Otherwise it was true, and has changed."),
    )
    hand_in = forms.BooleanField(label=_("Hand it to a reviewer"), required=False)

    BESIDE = ("reason", "quotes", "corrects")
    refusal = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            return
        if "aliases" in self.fields:
            aliases = self.instance.aliases.all()
            self.initial["aliases"] = aliases_text((one.name, one.language) for one in aliases)
        if "citations" in self.fields:
            quotes = self.instance.references.values_list("citation", flat=True)
            self.initial["citations"] = list(quotes)

    def clean(self):
        cleaned = super().clean()
        if self.refusal:
            known = getattr(self.refusal, "error_dict", {None: [self.refusal]})
            for field, errors in known.items():
                self.add_error(field if field in self.fields else None, errors)
        return cleaned

    def changes(self) -> dict[str, str]:
        columns = revised_columns(type(self.instance))
        return {column: self.text_of(column) for column in columns if column in self.cleaned_data}

    def text_of(self, column: str) -> str:
        """Return what was typed for a column, as `record_fields` has it."""
        value: Any = self.cleaned_data[column]
        if column == RevisedField.CITATIONS:
            return citations_text(value)
        if isinstance(value, bool):
            return YES if value else ""
        if hasattr(value, "slug"):
            return str(value.slug)
        if isinstance(value, str) or value is None:
            return value or ""
        return " ".join(sorted(one.slug for one in value))


def has_field(noun: str, field: str) -> bool:
    """Whether a noun has aliases, or rests on quotes of its own."""
    return field in RECORD[noun]
