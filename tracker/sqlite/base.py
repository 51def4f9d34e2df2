"""The database engine: SQLite as Django has it, but for two things.

Triggers outlive the tables that migrations make anew: see `schema`. And the writers of a process
begin their transactions in the order in which they came. Left alone, each asks SQLite again and
again until the file happens to be free, so one may wait for ever while others pass; for the writers
of other processes they still wait in that way.
"""

import sqlite3
import threading
from collections import defaultdict, deque

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

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


class DatabaseWrapper(base.DatabaseWrapper):
    SchemaEditorClass = DatabaseSchemaEditor
    _queue = None  # while a transaction of this connection is the one that writes

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
