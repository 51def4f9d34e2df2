"""How the database finds words.

`search_text` holds the folded words of an initiative, each once, a space on either side. SQLite
indexes them by FTS5 (a table that triggers keep), PostgreSQL by GIN; both find the same.
"""

import json
from collections.abc import Sequence

from django.db import DatabaseError, OperationalError, connection, transaction
from django.db.models import Q

from ..rules.folding import Term

INDEX = "tracker_initiative_search"
MATCHING = {
    "sqlite": f"SELECT rowid AS id FROM {INDEX} WHERE {INDEX} MATCH %s",  # noqa: S608  # nosec B608  # constants
    "postgresql": "SELECT tracker_initiative_having(%s) AS id",
}
"""What selects the keys of the initiatives that have a word, published or not."""
ASKED = {"sqlite": ('"{}"', '"{}"*', " OR "), "postgresql": ("'{}'", "'{}':*", " | ")}
"""How each writes a word, what a word begins with, and that either may be there."""


def by_text(word: Term) -> Q:
    """Return the condition that the folded words of a row have a word, found without the index.

    For snapshots, which no index of words covers: all are read.
    """
    condition = Q(pk__in=[])
    for form in word.exact:
        condition |= Q(search_text__contains=f" {form} ")
    if word.beginning:
        condition |= Q(search_text__contains=f" {word.beginning}")
    return condition


def keys_by_index(words: Sequence[Term]) -> list[list[int]]:
    """Return for each word the keys of the initiatives that have it, published or not: one query.

    They come as one text a word, which costs a third of as many rows.
    """
    if not words:
        return []
    collect = "json_agg" if connection.vendor == "postgresql" else "json_group_array"
    matching = MATCHING[connection.vendor]
    keys = f"SELECT CAST({collect}(id) AS text) FROM ({matching})"  # noqa: S608  # nosec B608  # constants
    with connection.cursor() as cursor:
        columns = ", ".join([f"({keys} AS found)"] * len(words))
        cursor.execute(f"SELECT {columns}", [_question(word) for word in words])
        return [json.loads(text or "[]") for text in cursor.fetchone()]


def _question(word):
    """Return a word as the index of the database is asked for it, for nothing twice."""
    exact, beginning, either = ASKED[connection.vendor]
    forms = [
        form for form in word.exact if not (word.beginning and form.startswith(word.beginning))
    ]
    begun = [beginning.format(word.beginning)] if word.beginning else []
    return either.join([*map(exact.format, forms), *begun])


def rebuild() -> None:
    """Make the index again from the words of all initiatives."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"REINDEX INDEX {INDEX}")
        else:
            cursor.execute(f"INSERT INTO {INDEX} ({INDEX}) VALUES ('rebuild')")  # noqa: S608  # nosec B608


def is_whole() -> bool:
    """Whether the index holds the words of all initiatives; PostgreSQL's own always does."""
    if connection.vendor == "postgresql":
        return True
    values = "('integrity-check', 1)"
    check = f"INSERT INTO {INDEX} ({INDEX}, rank) VALUES {values}"  # noqa: S608  # nosec B608  # constants
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(check)
    except OperationalError:  # busy, and no answer
        raise
    except DatabaseError:
        return False
    return True
