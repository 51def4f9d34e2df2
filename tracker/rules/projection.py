"""What an initiative's published updates add up to."""

from typing import NamedTuple

from .edtf import days


class Change(NamedTuple):
    """One published update, as the projection sees it; `order` grows with each publication."""

    status: str
    evidence: str
    changed_on: str
    country: int | None
    order: int


def latest_change(changes):
    """Return the change that tells where the whole initiative stands, or None.

    Updates of a single country don't count. The latest date wins, however late it was published;
    of two with the same last day the one published later.
    """
    whole = [change for change in changes if change.country is None]
    return max(whole, key=lambda change: (days(change.changed_on)[1], change.order), default=None)


def latest_day(changes):
    """Return the last day that any of the changes speaks of, or None."""
    return max((days(change.changed_on)[1] for change in changes), default=None)
