"""The number of `data_version`, read on every request in the event loop.

It has a connection of its own, on which nothing is waited for: a database that is busy is asked
again in a thread, for a quarter of a second; one that does not answer is left alone for a second,
in which kept pages are served as they are.
"""

import asyncio
import os
import select
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections

from ..models.data_version import READ

SECONDS_TO_WAIT = 0.25
SECONDS_ALONE = 1
SECONDS_TO_CONNECT = 2


class Silent(Exception):
    """The database does not answer."""


class RecordVersion:
    """`open_reader` returns a Reader; it, and what it reads, raise Silent."""

    def __init__(self, open_reader=None, clock=time.monotonic):
        self.open_reader, self.clock = open_reader or _open_reader, clock
        self.reader, self.silent_until, self.waiting = None, 0, None
        self.thread = ThreadPoolExecutor(1, thread_name_prefix="version")

    def close(self):
        self.thread.shutdown()
        self._close(self.reader)

    def at_once(self):
        """Return the number, None if it has to be waited for."""
        if self.reader is None:
            return None
        try:
            return self.reader.read()
        except Silent:
            self._close(self.reader)
            return None

    async def wait(self):
        """Return the number as it stands now or later; all who wait share one look."""
        if self.clock() < self.silent_until:
            raise Silent
        if self.waiting is None:
            self.waiting = asyncio.ensure_future(self._look())
            self.waiting.add_done_callback(self._looked)
        return await asyncio.shield(self.waiting)

    async def _look(self):
        loop = asyncio.get_running_loop()
        try:
            self.reader, number = await loop.run_in_executor(self.thread, self._opened)
        except Silent:
            self.silent_until = self.clock() + SECONDS_ALONE
            raise
        return number

    def _looked(self, look):
        self.waiting = None
        look.cancelled() or look.exception()  # those who waited were told

    def _opened(self):
        end = self.clock() + SECONDS_TO_WAIT
        while True:
            reader = None
            try:
                reader = self.open_reader()
                return reader, reader.read()
            except Silent:
                self._close(reader)
                if self.clock() > end:
                    raise
                time.sleep(SECONDS_TO_WAIT / 20)

    def _close(self, reader):
        self.reader = None
        if reader:
            reader.close()


def _open_reader():
    wrapper = connections.create_connection(DEFAULT_DB_ALIAS)
    try:
        parameters = wrapper.get_connection_params()
        is_postgresql = wrapper.vendor == "postgresql"
        parameters |= {"connect_timeout": SECONDS_TO_CONNECT} if is_postgresql else {"timeout": 0}
        connection = wrapper.get_new_connection(parameters)
        if is_postgresql:
            return PostgresqlReader(connection)
        return SqliteReader(connection, wrapper.settings_dict["NAME"])
    except (wrapper.Database.Error, DatabaseError, OSError) as error:
        raise Silent(str(error)) from error


class SqliteReader:
    """Asks SQLite only if its file has changed, as each question hands Python to other threads.

    Each transaction counts one up in the head of the file before it is done, unless its log is
    written ahead (sqlite.org/fileformat.html, "File change counter").
    """

    def __init__(self, connection, path):
        self.connection, self.close = connection, connection.close
        connection.execute("PRAGMA busy_timeout = 0")
        is_ahead = connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        self.head = None if is_ahead else _opened_for_good(path)
        self.count = self.number = None

    def read(self):
        count = self.head and os.pread(self.head, 4, 24)
        if count is None or count != self.count:
            self.count, self.number = count, self._ask()  # the number of this count or a later one
        return self.number

    def _ask(self):
        try:
            row = self.connection.execute(READ).fetchone()
        except sqlite3.Error as error:
            raise Silent(str(error)) from error
        return row[0] if row else 0


def _opened_for_good(path):
    """Return a descriptor of a file that is never closed.

    To close one would drop the locks that SQLite holds on the same file in this process.
    """
    found = os.stat(path)
    key = found.st_dev, found.st_ino
    if key not in _descriptors:
        _descriptors[key] = os.open(path, os.O_RDONLY)
    return _descriptors[key]


_descriptors: dict[tuple[int, int], int] = {}


class PostgresqlReader:
    """Reads past psycopg, which takes longer than the database, and waits no longer than said."""

    def __init__(self, connection):
        import psycopg

        self.error = psycopg.Error
        self.pgconn, self.close, self.answers = connection.pgconn, connection.close, select.poll()
        self.answers.register(self.pgconn.socket, select.POLLIN)

    def read(self):
        try:
            result = self._ask()
        except self.error as error:
            raise Silent(str(error)) from error
        if result is None or result.error_message:
            raise Silent
        return int(result.get_value(0, 0)) if result.ntuples else 0

    def _ask(self):
        self.pgconn.send_query(READ.encode())
        while self.pgconn.is_busy():
            if not self.answers.poll(SECONDS_TO_WAIT * 1000):
                raise Silent
            self.pgconn.consume_input()
        result = self.pgconn.get_result()
        while self.pgconn.get_result():
            pass
        return result
