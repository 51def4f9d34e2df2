"""Two who write the same thing at once: one is saved, the other is told, and no text is lost."""

import inspect
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from time import monotonic

import pytest
from django.db import OperationalError, connection, connections, models, transaction

from tests.actions.cases import CASES, WRITING, action, committed_rows, fresh
from tests.factories import DraftFactory, published_initiative
from tracker.actions import challenge
from tracker.actions.verify import Verification
from tracker.models import Initiative, Revision, User
from tracker.sqlite.base import _queues

PATIENCE = 20  # seconds: only what is broken takes as long
VERSIONED = [name for name in CASES if "version" in inspect.signature(action(name)).parameters]
TOLD = {
    "correct.propose": "ValidationError: The same is proposed already, and waits for a reviewer.",
    "review.countersign": "ValidationError: There is nothing to countersign.",
    "revise.propose": "ValidationError: A revision of this waits for review already.",
}
"""What the second is told where the first leaves the row as it was, which is no Conflict then."""
CONFLICT = "Conflict: Somebody else changed this meanwhile. Look at both texts before you go on."


class Writer:
    """Acts in a thread with a connection of its own, and pauses before it writes if it is told to.

    `writing` says whether the statement that it executes, or waits for, is one that writes.
    """

    def __init__(self, threads, name, arguments, *, pauses=False):
        self.paused, self.go, self.writing, self.is_stopped = Event(), Event(), False, False
        if not pauses:
            self.go.set()
        self.act, self.arguments = action(name), arguments
        self.done = threads.submit(self._run)

    def _run(self):
        try:
            with connection.execute_wrapper(self._execute):
                self.act(**self.arguments)
        except Exception as error:  # what it is, is compared
            return f"{type(error).__name__}: {' '.join(getattr(error, 'messages', [str(error)]))}"
        else:
            return "saved"
        finally:
            self.paused.set()
            connections.close_all()

    def _execute(self, execute, sql, params, many, context):
        if self.is_stopped:
            raise OperationalError("Stopped.")
        self.writing = bool(WRITING.match(sql))
        if self.writing:
            self.paused.set()
            assert self.go.wait(PATIENCE)
        return execute(sql, params, many, context)

    def waits(self):
        """Return whether it has to wait for somebody, once it does or is done."""
        end = monotonic() + PATIENCE
        while monotonic() < end:
            if self.done.done():
                return False
            if count_waiting():
                return True
        raise AssertionError("It neither waits nor ends.")

    def stop(self):
        """Let its next statement fail."""
        self.is_stopped = True

    def told(self):
        self.go.set()
        return self.done.result(PATIENCE)


def count_waiting():
    """Return how many connections wait for a lock."""
    if connection.vendor == "sqlite":
        return len(_queues[str(connection.settings_dict["NAME"])]._waiting)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # it is one for the whole transaction
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return cursor.fetchone()[0]


@pytest.fixture
def threads(world):
    """Two threads, which end before the database of the world goes."""
    with ThreadPoolExecutor(2) as threads:
        yield threads


def both(threads, first, second):
    """Let the first read, then the second begin, then the first go on; return what each was told.

    They are (name of an action, arguments).
    """
    one = Writer(threads, *first, pauses=True)
    assert one.paused.wait(PATIENCE)
    two = Writer(threads, *second)
    two.waits()
    return one.told(), two.told()


@pytest.mark.parametrize("name", VERSIONED)
def test_of_two_at_once_the_second_is_told(world, threads, name):
    arguments = CASES[name]
    first, second = arguments(world, "First words."), arguments(world, "Second words.")

    told = both(threads, (name, first), (name, second))

    assert told == ("saved", TOLD.get(name, CONFLICT))
    assert "Second words." not in str(committed_rows())


def rows_spoken_of(arguments):
    """Return the rows that an action reads to write: what it is given, and what that belongs to."""
    given = [value for value in arguments.values() if isinstance(value, models.Model)]
    if "sequence" in arguments:
        given = [Initiative.objects.get()]
    unsaved = [row for row in given if not row.pk]
    given += [getattr(row, name, None) for row in unsaved for name in ("update", "replacement")]
    given += [row.target for row in given if isinstance(row, Revision)]
    given += [getattr(row, "initiative", None) for row in given]
    rows = {(type(row), row.pk): row for row in given if row and row.pk}
    return [row for row in rows.values() if not isinstance(row, User)]


@pytest.mark.parametrize("name", [*VERSIONED, "erase.erase", "translate.review_translation"])
def test_a_row_is_read_once_nobody_else_writes_it(world, threads, name):
    arguments = CASES[name](world, "Test.")
    rows = rows_spoken_of(arguments)
    assert rows

    for row in rows:
        check_it_is_waited_for(row, threads, name, CASES[name](world, "Test."))


def check_it_is_waited_for(row, threads, name, arguments):
    """Fail unless an action waits for somebody who holds the row, before it writes anything."""
    with transaction.atomic():
        type(row)._base_manager.select_for_update(no_key=True).get(pk=row.pk)
        writer = Writer(threads, name, arguments)
        assert writer.waits(), row
        assert not writer.writing, row
        writer.stop()
    assert writer.told() == "OperationalError: Stopped."


def test_a_draft_waits_for_its_own_initiative_whatever_is_typed(world, threads):
    arguments = CASES["drafts.save_draft"](world, "Test.")
    arguments["update"].initiative = published_initiative()

    check_it_is_waited_for(world.initiative, threads, "drafts.save_draft", arguments)


def test_a_draft_that_moved_is_not_overwritten_whatever_initiative_is_typed(world, threads):
    first, second = (CASES["drafts.save_draft"](world, words) for words in ("One.", "Two."))
    second["update"].initiative = published_initiative()

    told = both(threads, ("drafts.save_draft", first), ("drafts.save_draft", second))

    assert told == ("saved", CONFLICT)


def test_a_translation_that_moved_is_not_reviewed(world, threads):
    arguments = CASES["translate.review_translation"](world, "Test.")
    with transaction.atomic():
        fresh(world.theme).save()  # holds it
        writer = Writer(threads, "translate.review_translation", arguments)
        assert writer.waits()
        type(world.theme).objects.update(name_kk="Басқа")

    assert writer.told() == CONFLICT


def test_who_publishes_something_else_waits_too(world, threads):
    first = CASES["publish.publish"](world, "Test.")
    second = {"update": DraftFactory(), "by": world.second_reviewer}

    assert both(threads, ("publish.publish", first), ("publish.publish", second)) == ("saved",) * 2

    assert list(Verification().findings()) == []


@pytest.mark.skipif(
    connection.vendor == "postgresql", reason="There it counts what was committed before."
)
def test_two_at_once_are_counted_one_after_the_other(world, threads, monkeypatch):
    monkeypatch.setattr(challenge, "MOST_AN_HOUR", 1)
    first, second = (CASES["challenge.receive"](world, words) for words in ("One.", "Two."))

    told = both(threads, ("challenge.receive", first), ("challenge.receive", second))

    assert told == ("saved", "ValidationError: That is a lot at once. Please try again in an hour.")
