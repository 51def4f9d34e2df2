"""What moved in the record between two days."""

from typing import NamedTuple

from django.utils.translation import get_language

from ..models.snapshot import Snapshot


class Change(NamedTuple):
    """How an initiative stood at the end of two days; `before` is None if it was not public."""

    before: Snapshot | None
    after: Snapshot

    @property
    def fields(self):
        """The names of what differs, for the language of the page."""
        if self.before is None:
            return ["new"]
        title = f"title_{get_language()}"
        names = {"status": "status", "evidence": "evidence", "due": "due", title: "title"}
        return [
            name for column, name in names.items()
            if getattr(self.before, column) != getattr(self.after, column)
        ]  # fmt: skip


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
