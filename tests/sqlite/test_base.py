"""Writers of one process, each with a connection of its own to one file."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from django.db import DatabaseError, OperationalError, connections, transaction
from django.db.backends.sqlite3 import base

from tests.databases import ENVIRONMENT, manage
from tracker.settings import sqlite_options
from tracker.sqlite import file
from tracker.sqlite.base import Queue

SHORT = 0.05


def wait_until_waiting(queue, number):
    """Return once so many wait: the guard of the queue is all that is looked at."""
    while True:
        with queue._guard:
            if len(queue._waiting) == number:
                return


def test_the_lock_goes_to_whoever_waits_the_longest():
    queue, order = Queue(), []
    assert queue.enter(SHORT)

    def write(number):
        assert queue.enter(10)
        order.append(number)
        queue.leave()

    with ThreadPoolExecutor(5) as threads:
        for number in range(5):
            threads.submit(write, number)
            wait_until_waiting(queue, number + 1)
        queue.leave()

    assert order == [0, 1, 2, 3, 4]
    assert queue.enter(SHORT)


def test_nobody_passes_those_who_wait():
    """The lock is handed on, and not free for a moment in between."""
    queue = Queue()
    queue.enter(SHORT)
    with ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(queue.enter, 10)
        wait_until_waiting(queue, 1)

        queue.leave()

        assert not queue.enter(SHORT)
        assert waiting.result()


def test_whoever_gives_up_waiting_is_passed_over():
    queue = Queue()
    queue.enter(SHORT)

    assert not queue.enter(SHORT)

    queue.leave()
    assert queue.enter(SHORT)


@pytest.fixture
def first_and_second(tmp_path, django_db_blocker):
    """Two connections to one file."""
    aliases = ["first", "second"]
    file.prepare(tmp_path / "test.sqlite3", tmp_path)
    details = {
        **connections.settings["default"],
        "ENGINE": "tracker.sqlite",
        "NAME": tmp_path / "test.sqlite3",
        "OPTIONS": {**sqlite_options(), "timeout": SHORT},
    }
    with django_db_blocker.unblock():
        for alias in aliases:
            connections.settings[alias] = details
        yield [connections[alias] for alias in aliases]
        for alias in aliases:
            connections[alias].close()
            del connections[alias], connections.settings[alias]


def write(connection):
    with transaction.atomic(using=connection.alias), transaction.atomic(using=connection.alias):
        connection.cursor().execute("CREATE TABLE IF NOT EXISTS test (number)")


class Boom(BaseException):
    """What no handler of exceptions expects."""


@pytest.mark.parametrize("way", ["commit", "roll back", "close", "die"])
def test_the_next_writer_comes_in_when_one_is_done(first_and_second, way):
    first, second = first_and_second

    with suppress(Boom, DatabaseError), transaction.atomic(using="first"):
        with pytest.raises(OperationalError, match="Others have been writing"):
            write(second)
        match way:
            case "roll back":
                transaction.set_rollback(True, using="first")
            case "close":
                first.close()
            case "die":
                raise Boom

    write(second)
    write(first)


def test_a_begin_that_fails_lets_the_next_in(first_and_second, monkeypatch):
    first, second = first_and_second

    def fail(self):
        raise Boom

    with monkeypatch.context() as patched:
        patched.setattr(base.DatabaseWrapper, "_start_transaction_under_autocommit", fail)
        with pytest.raises(Boom):
            write(first)

    write(second)


def test_a_commit_that_fails_lets_the_next_in_once_it_is_taken_back(first_and_second, monkeypatch):
    first, second = first_and_second
    held = []

    def fail(self):
        held.append(first._queue is not None)
        raise OperationalError("database is locked")

    with monkeypatch.context() as patched:
        patched.setattr(base.DatabaseWrapper, "_commit", fail)
        with pytest.raises(OperationalError, match="is locked"):
            write(first)

    assert held == [True]
    write(second)


def test_who_only_reads_does_not_queue(first_and_second):
    first, second = first_and_second
    write(first)

    with transaction.atomic(using="first"), second.cursor() as cursor:
        assert cursor.execute("SELECT * FROM test").fetchall() == []


def test_the_checks_of_every_command_open_no_database(tmp_path):
    result = manage("check", environment={**ENVIRONMENT, "DATA_DIR": str(tmp_path)})

    assert result.returncode == 0, result.stderr
    assert not (tmp_path / "tracker.sqlite3").exists()
