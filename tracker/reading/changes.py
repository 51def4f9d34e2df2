"""What moved in the record between two days."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from ..models.initiative import Initiative
from ..models.record_fields import is_linked
from ..models.revision import Revision
from ..models.snapshot import Snapshot, SnapshotQuerySet
from ..models.translated import is_translated, text_and_language
from ..vocabulary import RECORD, RevisedField
from .record_at import RecordAt


class Change(NamedTuple):
    """How an initiative stood at the end of two days; `before` is None if it was not public.

    `relinked` are {field: (slugs before, slugs after)} of the links that changed between them.
    """

    before: Snapshot | None
    after: Snapshot
    relinked: dict[str, tuple[str, str]]

    @property
    def fields(self) -> list[str]:
        """The names of what a reader of the page's language reads differently.

        They are among status, evidence and the fields that a revision changes.
        """
        if self.before is None:
            return []
        stood = [
            field for field in ("status", "evidence", *STOOD)
            if _read(self.before, field) != _read(self.after, field)
        ]  # fmt: skip
        relinked = [RevisedField(one) for one, (old, new) in self.relinked.items() if old != new]
        return stood + relinked


STOOD = [field for field in RECORD["initiative"] if not is_linked(Initiative, field)]
"""What a snapshot has a column of."""
RELINKED = [field for field in RECORD["initiative"] if field not in STOOD]
"""What it has none of: a revision of one of these begins a snapshot."""


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
    """Return the Change of each snapshot of a page: two queries."""
    snapshots = list(snapshots)
    then = Snapshot.objects.at(_end(first)).filter(
        initiative__in=[snapshot.initiative_id for snapshot in snapshots]
    )
    before = {snapshot.initiative_id: snapshot for snapshot in then.select_related("plan")}
    relinked: dict[int, dict[str, tuple[str, str]]] = defaultdict(dict)
    began = {snapshot.initiative_id: snapshot.since for snapshot in snapshots}
    revisions = Revision.objects.published().filter(
        initiative__in=began, published_at__gte=_end(first), field__in=RELINKED
    )
    for revision in revisions.order_by("published_at"):
        key = revision.initiative_id or 0
        if revision.published_at and revision.published_at <= began[key]:
            old, _new = relinked[key].get(revision.field, (revision.old, ""))
            relinked[key][revision.field] = old, revision.new
    return [
        Change(before.get(one.initiative_id), one, relinked[one.initiative_id])
        for one in snapshots
    ]  # fmt: skip


def _end(record: RecordAt) -> datetime:
    assert record.until, "Compared are the records of days that are over."
    return record.until
