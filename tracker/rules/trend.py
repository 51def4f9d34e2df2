"""How the statuses of promises added up at the end of each month, and how that is drawn."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from ..vocabulary import Status
from .edtf import days
from .timescale import QUARTER, YEAR, Tick, add_months, scale

MOST_MONTHS = 60
"""How many months are shown at most before today, and after it."""
MOST_QUARTERS = 9
"""How many quarters can be named under the chart on a narrow screen."""
STEPS = 4
"""Into how many steps the counts are divided, at most."""


class Month(NamedTuple):
    """The counts at the end of a month; `text` is its EDTF text, `by_status` in the usual order."""

    text: str
    by_status: dict[Status, int]


class Level(NamedTuple):
    """A count that the chart names, at a per cent of its height from the top."""

    at: str
    number: int


class Chart(NamedTuple):
    """The months as areas, in a plot of `width` months and `height` promises; `y` points down.

    `end` is the EDTF text of the last month of the axis; `areas` are (status, path), the lowest
    first; `today` is a per cent of the width.
    """

    months: list[Month]
    end: str
    width: int
    height: int
    areas: list[tuple[Status, str]]
    levels: list[Level]
    years: list[Tick]
    quarters: list[Tick]
    today: str

    @property
    def ends_soon(self) -> bool:
        """Whether there is more room before today than after."""
        return float(self.today) > 50

    @property
    def statuses(self) -> list[Status]:
        return [status for status, _path in self.areas]


def moves(changes: Iterable[tuple[int, str, date]]) -> Counter[tuple[date, str]]:
    """Return {(first of a month, status): number}: how many more initiatives have the status at the
    end of that month than at its beginning; below zero if fewer have it.

    `changes` are (initiative, status, day), the earliest of each initiative first.
    """
    found: Counter[tuple[date, str]] = Counter()
    current: dict[int, str] = {}
    for initiative, status, day in changes:
        month = day.replace(day=1)
        if before := current.get(initiative):
            found[month, before] -= 1
        found[month, status] += 1
        current[initiative] = status
    return found


def by_month(moved: Mapping[tuple[date, str], int], *, until: date) -> list[Month]:
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
        months.append(Month(_text(month), by_status))
        month = add_months(month, 1)
    return months[-MOST_MONTHS:]


def period_of(day: date, periods: Iterable[str]) -> tuple[date, date] | None:
    """Return (first, last) day of the period that a day lies in, or None; `periods` are EDTF texts.

    Of several, that which ends last.
    """
    known = [days(period) for period in periods]
    return max(
        ((first, last) for first, last in known if first <= day <= last),
        key=lambda period: period[::-1],
        default=None,
    )


def chart(
    months: Sequence[Month], *, today: date, period: tuple[date, date] | None = None
) -> Chart | None:
    """Draw the Months until today over a period, on to its end; None of no months.

    The axis begins where the period does, or with the first month of the record if that is later:
    before it nothing is known. Without a period it ends with this month.
    """
    if not months:
        return None
    start, end = period or (date.min, today)
    shown = [month for month in months if month.text >= _text(start)]
    furthest = add_months(today.replace(day=1), MOST_MONTHS)
    axis = scale(days(shown[0].text)[0], max(min(end, furthest), today))
    height, levels = _levels(max(sum(month.by_status.values()) for month in shown))
    quarters = axis.ticks(QUARTER)
    return Chart(
        months=shown,
        end=_text(add_months(axis.first, axis.months - 1)),
        width=axis.months,
        height=height,
        areas=_areas(shown, height, axis.place(today)),
        levels=levels,
        years=axis.ticks(YEAR),
        quarters=quarters if len(quarters) <= MOST_QUARTERS else [],
        today=axis.per_cent(axis.place(today)),
    )


def _text(day: date) -> str:
    """Return the EDTF text of the month of a day: strftime leaves the zeros of a year out."""
    return day.isoformat()[:7]


def _levels(most: int) -> tuple[int, list[Level]]:
    """Return the height of the plot, and the counts named in it: 1, 2 or 5 times a power of ten."""
    sizes = (digit * 10**power for power in range(len(str(most)) + 1) for digit in (1, 2, 5))
    step = next(size for size in sizes if size * STEPS >= most)
    height = -(-most // step) * step or step
    return height, [
        Level(f"{(height - count) / height * 100:.2f}", count)
        for count in range(0, height + 1, step)
    ]


def _areas(months: Sequence[Month], height: int, end: float) -> list[tuple[Status, str]]:
    """Return (status, path) of each status: a step a month, the last one until `end`."""
    edges = [*range(1, len(months)), f"{end:.2f}"]
    below = [0] * len(months)
    found = []
    for status in Status:
        above = [
            low + month.by_status.get(status, 0) for low, month in zip(below, months, strict=True)
        ]
        if above != below:
            top = "".join(f"V{height - y}H{x}" for x, y in zip(edges, above, strict=True))
            starts = [0, *edges[:-1]]
            bottom = "".join(
                f"V{height - y}H{x}" for x, y in zip(starts[::-1], below[::-1], strict=True)
            )
            found.append((status, f"M0 {height - above[0]}{top}{bottom}Z"))
        below = above
    return found
