"""How the database finds words.

`search_text` holds the folded words of an initiative, each once, a space on either side. SQLite
indexes them by FTS5 (a table that triggers keep), PostgreSQL by GIN; both find the same.
"""

from django.db import DatabaseError, OperationalError, connection, transaction
from django.db.models import BooleanField, Q
from django.db.models.expressions import RawSQL

INDEX = "tracker_initiative_search"


def by_text(word):
    """Return the condition that the folded words of a row have a word, without the index."""
    condition = Q(pk__in=[])
    for form in word.exact:
        condition |= Q(search_text__contains=f" {form} ")
    if word.beginning:
        condition |= Q(search_text__contains=f" {word.beginning}")
    return condition


def by_index(word):
    """Return the same condition, of initiatives as they stand, answered by the index."""
    if connection.vendor == "postgresql":
        forms = [f"'{form}'" for form in word.exact]
        forms += [f"'{word.beginning}':*"] if word.beginning else []
        sql = "to_tsvector('simple', tracker_initiative.search_text) @@ to_tsquery('simple', %s)"
        return Q(RawSQL(sql, [" | ".join(forms)], output_field=BooleanField()))  # noqa: S611
    forms = [f'"{form}"' for form in word.exact]
    forms += [f'"{word.beginning}"*'] if word.beginning else []
    sql = f"SELECT rowid FROM {INDEX} WHERE {INDEX} MATCH %s"  # noqa: S608
    return Q(pk__in=RawSQL(sql, [" OR ".join(forms)]))  # noqa: S611


def rebuild():
    """Make the index again from the words of all initiatives."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"REINDEX INDEX {INDEX}")
        else:
            cursor.execute(f"INSERT INTO {INDEX} ({INDEX}) VALUES ('rebuild')")  # noqa: S608


def is_whole():
    """Whether the index holds the words of all initiatives; PostgreSQL's own always does."""
    if connection.vendor == "postgresql":
        return True
    check = f"INSERT INTO {INDEX} ({INDEX}, rank) VALUES ('integrity-check', 1)"  # noqa: S608
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(check)
    except OperationalError:  # busy, and no answer
        raise
    except DatabaseError:
        return False
    return True
