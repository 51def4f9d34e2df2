import sqlite3
import time
from collections.abc import Collection

from django.db import (
    DEFAULT_DB_ALIAS,
    DatabaseError,
    InterfaceError,
    OperationalError,
    connection,
    connections,
    models,
)

from .initiative import Initiative
from .keys import within

TABLE = "tracker_dataversion"
READ = f"SELECT number FROM {TABLE}"  # noqa: S608  # nosec B608  # a constant
DATABASE_ERRORS = (DatabaseError, InterfaceError)
"""What is raised where no database answers."""


SQLITE_UNAVAILABLE = {
    sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT,
}  # fmt: skip
POSTGRESQL_UNAVAILABLE = ("08", "25006", "40", "53", "55P03", "57", "58")
"""How the code of an error begins that is none of ours: no connection, read-only, a deadlock, no
space or memory left, a lock or an answer waited for too long, shut down, broken."""


def is_unavailable(error: BaseException) -> bool:
    """Whether an error of the database says that it can't answer now; if not, we asked wrongly."""
    cause = error.__cause__
    if (code := getattr(cause, "sqlite_errorcode", None)) is not None:
        return code & 0xFF in SQLITE_UNAVAILABLE
    if state := getattr(cause, "sqlstate", None):
        return state.startswith(POSTGRESQL_UNAVAILABLE)
    return cause is not None and isinstance(error, OperationalError | InterfaceError)


class DataVersion(models.Model):
    """The one row whose number moves with every change of what the public sees.

    It moves inside the transaction of the change, so whoever reads a number sees at least the
    record that it stands for. It never comes back, not even after an older copy of the database
    was restored: it is the time in microseconds, or one more than before.
    """

    number = models.PositiveBigIntegerField()

    class Meta:
        default_permissions = ()

    def __str__(self):
        return str(self.number)


def data_version() -> int:
    """Return the number, 0 before the first change: one query. Raises django.db.DatabaseError.

    Asked for every page, so past Django's cursor, and past psycopg's, which take longer than the
    database. So Django does not notice that a connection is gone, and it is made anew here.
    """
    wrapper = connections[DEFAULT_DB_ALIAS]
    try:
        return _read(wrapper)
    except DatabaseError:
        if wrapper.in_atomic_block or not _is_cut_off(wrapper):
            raise
        wrapper.close()
        return _read(wrapper)


def _read(wrapper):
    try:
        if wrapper.connection is None:
            wrapper.ensure_connection()
        if wrapper.vendor == "postgresql":
            return _read_by_libpq(wrapper)
        row = wrapper.connection.execute(READ).fetchone()
    except wrapper.Database.Error as error:
        raise DatabaseError(str(error)) from error
    return row[0] if row else 0


def _is_cut_off(wrapper):
    """Whether the server ended this connection; SQLite has none."""
    return wrapper.vendor == "postgresql" and (
        wrapper.connection is None or wrapper.connection.closed
    )


def _read_by_libpq(wrapper):
    result = wrapper.connection.pgconn.exec_(READ.encode())
    if result.error_message:
        from psycopg.errors import error_from_result

        raise error_from_result(result)
    return int(result.get_value(0, 0)) if result.ntuples else 0


def bump(*, initiatives: Collection[int] = ()) -> int:
    """Move the number and return it; the public initiatives with these keys are marked with it.

    Whoever writes what public pages show calls it, last in the transaction: other writers wait for
    this row until that ends. One query, two with initiatives.
    """
    now = time.time_ns() // 1000
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {TABLE} (id, number) VALUES (1, %s)"  # noqa: S608  # nosec B608  # constants
            " ON CONFLICT (id) DO UPDATE SET number"
            f" = CASE WHEN {TABLE}.number < %s THEN %s ELSE {TABLE}.number + 1 END"
            " RETURNING number",
            [now, now, now],
        )
        [number] = cursor.fetchone()
    if initiatives:
        Initiative.objects.filter(within("pk", initiatives)).update(changed_in_version=number)
    return number
