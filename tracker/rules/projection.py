"""What an initiative's published updates add up to."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import takewhile
from typing import NamedTuple

from .edtf import days, last_year


class Change(NamedTuple):
    """One published update, as the projection sees it, in the order of publication."""

    status: str
    evidence: str
    changed_on: str
    country: int | None
    effective_on: date
    published_on: date


def effective_day(changed_on: str, *, after: date | None) -> date:
    """Return the day by which an update is sorted: the first that its date allows.

    `after` is the latest such day of what was published before of the same scope, or None. A date
    that may be as late is taken to be, so that what is published later counts as later unless it
    is certainly earlier: "2026" after "March 2026" is not January.
    """
    earliest, latest = days(changed_on)
    return earliest if after is None else min(max(after, earliest), latest)


def has_happened(changed_on: str, *, by: date) -> bool:
    """Whether the date of an update can lie in the past on the day `by`.

    It must begin by then, and not name another year.
    """
    return days(changed_on)[0] <= by and last_year(changed_on) <= by.year


def latest_change(changes: Sequence[Change]) -> Change | None:
    """Return the change that tells where the whole initiative stands, or None.

    Updates of a single country don't count. Of two on one day the later published wins.
    """
    whole = [change for change in reversed(changes) if change.country is None]
    return max(whole, key=lambda change: change.effective_on, default=None)


def status_since(changes: Iterable[Change]) -> str:
    """Return the date of the first change to the status that stands now; "" of no change.

    A later update that only confirms it, or adds evidence, does not move the date.
    """
    whole = [change for change in changes if change.country is None]
    latest_first = sorted(whole, key=lambda change: change.effective_on)[::-1]
    same = takewhile(lambda change: change.status == latest_first[0].status, latest_first)
    return next((change.changed_on for change in reversed(list(same))), "")


def last_news(changes: Iterable[Change]) -> date | None:
    """Return the last day that any of the changes may speak of, none after its publication."""
    news = (min(days(change.changed_on)[1], change.published_on) for change in changes)
    return max(news, default=None)
