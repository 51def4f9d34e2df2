"""The database engine: SQLite as Django has it, but for four things.

It is not asked whether it knows JSON. Triggers outlive the tables that migrations make anew: see
`schema`. A file is opened if it is there and ours, and made by `migrate` alone, once: see `file`.
And the writers of a process begin their transactions in the order in which they came. Left alone,
each asks SQLite again and again until the file happens to be free, so one may wait for ever while
others pass; for the writers of other processes they still wait in that way.
"""

import sqlite3
import threading
from collections import defaultdict, deque
from pathlib import Path

from django.conf import settings
from django.db.backends.sqlite3 import base
from django.db.backends.sqlite3.features import DatabaseFeatures as SQLiteFeatures
from django.db.utils import OperationalError

from . import file
from .schema import DatabaseSchemaEditor


class Queue:
    """A lock that goes from hand to hand in the order of arrival; nobody comes in between."""

    def __init__(self):
        self._guard, self._waiting, self._is_held = threading.Lock(), deque(), False

    def enter(self, timeout):
        """Wait for so many seconds at most; return whether the lock is ours."""
        with self._guard:
            if not self._is_held:
                self._is_held = True
                return True
            turn = threading.Lock()
            turn.acquire()
            self._waiting.append(turn)
        if turn.acquire(timeout=timeout):
            return True
        with self._guard:
            if turn not in self._waiting:  # it was handed over at the last moment
                return True
            self._waiting.remove(turn)
        return False

    def leave(self):
        """Hand the lock to whoever waits the longest."""
        with self._guard:
            self._is_held = bool(self._waiting)
            if self._waiting:
                self._waiting.popleft().release()


_queues: dict[str, Queue] = defaultdict(Queue)  # of each file


class DatabaseFeatures(SQLiteFeatures):
    supports_json_field = True  # since 3.38, always; to ask would open a file in each command


class DatabaseWrapper(base.DatabaseWrapper):
    SchemaEditorClass = DatabaseSchemaEditor
    features_class = DatabaseFeatures
    _queue = None  # while a transaction of this connection is the one that writes
    _opened = None  # which file is open

    @property
    def path(self):
        """Where its file is; None of a database in memory."""
        name = self.settings_dict["NAME"]
        return None if self.is_in_memory_db() else Path(name)

    def prepare_database(self):
        """See that the right file is there, or make it if there never was one: `migrate` asks."""
        if self.path:
            file.prepare(self.path, Path(settings.DATA_DIR))

    def get_connection_params(self):
        found = super().get_connection_params()
        return found | ({"database": file.address_of(self.path)} if self.path else {})

    def get_new_connection(self, conn_params):
        if self.path:
            file.check(self.path, timeout=conn_params.get("timeout", 5))
            self._opened = self._file()
        return super().get_new_connection(conn_params)

    def is_usable(self):
        """Whether the file that is open is the one that stands there: asked once a request."""
        return self._opened == self._file()

    def _file(self):
        try:
            found = self.path and self.path.stat()
        except OSError:
            return None
        return found and (found.st_dev, found.st_ino)

    def _start_transaction_under_autocommit(self):
        queue = _queues[str(self.settings_dict["NAME"])]
        timeout = self.settings_dict["OPTIONS"].get("timeout", 5)  # as long as SQLite itself waits
        if not queue.enter(timeout):
            busy = sqlite3.OperationalError(f"Others have been writing for {timeout} seconds.")
            busy.sqlite_errorcode = sqlite3.SQLITE_BUSY
            raise OperationalError(str(busy)) from busy
        self._queue = queue
        try:
            super()._start_transaction_under_autocommit()
        except BaseException:
            self._leave()
            raise

    def _commit(self):
        super()._commit()
        self._leave()  # if it failed, the transaction is there until it is rolled back or closed

    def _rollback(self):
        super()._rollback()
        self._leave()

    def _close(self):
        try:
            super()._close()
        finally:
            self._leave()

    def _leave(self):
        queue, self._queue = self._queue, None
        if queue:
            queue.leave()
