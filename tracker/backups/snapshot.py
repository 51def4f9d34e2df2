"""All rows of all tables as of one moment, whoever writes meanwhile."""

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from .tables import FROM_POSTGRESQL, Table


@contextmanager
def snapshot(folder: Path) -> Iterator["SQLite | PostgreSQL"]:
    """Yield what reads the database as it is now, outside of any other transaction.

    SQLite is copied into `folder` for that: with the rollback journal nobody could commit while a
    long backup reads.
    """
    if connection.vendor == "postgresql":
        with transaction.atomic(durable=True), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield PostgreSQL(cursor)
        return
    connection.ensure_connection()
    with (
        tempfile.NamedTemporaryFile(dir=folder, prefix=".tracker-", suffix=".part") as file,
        closing(sqlite3.connect(file.name)) as copy,
    ):
        copy.execute("PRAGMA synchronous = OFF")
        connection.connection.backup(copy)
        yield SQLite(copy)


class SQLite:
    def __init__(self, copy: sqlite3.Connection) -> None:
        self.copy = copy

    def one(self, query: str) -> tuple[Any, ...] | None:
        return self.copy.execute(query).fetchone()

    def rows(self, table: Table) -> Iterator[tuple]:
        return self.copy.execute(table.select)


class PostgreSQL:
    def __init__(self, cursor) -> None:
        self.cursor = cursor

    def one(self, query: str) -> tuple[Any, ...] | None:
        self.cursor.execute(query)
        return self.cursor.fetchone()

    def rows(self, table: Table) -> Iterator[tuple]:
        with self.cursor.copy(f"COPY ({table.select}) TO STDOUT") as copy:
            copy.set_types([FROM_POSTGRESQL[kind][1] for kind in table.types])
            yield from copy.rows()
