"""Where days lie on an axis of months, each of which is equally wide."""

from calendar import monthrange
from datetime import date
from typing import NamedTuple

QUARTER, YEAR = 3, 12


class Tick(NamedTuple):
    """The start of a year, or of a quarter of it, at a per cent of the axis."""

    at: str
    year: int
    quarter: int


class Scale(NamedTuple):
    """An axis from the first day of a month on, so many months long."""

    first: date
    months: int

    def place(self, day: date) -> float:
        """Return how many months after its start the axis has a day: its beginning."""
        whole = months_between(self.first, day)
        return whole + (day.day - 1) / monthrange(day.year, day.month)[1]

    def end_of(self, day: date) -> float:
        """Return the place of its end, which the last day that there is has, too."""
        return months_between(self.first, day) + day.day / monthrange(day.year, day.month)[1]

    def per_cent(self, place: float) -> str:
        """Write a place, or a width, as a per cent of the axis."""
        return f"{place / self.months * 100:.2f}".rstrip("0").rstrip(".")

    def holds(self, day: date) -> bool:
        return 0 <= self.place(day) < self.months

    def ticks(self, step: int) -> list[Tick]:
        """Return its start, if there is room for a name, and those of its quarters or years."""
        found = []
        for months in range(self.months):
            month = add_months(self.first, months)
            if months == 0 or (month.month - 1) % step == 0:
                tick = Tick(self.per_cent(months), month.year, (month.month + 2) // 3)
                found.append((months, tick))
        if len(found) > 1 and found[1][0] * 8 < self.months:
            found.pop(0)
        return [tick for _months, tick in found]


def scale(first: date, last: date) -> Scale:
    """Return the Scale from the month of one day to the month of another."""
    start = first.replace(day=1)
    return Scale(start, months_between(start, last) + 1)


def months_between(first: date, last: date) -> int:
    return (last.year - first.year) * YEAR + last.month - first.month


def add_months(month: date, number: int) -> date:
    """Return the first day of the month so many months later."""
    years, months = divmod(month.year * YEAR + month.month - 1 + number, YEAR)
    return date(years, months + 1, 1)
