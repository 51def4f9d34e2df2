"""What moved in the record between two days."""

from typing import NamedTuple

from ..models.snapshot import Snapshot
from ..models.translated import is_translated, text_and_language
from ..vocabulary import REVISABLE


class Change(NamedTuple):
    """How an initiative stood at the end of two days; `before` is None if it was not public."""

    before: Snapshot | None
    after: Snapshot

    @property
    def fields(self):
        """The names of what a reader of the page's language reads differently.

        They are among status, evidence and the fields that a revision changes.
        """
        if self.before is None:
            return []
        return [
            field for field in ("status", "evidence", *REVISABLE["initiative"])
            if _read(self.before, field) != _read(self.after, field)
        ]  # fmt: skip


def _read(row, field):
    return text_and_language(row, field) if is_translated(row, field) else getattr(row, field)


def moved(first, last):
    """Return the snapshots at the end of the record `last` that began after the record `first`.

    The latest first; each stands for an initiative whose record differs.
    """
    return (
        Snapshot.objects.at(last.until)
        .filter(since__gte=first.until)
        .select_related("plan")
        .order_by("-since", "slug")
    )


def compare(first, snapshots):
    """Return the Change of each snapshot of a page: one query."""
    snapshots = list(snapshots)
    then = Snapshot.objects.at(first.until).filter(
        initiative__in=[snapshot.initiative_id for snapshot in snapshots]
    )
    before = {snapshot.initiative_id: snapshot for snapshot in then.select_related("plan")}
    return [Change(before.get(snapshot.initiative_id), snapshot) for snapshot in snapshots]
