"""What becomes public along with a row: the drafts that it names, the quotes it rests on."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

from django.db.models import Model

from ..vocabulary import RECORD, RevisedField
from .citation import Citation
from .correction import Correction, Withdrawal, retraction_of
from .initiative import Initiative
from .record_fields import is_linked, linked_model
from .revision import Revision, target_name
from .source import Source
from .status_update import StatusUpdate


def needed(row: Model) -> list[Model]:
    """Return the rows that are not public and that become so with a row, each after what it needs.

    The row itself is among them if it is a noun. What is linked to a noun is; of a revision it is
    its new noun, the quotes that it adds, and those that it rests on. A query for each link.
    """
    found: dict[tuple[type[Model], int], Model] = {}
    _collect(row, found)
    return list(found.values())


def ending(row: Model) -> list[Model]:
    """Return the update that a revision ends, what was said of it, and what takes its place."""
    if not isinstance(row, Revision) or not row.is_retraction or row.published_at:
        return []
    said = (model.objects.filter(update=row.update) for model in (Correction, Withdrawal))
    key = retraction_of(row).replacement_id
    return [row.update, *chain.from_iterable(said), *StatusUpdate.objects.filter(pk=key)]


def _collect(row: Model, found: dict[tuple[type[Model], int], Model]) -> None:
    key = type(row), row.pk
    if key in found:
        return
    found[key] = row  # at once: two drafts may name one another
    for other in _linked(row):
        if not is_out(other):
            _collect(other, found)
    del found[key]
    if not isinstance(row, StatusUpdate | Revision):
        found[key] = row


def is_out(row: Any) -> bool:
    """Whether a noun, a quote or a source is public already, or recorded as such."""
    moment = row.recorded_at if isinstance(row, Source) else row.published_at
    return moment is not None


def _linked(row: Model) -> Iterator[Model]:
    match row:
        case StatusUpdate():
            yield row.initiative
            if row.country:
                yield row.country
            for reference in row.references.all():
                yield from _of_quote(reference.citation)
        case Revision():
            if row.field == RevisedField.NEW:
                yield row.target
            if row.field == RevisedField.CITATIONS:
                yield from Citation.objects.called(row.new.split())
            yield from _quotes_of(row)
        case Citation():
            yield from _of_quote(row)
        case _:
            yield from _of_noun(row)


def _of_noun(row: Model) -> Iterator[Model]:
    fields = [*RECORD[target_name(type(row))]]
    if isinstance(row, Initiative):
        fields.remove(RevisedField.PARENT)  # it has an update of its own
        if row.plan:
            yield row.plan
    for field in fields:
        if field == RevisedField.CITATIONS:
            yield from _quotes_of(row)
        elif is_linked(type(row), field) and linked_model(type(row), field):
            value = getattr(row, field)
            yield from value.all() if hasattr(value, "all") else [value] if value else []


def _of_quote(citation: Citation) -> Iterator[Model]:
    if citation.speaker:
        yield citation.speaker
    yield citation.source


def _quotes_of(row: Any) -> Iterator[Citation]:
    references = row.references.select_related("citation__source", "citation__speaker")
    yield from (reference.citation for reference in references.order_by("pk"))
