"""The form of data entry for a noun: a draft is saved, what is public gets a proposal."""

import re
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelectMultiple, RelatedFieldWidgetWrapper
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext_lazy as _

from ..actions.nouns import CITED
from ..models import Alias, Citation, Reference, Revision
from ..models.needed import is_out
from ..models.record_fields import YES, aliases_text, citations_text
from ..models.revision import revised_columns, target_name
from ..models.slugs import free_slug
from ..vocabulary import RECORD, RevisedField
from .alike import AlikeModelForm
from .languages import OneLanguage
from .rows import RowsField
from .source import one_newline
from .version import VersionedModelForm
from .visible import validate_visible

PUBLISHED_BY_OTHERS = ("initiative", "source")
"""The nouns that nobody hands in: a first update publishes the one, a quote the other."""


class QuotesField(RowsField):
    """Citations, found by typing, or entered in a window of their own."""

    def __init__(self, **kwargs):
        citation = Reference._meta.get_field("citation")
        widget = AutocompleteSelectMultiple(citation, admin.site)
        super().__init__(
            Citation.objects.select_related("source").defer("source__text"),
            widget=RelatedFieldWidgetWrapper(
                widget, citation.remote_field, admin.site, can_add_related=True
            ),
            required=False,
            **kwargs,
        )


class AliasesField(forms.CharField):
    """Other names, one a line, each with the code of its language before it if it has one."""

    LANGUAGE = re.compile(r"\s*([a-z]{2,3}(?:-[a-z0-9]+)?)\s*:(.*)", re.IGNORECASE)

    def __init__(self, **kwargs):
        super().__init__(required=False, widget=forms.Textarea(attrs={"rows": 3}), **kwargs)

    def to_python(self, value):
        """Return the text that `record_fields` has for them."""
        names = {}
        text = super().to_python(value)
        ProhibitNullCharactersValidator()(text)  # what is returned writes it in other characters
        for line in text.splitlines():
            coded = self.LANGUAGE.fullmatch(line)
            language, name = (coded[1].lower(), coded[2].strip()) if coded else ("", line.strip())
            if not name:
                continue
            if name in names:
                raise ValidationError(_("“%(name)s” stands here twice."), params={"name": name})
            Alias._meta.get_field("name").run_validators(name)
            validate_visible(name)
            names[name] = language
        return aliases_text(names.items())

    def has_changed(self, initial, data):
        return self._text(initial) != self._text(data)

    def _text(self, value):
        try:
            return self.to_python(value)
        except ValidationError:
            return value


def aliases_lines(row):
    """Return the other names of a row as the field has them."""
    aliases = sorted((one.name, one.language) for one in row.aliases.all())
    return "\n".join(f"{code}: {name}" if code else name for name, code in aliases)


class NounForm(OneLanguage, AlikeModelForm, VersionedModelForm):
    """A noun with its other names and its quotes, and why it is changed if it is public.

    A slug that is left empty makes itself. `refusal` is the ValidationError with which the record
    refused what was typed before. After `is_valid()`, `changes()` is {column: text} of what was
    asked for.
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
    """What is asked of a change of what is public."""
    UNKEPT = (*BESIDE, "hand_in")
    refusal = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        row, noun = self.instance, target_name(type(self.instance))
        is_public = row.pk and is_out(row)
        is_handed_in = not is_public and noun not in PUBLISHED_BY_OTHERS
        asked = {
            *fields_beside(noun),
            *(self.BESIDE if is_public else ()),
            *(("hand_in",) if is_handed_in else ()),
        }
        for name in {"aliases", "citations", *self.UNKEPT} - asked:
            self.fields.pop(name, None)
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = _("Part of the address. Left empty, it makes itself.")
        if not row.pk:
            return
        if "aliases" in asked:
            self.initial["aliases"] = aliases_lines(row)
        if "citations" in asked:
            self.initial["citations"] = [*row.references.values_list("citation", flat=True)]
        if is_handed_in:
            self.initial["hand_in"] = Revision.objects.new_of(row).submitted().exists()

    def clean(self):
        cleaned = super().clean()
        for name, value in cleaned.items():
            if isinstance(value, str):
                cleaned[name] = one_newline(value)
        is_claim = target_name(type(self.instance)) in CITED
        if cleaned.get("hand_in") and is_claim and not cleaned.get("citations"):
            self.add_error("citations", _("Nothing is published without a citation."))
        if self.refusal:
            known = getattr(self.refusal, "error_dict", {None: [self.refusal]})
            for field, errors in known.items():
                self.add_error(field if field in self.fields else None, errors)
        return cleaned

    def _post_clean(self):
        super()._post_clean()
        if "slug" in self.fields and not self.instance.slug and not self.errors:
            self.instance.slug = free_slug(self.instance)

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


def fields_beside(noun: str) -> list[str]:
    """Return which of other names and quotes of its own a noun has."""
    both = RevisedField.ALIASES, RevisedField.CITATIONS
    return [str(field) for field in both if field in RECORD[noun]]
