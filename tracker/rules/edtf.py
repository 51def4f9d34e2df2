"""Dates as exact as their source: EDTF (ISO 8601-2) text, and the days that it may mean."""

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache

from babel.dates import format_date, format_skeleton
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from edtf import parse_edtf
from edtf.parser.edtf_exceptions import EDTFParseException

_ONE = r"\d{4}(?:-(?:0[1-9]|1[0-2]|2[1-4]|3[3-6]))?[~?]?|\d{4}-\d\d-\d\d[~?]?"
_SHAPE = re.compile(rf"({_ONE})(?:/({_ONE}))?")
_PLAIN = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(\d\d))?)?", re.ASCII)
_PART = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?([~?]?)")

_LOCALES = {"en": "en_GB"}
"""Where the name that Babel has for a language of the site is another: the day stands first."""


class WrongDate(ValueError):
    """The text is not a date that the record can hold."""


@lru_cache(maxsize=4096)
def days(text):
    """Return the (earliest, latest) day that an EDTF text may mean.

    Read are years, months, days, quarters (`2026-33` to `2026-36`), seasons (`2026-21` to
    `2026-24`), each with `~` (approximate) or `?` (uncertain) behind it, and an interval of two.
    Raises WrongDate for anything else; an open start or end is refused, because `overdue` needs
    both days.
    """
    shape = _SHAPE.fullmatch(text)
    if not shape:
        raise WrongDate(text)
    try:
        if plain := _PLAIN.fullmatch(text):  # most are, and the package takes milliseconds
            return _days_of(*plain.groups())
        parsed = parse_edtf(text)
        earliest, latest = (
            date(*day[:3]) for day in (parsed.lower_strict(), parsed.upper_strict())
        )
    except (EDTFParseException, ValueError, OverflowError) as error:
        raise WrongDate(text) from error
    if latest < earliest:
        raise WrongDate(text)
    return earliest, latest


def _days_of(year, month, day):
    """Return the first and the last day of a plain year, month or day."""
    first = date(int(year), int(month or 1), int(day or 1))
    last_month = int(month or 12)
    last_day = int(day or monthrange(first.year, last_month)[1])
    return first, date(first.year, last_month, last_day)


def describe(text):
    """Say an EDTF text in the active language: "2026", "May 2026", "third quarter of 2026".

    A text that is not EDTF comes back as it is.
    """
    return _describe(text, get_language())


@lru_cache(maxsize=4096)
def _describe(text, language):
    shape = _SHAPE.fullmatch(text)
    if not shape:
        return text
    start, end = shape.groups()
    if end is None:
        return _describe_one(start)
    joint = "–" if start.isdigit() and end.isdigit() else " – "
    return _describe_one(start) + joint + _describe_one(end)


def _describe_one(text):
    part = _PART.fullmatch(text)
    assert part, text
    year, month, day, doubt = part.groups()
    if day:
        words = format_date(date(int(year), int(month), int(day)), "long", locale=_locale())
    elif month and month > "12":
        words = _seasons_and_quarters()[month] % {"year": year}
    elif month:
        words = format_skeleton("yMMMM", date(int(year), int(month), 1), locale=_locale())
    else:
        words = year
    match doubt:
        case "~":
            return _("about %(date)s") % {"date": words}
        case "?":
            return _("%(date)s (uncertain)") % {"date": words}
    return words


def _locale():
    language = get_language() or "en"
    return _LOCALES.get(language, language)


def _seasons_and_quarters():
    return {
        "21": _("spring of %(year)s"),
        "22": _("summer of %(year)s"),
        "23": _("autumn of %(year)s"),
        "24": _("winter of %(year)s"),
        "33": _("first quarter of %(year)s"),
        "34": _("second quarter of %(year)s"),
        "35": _("third quarter of %(year)s"),
        "36": _("fourth quarter of %(year)s"),
    }
