"""The roadmap: a bar an initiative, from the day it was said to the day it is due."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import NamedTuple, Protocol

from .edtf import days
from .timescale import QUARTER, YEAR, Scale, add_months

MOST_YEARS = 5
"""How far before and after this year the roadmap by years reaches."""
QUARTERS_BEFORE, QUARTERS = 3, 8
"""How many quarters before this one the roadmap by quarters begins, and how many it shows."""


class Part(NamedTuple):
    """A piece of a bar, in per cent of the axis; it may lie beyond it."""

    x: str
    width: str


class Bar(NamedTuple):
    """What is drawn of an initiative; what there is nothing of is None.

    It is sure in `solid`; it may have begun, or be due, at any time of `rising` and `fading`.
    `late` reaches from a deadline that has passed to today; `endless` is where a bar without a
    deadline goes on from. `beyond` is "before" or "after" if all of it lies outside of the axis.
    """

    rising: Part | None
    solid: Part | None
    fading: Part | None
    late: Part | None
    endless: str
    beyond: str


class Mark(NamedTuple):
    """A milestone or an event: somewhere in a span, drawn in the middle of it."""

    span: Part
    middle: str
    kind: str
    label: str
    date: str


def axis_of(dates: Iterable[str], *, zoom: str, today: date) -> Scale:
    """Return the Scale to draw some EDTF dates on: whole years around them, or quarters."""
    if zoom == "quarter":
        quarter = add_months(today, -((today.month - 1) % QUARTER))
        return Scale(add_months(quarter, -QUARTERS_BEFORE * QUARTER), QUARTERS * QUARTER)
    years = [day.year for text in dates for day in days(text)]
    first = max(min(years, default=today.year), today.year - MOST_YEARS)
    last = min(max(years, default=today.year), today.year + MOST_YEARS)
    first, last = min(first, today.year), max(last, today.year)
    return Scale(date(first, 1, 1), (last - first + 1) * YEAR)


def bar(axis: Scale, *, start: str, due: str, today: date, is_overdue: bool = False) -> Bar:
    """Return the Bar from the EDTF date `start` to the EDTF date `due`, which may be ""."""
    begins, begun = _places(axis, start)
    if _is_day(start):
        begun = begins
    now = axis.end_of(today)
    if due:
        ends, ended = _places(axis, due)
        ends = ended if _is_day(due) else ends
    else:
        ends = ended = now
    ends, ended = max(ends, begun), max(ended, begun)
    return Bar(
        rising=_part(axis, begins, begun),
        solid=_part(axis, begun, ends),
        fading=_part(axis, ends, ended),
        late=_part(axis, ended, now) if is_overdue else None,
        endless="" if due else axis.per_cent(ended),
        beyond=_beyond(axis, begins, max(ended, now) if is_overdue or not due else ended),
    )


def mark(axis: Scale, *, kind: str, label: str, on: str) -> Mark | None:
    """Return the Mark of an EDTF date, None if its middle lies beyond the axis."""
    first, last = _places(axis, on)
    middle = (first + last) / 2
    if not 0 <= middle < axis.months:
        return None
    span = Part(axis.per_cent(first), axis.per_cent(last - first))
    return Mark(span, axis.per_cent(middle), kind, label, on)


class Row(Protocol):
    """What the roadmap draws: an initiative, known by its key."""

    @property
    def key(self) -> int: ...


def grouped[R: Row](
    rows: Iterable[R], groups: Mapping[int, Collection[str]]
) -> list[tuple[str, list[R]]]:
    """Return [(group, rows)] in the order of `groups`, {row's key: names}; "" comes last.

    A row stands under each of its groups.
    """
    names = sorted({name for found in groups.values() for name in found}, key=str.casefold)
    sorted_in = {name: [row for row in rows if name in groups.get(row.key, ())] for name in names}
    sorted_in[""] = [row for row in rows if not groups.get(row.key)]
    return [(name, found) for name, found in sorted_in.items() if found]


def _places(axis: Scale, text: str) -> tuple[float, float]:
    first, last = days(text)
    return axis.place(first), axis.end_of(last)


def _is_day(text: str) -> bool:
    first, last = days(text)
    return first == last


def _part(axis: Scale, start: float, end: float) -> Part | None:
    return Part(axis.per_cent(start), axis.per_cent(end - start)) if end > start else None


def _beyond(axis: Scale, start: float, end: float) -> str:
    if end <= 0:
        return "before"
    return "after" if start >= axis.months else ""
