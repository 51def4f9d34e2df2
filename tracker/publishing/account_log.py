"""The account log as a table for spreadsheets, for auditors."""

import csv
from io import StringIO

from .initiatives import RUN_BY_SPREADSHEETS

COLUMNS = ("at", "account", "what", "before", "after", "by")


def csv_parts(entries):
    """Yield the bytes of a CSV file, a row an entry, in the words of the database.

    A cell that a spreadsheet would run begins with "'".
    """
    yield _line(COLUMNS)
    rows = entries.values_list("at", "account__username", "what", "old", "new", "by__username")
    for at, *words in rows.iterator():
        yield _line([at.isoformat(timespec="seconds"), *map(_safe, words)])


def _safe(words):
    return f"'{words}" if words and words.startswith(RUN_BY_SPREADSHEETS) else words or ""


def _line(cells):
    line = StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue().encode()
