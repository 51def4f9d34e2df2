"""How each field of the record is written as a text: in revisions, in the ledger, and compared.

A text, a date or a choice is itself; a yes is "yes" and a no is ""; a linked row is its slug,
linked rows are their slugs in order, with blanks between them; other names are canonical JSON; a
quote is the digest of its source with its offsets.
"""

import json
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import BooleanField, ForeignKey, ManyToManyField, Model

ALIASES, CITATIONS = "aliases", "citations"
YES = "yes"

type Value = Any
"""What an instance has: a text, a yes or no, a row, a list of rows, or of (name, language)."""


def text_of(row: Model, column: str) -> str:
    """Return the text of a column of a saved row: a query for rows that are not prefetched."""
    if column == ALIASES:
        return aliases_text((one.name, one.language) for one in row.aliases.all())  # type: ignore[attr-defined]
    if column == CITATIONS:
        references = row.references.all()  # type: ignore[attr-defined]
        if "references" not in getattr(row, "_prefetched_objects_cache", ()):
            references = references.select_related("citation__source")
        return citations_text(one.citation for one in references)
    value, field = getattr(row, column), _field(row, column)
    if isinstance(field, ManyToManyField):
        return " ".join(sorted(one.slug for one in value.all()))
    if isinstance(field, ForeignKey):
        return value.slug if value else ""
    if isinstance(field, BooleanField):
        return YES if value else ""
    return value or ""


def is_linked(model: type[Model], column: str) -> bool:
    """Whether a column holds rows, one or several, or what is written beside the row.

    The translation of what is frozen has no column, and is a text.
    """
    if column in (ALIASES, CITATIONS):
        return True
    try:
        return bool(_field(model, column).is_relation)
    except FieldDoesNotExist:
        return False


def linked_model(model: type[Model], column: str) -> type[Model] | None:
    """Return the model of the rows that a column holds by their slugs, None of any other column."""
    if column in (ALIASES, CITATIONS) or not _field(model, column).is_relation:
        return None
    related: type[Model] = _field(model, column).related_model
    return related


def _field(model: Model | type[Model], column: str) -> Any:
    return model._meta.get_field(column)


def aliases_text(aliases: Iterable[tuple[str, str]]) -> str:
    """Return the text of other names, each with its language or ""."""
    names = sorted([name, language] for name, language in aliases)
    return json.dumps(names, ensure_ascii=False, separators=(",", ":")) if names else ""


def aliases_in(text: str) -> list[tuple[str, str]]:
    return [(name, language) for name, language in json.loads(text)] if text else []


def citations_text(citations: Iterable[Any]) -> str:
    """Return the text of citations, whose sources are loaded."""
    return " ".join(sorted(citation_text(one) for one in citations))


def citation_text(citation: Any) -> str:
    return f"{citation.source.sha256}:{citation.start}-{citation.end}"


def in_order(model: type[Model], column: str, text: str) -> str:
    """Return a text as `text_of` would have it: slugs, quotes and other names in their order."""
    if column == ALIASES:
        return aliases_text(aliases_in(text))
    return " ".join(sorted({*text.split()})) if is_linked(model, column) else text
