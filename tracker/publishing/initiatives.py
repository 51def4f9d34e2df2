"""Initiatives as a table for spreadsheets."""

from contextlib import contextmanager
from itertools import batched
from tempfile import TemporaryFile

from django.conf import settings
from django.db import connections, transaction
from django.db.models import Case, CharField, F, Value, When
from django.db.models.functions import Cast, Concat
from django.urls import reverse

from ..models.translated import translated

PART = 2**16
COLUMNS = {
    "slug": lambda: F("slug"),
    "url": lambda: _address(),
    "title": lambda: translated("title"),
    "kind": lambda: F("kind"),
    "status": lambda: F("status"),
    "evidence": lambda: F("evidence"),
    "schedule": lambda: F("schedule"),
    "original_due": lambda: F("original_due"),
    "due": lambda: F("due"),
    "status_since": lambda: F("changed_on"),
    "last_news": lambda: Cast("updated_on", CharField()),
    "plan": lambda: Value(""),
}
"""{name: function that returns the expression of its cells, a text, in the active language}."""
TEXTS = ("title", "plan")
"""What people wrote: only these can need quotes, or be run by a spreadsheet."""
RUN_BY_SPREADSHEETS = ("=", "+", "-", "@", "\t", "\r")


def csv_parts(initiatives, plans):
    """Yield the bytes of a CSV file of a queryset with its schedule, PART at a time.

    `plans` are {key: name} of the plans, as they were called on the day of the record.

    Dates are EDTF texts as everywhere; a cell that a spreadsheet would run begins with "'".
    `csv.writer`, which looks for quotes in every cell, takes twice as long for the file. After the
    head of the table all rows are read into a file: a reader may take its time, and nothing of the
    database stays open meanwhile.
    """
    yield ",".join(COLUMNS).encode() + b"\r\n"
    cells = [expression() for expression in COLUMNS.values()]
    cells[[*COLUMNS].index("plan")] = _name_of_plan(plans)
    with TemporaryFile() as file:
        with _read_to_the_end(initiatives.db):
            rows = initiatives.rewrite(False).values_list(*cells).iterator()
            for some in batched(map(_line, rows), 1000):
                file.write("".join(some).encode())
        file.seek(0)
        while part := file.read(PART):
            yield part


def _name_of_plan(plans):
    named = [When(plan=key, then=Value(str(name))) for key, name in plans.items()]
    return Case(*named, default=Value(""), output_field=CharField())


def _address():
    before, _slug, after = (settings.SITE_URL + reverse("initiative", args=["_"])).rpartition("_")
    return Concat(Value(before), "slug", Value(after), output_field=CharField())


def _line(row):
    cells = [*row]
    for place in _PLACES_OF_TEXTS:
        cells[place] = _cell(cells[place])
    return f"{','.join(cells)}\r\n"


_PLACES_OF_TEXTS = [place for place, name in enumerate(COLUMNS) if name in TEXTS]


@contextmanager
def _read_to_the_end(alias):
    """Let PostgreSQL plan for all rows of a cursor: it takes one for a reader of the first few."""
    if connections[alias].vendor != "postgresql":
        yield
        return
    with transaction.atomic(using=alias):
        with connections[alias].cursor() as cursor:
            cursor.execute("SET LOCAL cursor_tuple_fraction = 1")
        yield


def _cell(words):
    if words.startswith(RUN_BY_SPREADSHEETS):
        words = f"'{words}"
    if '"' in words or "," in words or "\n" in words or "\r" in words:  # fast, as hardly any has
        return '"{}"'.format(words.replace('"', '""'))
    return words
