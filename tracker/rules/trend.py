"""How the statuses of promises added up at the end of each month."""

from collections import Counter
from datetime import date, timedelta
from typing import NamedTuple

from ..vocabulary import Status

MOST_MONTHS = 24


class Month(NamedTuple):
    """The counts at the end of a month; `text` is its EDTF text, `by_status` in the usual order."""

    text: str
    by_status: dict[Status, int]


def by_month(changes, *, until):
    """Return the Months from the first change on, at most MOST_MONTHS, the last with day `until`.

    `changes` are (initiative, status, day), the earliest first.
    """
    changes = list(changes)
    if not changes or changes[0][2] > until:
        return []
    current: dict[int, Status] = {}
    months, at = [], 0
    for end in _month_ends(changes[0][2], until):
        while at < len(changes) and changes[at][2] <= end:
            initiative, status, _day = changes[at]
            current[initiative] = status
            at += 1
        counts = Counter(current.values())
        by_status = {status: counts[status] for status in Status if counts[status]}
        months.append(Month(f"{end:%Y-%m}", by_status))
    return months[-MOST_MONTHS:]


def _month_ends(first, last):
    """Yield the last day of each month from that of `first` on, and `last` in place of its own."""
    end = first
    while end < last:
        following = date(end.year + end.month // 12, end.month % 12 + 1, 1)
        end = min(following - timedelta(days=1), last)
        yield end
        end = following
    if end == last:
        yield last
