"""Dates as exact as their source: EDTF (ISO 8601-2) text, and the days that it may mean."""

import re
from calendar import monthrange
from datetime import MAXYEAR, MINYEAR, date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .memory import remembered

_ONE = r"\d{4}(?:-(?:0[1-9]|1[0-2]|2[1-4]|3[3-6]|4[01]))?[~?]?|\d{4}-\d\d-\d\d[~?]?"
_SHAPE = re.compile(rf"({_ONE})(?:/({_ONE}))?", re.ASCII)
_PART = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?([~?]?)", re.ASCII)
_MONTHS = {"33": (1, 3), "34": (4, 6), "35": (7, 9), "36": (10, 12), "40": (1, 6), "41": (7, 12)}
"""The first and the last month of a quarter, or of a half of a year."""
_SEASONS = {"21": ((3, 1), (6, 21)), "22": ((6, 1), (9, 23)), "23": ((9, 1), (12, 21))}
"""The first and the last day of a season, as (month, day)."""
WINTER = "24"
_OLD_SEASONS = {"21": (3, 5), "22": (6, 8), "23": (9, 11), "24": (12, 12)}
USUAL_YEARS = range(1900, 2201)
"""Where a date of this record lies, unless somebody says that another is meant."""


class WrongDate(ValueError):
    """The text is not a date that the record can hold."""


@remembered(most=4096)
def days(text: str) -> tuple[date, date]:
    """Return the (earliest, latest) day that an EDTF text may mean.

    Read are years, months, days, quarters (`2026-33` to `2026-36`), halves of a year (`2026-40`,
    `2026-41`), seasons (`2026-21` to `2026-24`), each with `~` (approximate) or `?` (uncertain)
    behind it, and an interval of two. Raises WrongDate for anything else; an open start or end is
    refused, because `overdue` needs both days.

    A season is as wide as anybody means it: from the first of its months to the day on which the
    sun ends it. The winter of a year may be that in which it begins and that in which it ends.
    """
    shape = _SHAPE.fullmatch(text)
    if not shape:
        raise WrongDate(text)
    start, end = shape[1], shape[2] or shape[1]
    try:
        earliest, latest = _days_of(start)[0], _days_of(end)[1]
    except ValueError as error:
        raise WrongDate(text) from error
    if latest < earliest:
        raise WrongDate(text)
    return earliest, latest


def _days_of(text: str) -> tuple[date, date]:
    """Return the first and the last day of one EDTF date; raises ValueError if it has none."""
    part = _PART.fullmatch(text)
    assert part, text
    year, code, day = date(int(part[1]), 1, 1).year, part[2], part[3]
    if day:
        only = date(year, int(code), int(day))
        return only, only
    if code == WINTER:
        begins = date(year - 1, 12, 1) if year > MINYEAR else date.min
        return begins, date(year + 1, 3, 20) if year < MAXYEAR else date.max
    if code in _SEASONS:
        begin, end = _SEASONS[code]
        return date(year, *begin), date(year, *end)
    month = int(code or 0)
    return _whole_months(year, *_MONTHS.get(code, (month or 1, month or 12)))


def _whole_months(year: int, first: int, last: int) -> tuple[date, date]:
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def days_once_read(text: str) -> tuple[date, date]:
    """Return what `days` returned before seasons were read as wide as they are meant.

    Beside what was frozen then these days stay.
    """
    year, _dash, code = text.partition("-")
    if code in _OLD_SEASONS:
        return _whole_months(int(year), *_OLD_SEASONS[code])
    return days(text)


def last_year(text: str) -> int:
    """Return the year that an EDTF text names, of an interval the later one."""
    return int(text.rpartition("/")[2][:4])


def is_usual(text: str) -> bool:
    """Whether an EDTF text lies within USUAL_YEARS."""
    return int(text[:4]) in USUAL_YEARS and last_year(text) in USUAL_YEARS


def describe(text: str) -> str:
    """Say an EDTF text in the active language: "2026", "May 2026", "third quarter of 2026".

    A text that is not EDTF comes back as it is.
    """
    return _describe(text, get_language())


@remembered(most=4096)
def _describe(text: str, language: str | None) -> str:
    shape = _SHAPE.fullmatch(text)
    if not shape:
        return text
    start, end = shape.groups()
    if end is None:
        return _describe_one(start)
    joint = "–" if start.isdigit() and end.isdigit() else " – "
    return _describe_one(start) + joint + _describe_one(end)


def _describe_one(text: str) -> str:
    part = _PART.fullmatch(text)
    assert part, text
    year, month, day, doubt = part.groups()
    if day:
        words = _days_of_months()[month] % {"day": int(day), "year": year}
    elif month:
        words = _parts_of_years()[month] % {"year": year}
    else:
        words = year
    match doubt:
        case "~":
            return _("about %(date)s") % {"date": words}
        case "?":
            return _("%(date)s (uncertain)") % {"date": words}
    return words


def _days_of_months() -> dict[str, str]:
    return {
        "01": _("%(day)s January %(year)s"),
        "02": _("%(day)s February %(year)s"),
        "03": _("%(day)s March %(year)s"),
        "04": _("%(day)s April %(year)s"),
        "05": _("%(day)s May %(year)s"),
        "06": _("%(day)s June %(year)s"),
        "07": _("%(day)s July %(year)s"),
        "08": _("%(day)s August %(year)s"),
        "09": _("%(day)s September %(year)s"),
        "10": _("%(day)s October %(year)s"),
        "11": _("%(day)s November %(year)s"),
        "12": _("%(day)s December %(year)s"),
    }


def _parts_of_years() -> dict[str, str]:
    return {
        "01": _("January %(year)s"),
        "02": _("February %(year)s"),
        "03": _("March %(year)s"),
        "04": _("April %(year)s"),
        "05": _("May %(year)s"),
        "06": _("June %(year)s"),
        "07": _("July %(year)s"),
        "08": _("August %(year)s"),
        "09": _("September %(year)s"),
        "10": _("October %(year)s"),
        "11": _("November %(year)s"),
        "12": _("December %(year)s"),
        "21": _("spring of %(year)s"),
        "22": _("summer of %(year)s"),
        "23": _("autumn of %(year)s"),
        "24": _("winter of %(year)s"),
        "33": _("first quarter of %(year)s"),
        "34": _("second quarter of %(year)s"),
        "35": _("third quarter of %(year)s"),
        "36": _("fourth quarter of %(year)s"),
        "40": _("first half of %(year)s"),
        "41": _("second half of %(year)s"),
    }
