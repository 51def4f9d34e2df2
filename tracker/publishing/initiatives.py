"""Initiatives as a table for spreadsheets."""

import csv
from io import StringIO

from django.conf import settings
from django.db import transaction
from django.db.models import CharField
from django.db.models.functions import Cast
from django.urls import reverse

from ..models.translated import translated

CHUNK = 500
COLUMNS = (
    "slug", "url", "title", "kind", "status", "evidence", "schedule", "original_due", "due",
    "status_since", "last_news", "plan",
)  # fmt: skip
_RUN_BY_SPREADSHEETS = ("=", "+", "-", "@", "\t", "\r")


def csv_lines(initiatives):
    """Yield the text of a CSV file, CHUNK rows of a queryset with its schedule at a time.

    Dates are EDTF texts as everywhere; a cell that a spreadsheet would run begins with "'". They
    are streamed from the database, in one transaction.
    """
    address = settings.SITE_URL + reverse("initiative", args=["_"])
    before, after = address.split("_")
    buffer = StringIO()
    writer = csv.writer(buffer)
    writer.writerow(COLUMNS)
    with transaction.atomic():
        for count, (slug, title, *facts, plan) in enumerate(_rows(initiatives), 1):
            writer.writerow((slug, before + slug + after, _text(title), *facts, _text(plan)))
            if count % CHUNK == 0:
                yield _taken(buffer)
    yield _taken(buffer)


def _rows(initiatives):
    columns = initiatives.rewrite(False).annotate(
        words=translated("title"),
        news=Cast("updated_on", CharField()),
        plan_name=translated("plan__name"),
    )
    names = ("slug", "words", "kind", "status", "evidence", "schedule", "original_due", "due")
    rows = columns.values_list(*names, "changed_on", "news", "plan_name")
    return rows.iterator(chunk_size=CHUNK)


def _text(words):
    return f"'{words}" if words and words.startswith(_RUN_BY_SPREADSHEETS) else words


def _taken(buffer):
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text
