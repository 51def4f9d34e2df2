"""Initiatives as a table for spreadsheets."""

from contextlib import contextmanager
from functools import lru_cache
from itertools import batched
from tempfile import TemporaryFile

from django.conf import settings
from django.db import connections, transaction
from django.db.models import CharField
from django.db.models.functions import Cast
from django.urls import reverse

from ..models.translated import translated

PART = 2**16
COLUMNS = (
    "slug", "url", "title", "kind", "status", "evidence", "schedule", "original_due", "due",
    "status_since", "last_news", "plan",
)  # fmt: skip
_RUN_BY_SPREADSHEETS = ("=", "+", "-", "@", "\t", "\r")


def csv_parts(initiatives):
    """Yield the bytes of a CSV file of a queryset with its schedule, PART at a time.

    Dates are EDTF texts as everywhere; a cell that a spreadsheet would run begins with "'". Only a
    title and the name of a plan can need quotes: `csv.writer`, which looks for them in every cell,
    takes twice as long for the file. After the head of the table all rows are read into a file: a
    reader may take its time, and nothing of the database stays open meanwhile.
    """
    address = settings.SITE_URL + reverse("initiative", args=["_"])
    before, after = address.split("_")
    yield ",".join(COLUMNS).encode() + b"\r\n"
    with TemporaryFile() as file:
        with _read_to_the_end(initiatives.db):
            lines = (
                f"{slug},{before}{slug}{after},{_cell(title)},{','.join(facts)},{_plan(plan)}\r\n"
                for slug, title, *facts, plan in _rows(initiatives)
            )
            for some in batched(lines, 1000):
                file.write("".join(some).encode())
        file.seek(0)
        while part := file.read(PART):
            yield part


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


def _rows(initiatives):
    columns = initiatives.rewrite(False).annotate(
        words=translated("title"),
        news=Cast("updated_on", CharField()),
        plan_name=translated("plan__name"),
    )
    names = ("slug", "words", "kind", "status", "evidence", "schedule", "original_due", "due")
    return columns.values_list(*names, "changed_on", "news", "plan_name").iterator()


def _cell(words):
    if words.startswith(_RUN_BY_SPREADSHEETS):
        words = f"'{words}"
    if '"' in words or "," in words or "\n" in words or "\r" in words:  # fast, as hardly any has
        return '"{}"'.format(words.replace('"', '""'))
    return words


_plan = lru_cache(maxsize=256)(_cell)
