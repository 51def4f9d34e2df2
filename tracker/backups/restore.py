"""Taking a backup back: into an empty database alone, all of it or nothing."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction

from ..models import LedgerEntry, search_index
from ..models.data_version import bump
from .file import BackupRefused, Header, read_header, read_rows
from .tables import Table, migrations_of_database, migrations_of_program, tables

MADE_BY_MIGRATIONS = {
    "auth_group", "auth_group_permissions", "auth_permission", "django_content_type",
}  # fmt: skip
"""The tables that have rows as soon as the database is migrated."""


def check_file(path: Path) -> Header:
    """Return the header of a backup that this version restores; raise BackupRefused of another."""
    header = read_header(path)
    here, there = set(migrations_of_program()), set(header.migrations)
    if here != there:
        newer = f"has {', '.join(sorted(there - here))}" if there - here else ""
        older = f"lacks {', '.join(sorted(here - there))}" if here - there else ""
        raise BackupRefused(
            f"{path} is of another version: it {' and '.join(filter(None, (newer, older)))}."
            " Restore it with the version that made it, and upgrade then."
        )
    return header


def check_is_empty() -> None:
    """Raise BackupRefused if the database is not migrated, or has a row of anything."""
    if migrations_of_database() != migrations_of_program():
        raise BackupRefused("The database is of another version: `manage.py migrate` it first.")
    with connection.cursor() as cursor:
        for table in tables():
            if table.name not in MADE_BY_MIGRATIONS:
                cursor.execute(f"SELECT 1 FROM {table.quoted} LIMIT 1")  # noqa: S608
                if cursor.fetchone():
                    raise BackupRefused(
                        f"The database is not empty: {table.name} has rows. Restore into a new one."
                    )


def restore(path: Path, header: Header) -> int:
    """Fill the empty database with the rows of a file that was checked; return how many.

    The triggers, which would refuse what was published once, stand again as it ends. The data
    version moves on, so that no page that was kept of another record is shown.
    """
    with transaction.atomic():
        check_is_empty()
        known = {table.name: table for table in tables()}
        writer = Writer(known)
        with without_triggers(known):
            _empty(known)
            read_rows(path, begin=writer.begin, add=writer.add)
            writer.end()
            _restart_sequences()
            if connection.vendor == "sqlite":  # PostgreSQL keeps its own as rows come
                search_index.rebuild()
            connection.check_constraints()
        if writer.counts != header.counts or _head() != header.ledger:
            raise BackupRefused("What was restored is not what the backup names: nothing is kept.")
        bump()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # it would plan as if the tables were empty
    return sum(writer.counts.values())


class Writer:
    """Writes rows as they are, past the models: begin a table, add to it, and end after the last.

    PostgreSQL takes all rows of a table by one COPY.
    """

    def __init__(self, known: dict[str, Table]) -> None:
        self.known, self.counts = known, dict.fromkeys(known, 0)
        self.copying = ExitStack()

    def begin(self, name: str, columns: list[str]) -> None:
        self.end()
        self.table = self.known[name]
        if list(self.table.columns) != columns:
            raise BackupRefused(f"The backup has other columns of {name} than this version.")
        names = f"{self.table.quoted} ({', '.join(self.table.quoted_columns)})"
        if connection.vendor == "postgresql":
            cursor = self.copying.enter_context(connection.cursor())
            copy = self.copying.enter_context(cursor.copy(f"COPY {names} FROM STDIN"))
            self.write = lambda rows: [copy.write_row(row) for row in rows]
        else:
            values = ", ".join("?" * len(columns))
            statement = f"INSERT INTO {names} VALUES ({values})"  # noqa: S608
            self.write = lambda rows: connection.connection.executemany(statement, rows)

    def add(self, rows: list[list]) -> None:
        with connection.wrap_database_errors:
            self.write(rows)
        self.counts[self.table.name] += len(rows)

    def end(self) -> None:
        with connection.wrap_database_errors:
            self.copying.close()


@contextmanager
def without_triggers(known: dict[str, Table]) -> Iterator[None]:
    """Let no trigger of ours refuse a write meanwhile: it takes an owner of the tables."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for table in known.values():
                cursor.execute(f"ALTER TABLE {table.quoted} DISABLE TRIGGER USER")
            yield
            for table in known.values():
                cursor.execute(f"ALTER TABLE {table.quoted} ENABLE TRIGGER USER")
            return
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY rowid")
        triggers = cursor.fetchall()
        for name, _sql in triggers:
            cursor.execute(f"DROP TRIGGER {connection.ops.quote_name(name)}")
        yield
        for _name, sql in triggers:
            cursor.execute(sql)


def _empty(known: dict[str, Table]) -> None:
    names = [table.quoted for table in known.values()]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL gin_pending_list_limit = '1GB'")  # index the words at its end
            cursor.execute(f"TRUNCATE {', '.join(names)}")
            return
        cursor.execute("PRAGMA cache_size = -200000")  # in KB: with less, pages are written again
        for name in names:
            cursor.execute(f"DELETE FROM {name}")  # noqa: S608


def _restart_sequences() -> None:
    """Let the next keys follow the ones that were written."""
    models = apps.get_models(include_auto_created=True)
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(sql)


def _head() -> dict | None:
    head = LedgerEntry.objects.head()
    return head and {"sequence": head["sequence"], "digest": head["digest"]}
