"""How the statuses of promises added up at the end of each month."""

from collections import Counter
from datetime import date
from typing import NamedTuple

from ..vocabulary import Status

MOST_MONTHS = 24


class Month(NamedTuple):
    """The counts at the end of a month; `text` is its EDTF text, `by_status` in the usual order."""

    text: str
    by_status: dict[Status, int]


def moves(changes):
    """Return {(first of a month, status): by how many more have it at the end of that month}.

    `changes` are (initiative, status, day), the earliest of each initiative first.
    """
    found: Counter[tuple[date, Status]] = Counter()
    current: dict[int, Status] = {}
    for initiative, status, day in changes:
        month = day.replace(day=1)
        if before := current.get(initiative):
            found[month, before] -= 1
        found[month, status] += 1
        current[initiative] = status
    return found


def by_month(moved, *, until):
    """Return the Months from the first of the `moves` on, at most MOST_MONTHS, until a day."""
    firsts = [month for (month, _status), number in moved.items() if number]
    if not firsts or min(firsts) > until:
        return []
    counts: Counter[Status] = Counter()
    months, month = [], min(firsts)
    while month <= until:
        for status in Status:
            counts[status] += moved.get((month, status), 0)
        by_status = {status: counts[status] for status in Status if counts[status]}
        months.append(Month(f"{month:%Y-%m}", by_status))
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return months[-MOST_MONTHS:]
