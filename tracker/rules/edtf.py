"""Dates as exact as their source: EDTF (ISO 8601-2) text, and the days that it may mean."""

import re
from calendar import monthrange
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .memory import remembered

_ONE = r"\d{4}(?:-(?:0[1-9]|1[0-2]|2[1-4]|3[3-6]))?[~?]?|\d{4}-\d\d-\d\d[~?]?"
_SHAPE = re.compile(rf"({_ONE})(?:/({_ONE}))?")
_PLAIN = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(\d\d))?)?", re.ASCII)
_PART = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?([~?]?)")


class WrongDate(ValueError):
    """The text is not a date that the record can hold."""


@remembered(most=4096)
def days(text: str) -> tuple[date, date]:
    """Return the (earliest, latest) day that an EDTF text may mean.

    Read are years, months, days, quarters (`2026-33` to `2026-36`), seasons (`2026-21` to
    `2026-24`), each with `~` (approximate) or `?` (uncertain) behind it, and an interval of two.
    Raises WrongDate for anything else; an open start or end is refused, because `overdue` needs
    both days.
    """
    shape = _SHAPE.fullmatch(text)
    if not shape:
        raise WrongDate(text)
    start, end = shape[1], shape[2] or shape[1]
    first, last = _PLAIN.fullmatch(start), _PLAIN.fullmatch(end)
    try:
        if first and last:  # most are plain
            earliest, latest = _days_of(*first.groups())[0], _days_of(*last.groups())[1]
        else:
            earliest, latest = _parsed(text)
    except (ValueError, OverflowError) as error:
        raise WrongDate(text) from error
    if latest < earliest:
        raise WrongDate(text)
    return earliest, latest


def _parsed(text: str) -> tuple[date, date]:
    """Return the days by the package, which takes 8 MB and milliseconds a date: where needed."""
    from edtf import EDTFParseException, parse_edtf

    try:
        parsed = parse_edtf(text)
    except EDTFParseException as error:
        raise WrongDate(text) from error
    earliest, latest = parsed.lower_strict(), parsed.upper_strict()
    return date(*earliest[:3]), date(*latest[:3])


def _days_of(year: str, month: str | None, day: str | None) -> tuple[date, date]:
    """Return the first and the last day of a plain year, month or day."""
    first = date(int(year), int(month or 1), int(day or 1))
    last_month = int(month or 12)
    last_day = int(day or monthrange(first.year, last_month)[1])
    return first, date(first.year, last_month, last_day)


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
    }
