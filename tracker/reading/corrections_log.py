"""What was said of the record afterwards: corrections, withdrawals and revisions in one list."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Exists, F, Model, OuterRef, QuerySet, Value

from ..models.citation import with_references
from ..models.correction import Correction, Withdrawal
from ..models.revision import Revision, RevisionQuerySet
from ..models.snapshot import prefetch_state_at
from ..models.translated import unrewritten
from ..vocabulary import RECORD
from .record_at import RecordAt
from .revised import with_rows


class LogEntry(NamedTuple):
    """One line of the corrections log."""

    kind: str
    item: Correction | Withdrawal | Revision


type Position = tuple[str, int, datetime]
"""The kind of an entry, its key and its moment."""

KINDS: dict[str, type[Correction | Withdrawal | Revision]] = {
    "correction": Correction,
    "withdrawal": Withdrawal,
    "revision": Revision,
}


def positions(record: RecordAt) -> QuerySet[Any, Position]:
    """Return the positions of all entries, the newest first."""
    first, *others = (_part(record, kind, model) for kind, model in KINDS.items())
    return first.union(*others, all=True).order_by("-moment", "kind", "-pk")


def entries(record: RecordAt, rows: Iterable[Position]) -> list[LogEntry]:
    """Turn some positions into entries, in their order: one query a kind.

    And one for the quotes of the revisions, and for the rows of each noun that they link.
    """
    rows = list(rows)
    updates = ("update__initiative", "update__country")
    related = {
        "correction": (*updates, "replacement"),
        "withdrawal": updates,
        "revision": (*RECORD, "milestone__initiative"),
    }
    found = {
        kind: _marked(record, kind, model.objects.select_related(*related[kind])).in_bulk(
            [pk for row_kind, pk, _moment in rows if row_kind == kind]
        )
        for kind, model in KINDS.items()
    }
    with_rows(found["revision"].values())
    for several in found.values():
        record.as_they_were(several.values())
    return [LogEntry(kind, found[kind][pk]) for kind, pk, _moment in rows]


def _marked(record: RecordAt, kind: str, rows: QuerySet) -> QuerySet:
    """Let a correction know whether what it corrects was withdrawn, so that nothing repeats it."""
    if kind == "revision":
        return with_references(rows, until=record.until)
    is_hidden = Exists(Withdrawal.objects.filter(update=OuterRef("update")))
    prefetches = prefetch_state_at("update__initiative", record.until)
    marked: QuerySet = rows.prefetch_related(*prefetches).annotate(is_hidden=is_hidden)
    return marked


def _part(record: RecordAt, kind: str, model: type[Model]) -> QuerySet[Any, Position]:
    rows = model._default_manager.filter(published_at__isnull=False)
    if isinstance(rows, RevisionQuerySet):
        rows = rows.rewordings()
    if record.until is not None:
        rows = rows.filter(published_at__lt=record.until)
    found: QuerySet[Any, Position] = (
        unrewritten(rows)
        .order_by()
        .annotate(kind=Value(kind), moment=F("published_at"))
        .values_list("kind", "pk", "moment")
    )
    return found
