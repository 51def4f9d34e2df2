"""Reading and ordering by texts that stand in several languages."""

from collections.abc import Iterable, Mapping
from itertools import cycle
from typing import Self

from django.conf import settings
from django.db.models import Case, CharField, F, QuerySet, Value, When
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import get_language

from .as_it_was import AsItWasQuerySet

FALLBACKS = settings.MODELTRANSLATION_FALLBACK_LANGUAGES


class TranslatedQuerySet(AsItWasQuerySet):
    """A queryset of what stands in several languages: django-modeltranslation adds to it."""

    def rewrite(self, mode: bool = True) -> Self:
        """Let `title` mean the column of the active language from here on, or not."""
        rows: Self = super().rewrite(mode)  # type: ignore[misc]
        rows._take_back = self._take_back  # django-modeltranslation clones past `AsItWasQuerySet`
        return rows


def unrewritten[Q: QuerySet](rows: Q) -> Q:
    """Return a queryset in which `title` means that column, and not the one of a language.

    Where modeltranslation takes part, it shuffles the columns of values().
    """
    if hasattr(rows, "rewrite"):
        rows = rows.rewrite(False)
    return rows


def in_each_language(field: str) -> dict[str, str]:
    """Return {language: column} of a translated field; the field may be a path to one."""
    return {code: f"{field}_{code}" for code, _name in settings.LANGUAGES}


def is_translated(model: object, field: str) -> bool:
    """Whether a field of a model, or of a row, stands in each language."""
    return hasattr(model, in_each_language(field)[settings.LANGUAGE_CODE])


def language_in(column: str) -> str:
    """Return the language of a column of `in_each_language`, of any other column ""."""
    code = column.rpartition("_")[2]
    return code if code in settings.LANGUAGE_NAMES else ""


def languages_to_try() -> dict[str, None]:
    """Return the active language and then the others that stand in for it."""
    return dict.fromkeys([get_language() or FALLBACKS[0], *FALLBACKS])


def translated(field: str) -> Coalesce:
    """Return an expression for the text in the active language, or in the first that has it.

    django-modeltranslation's own filters and orders know no fallback.
    """
    texts = [NullIf(F(f"{field}_{language}"), Value("")) for language in languages_to_try()]
    return Coalesce(*texts, Value(""), output_field=CharField())


def language_of(field: str) -> Case:
    """Return an expression for the language of the text that `translated` gives."""
    found = [
        When(**{f"{field}_{language}__gt": ""}, then=Value(language))
        for language in languages_to_try()
    ]
    return Case(*found, default=Value(""), output_field=CharField())


class LocalizedText(str):
    """A text that knows its language."""

    language: str

    def __new__(cls, text: str, language: str) -> Self:
        words = super().__new__(cls, text)
        words.language = language
        return words


def localized_texts(texts: Iterable[str | None]) -> list[LocalizedText]:
    """Return as LocalizedText what is there of texts in each language, one after the other."""
    languages = cycle(code for code, _name in settings.LANGUAGES)
    return [LocalizedText(text, code) for text, code in zip(texts, languages, strict=False) if text]


def text_and_language(instance: object, field: str) -> tuple[str, str]:
    """Return the text of a field and the language that it is in: the active one if it is there.

    What was fetched with a translation that was added later has it as `<field>_added`.
    """
    added = getattr(instance, f"{field}_added", "")
    for language in languages_to_try():
        if text := getattr(instance, f"{field}_{language}"):
            return text, language
        if added:  # it is in the active language, which is tried first
            return added, language
    return "", ""


def first_of(texts: Mapping[str, str]) -> tuple[str, str]:
    """Return the text of {language: text} that stands in a page, and its language."""
    found = ((texts[language], language) for language in languages_to_try() if texts[language])
    return next(found, ("", ""))


def in_every_language(instance: object, field: str) -> dict[str, str]:
    """Return {language: text} of a field, without the languages in which it is empty."""
    columns = in_each_language(field).items()
    texts = {code: getattr(instance, column) for code, column in columns}
    return {code: text for code, text in texts.items() if text}
