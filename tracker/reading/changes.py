"""What moved in the record between two days."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from ..models.snapshot import Snapshot, SnapshotQuerySet
from ..models.translated import is_translated, text_and_language
from ..vocabulary import REVISABLE
from .record_at import RecordAt


class Change(NamedTuple):
    """How an initiative stood at the end of two days; `before` is None if it was not public."""

    before: Snapshot | None
    after: Snapshot

    @property
    def fields(self) -> list[str]:
        """The names of what a reader of the page's language reads differently.

        They are among status, evidence and the fields that a revision changes.
        """
        if self.before is None:
            return []
        return [
            field for field in ("status", "evidence", *REVISABLE["initiative"])
            if _read(self.before, field) != _read(self.after, field)
        ]  # fmt: skip


def _read(row: Snapshot, field: str) -> object:
    return text_and_language(row, field) if is_translated(row, field) else getattr(row, field)


def moved(first: RecordAt, last: RecordAt) -> SnapshotQuerySet:
    """Return the snapshots at the end of the record `last` that began after the record `first`.

    The latest first; each stands for an initiative whose record differs.
    """
    return (
        Snapshot.objects.at(_end(last))
        .filter(since__gte=_end(first))
        .select_related("plan")
        .order_by("-since", "slug")
    )


def compare(first: RecordAt, snapshots: Iterable[Snapshot]) -> list[Change]:
    """Return the Change of each snapshot of a page: one query."""
    snapshots = list(snapshots)
    then = Snapshot.objects.at(_end(first)).filter(
        initiative__in=[snapshot.initiative_id for snapshot in snapshots]
    )
    before = {snapshot.initiative_id: snapshot for snapshot in then.select_related("plan")}
    return [Change(before.get(snapshot.initiative_id), snapshot) for snapshot in snapshots]


def _end(record: RecordAt) -> datetime:
    assert record.until, "Compared are the records of days that are over."
    return record.until
