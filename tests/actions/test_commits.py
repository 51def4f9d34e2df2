"""Each action with real commits: whole, or not at all, whichever of its statements fails."""

from contextlib import contextmanager

import pytest
from django.core import mail
from django.db import OperationalError, connection, connections

from tests.actions.cases import (
    CASES,
    WRITING,
    action,
    action_names,
    committed_rows,
    writing_without_transaction,
)


class Statements:
    """Counts the statements that write, and fails instead of the one with that number, from 0."""

    def __init__(self, failing):
        self.failing, self.count = failing, 0

    def __call__(self, execute, sql, params, many, context):
        if WRITING.match(sql):
            if self.count == self.failing:
                raise OperationalError("The disk is full.")
            self.count += 1
        return execute(sql, params, many, context)


@contextmanager
def failing_commit(monkeypatch):
    def fail():
        raise OperationalError("The server went away.")

    with monkeypatch.context() as patched:
        patched.setattr(connections["default"], "_commit", fail)
        yield


def test_every_action_has_a_case():
    assert set(action_names()) == set(CASES)


def test_nothing_writes_outside_of_a_transaction():
    assert writing_without_transaction() == []


@pytest.mark.parametrize("name", CASES)
def test_an_action_is_committed_whole_or_not_at_all(world, name, monkeypatch):
    act, arguments = action(name), CASES[name]
    arguments(world, "Test.")  # makes what is there before
    before = committed_rows()
    mail.outbox.clear()

    with failing_commit(monkeypatch), pytest.raises(OperationalError, match="went away"):
        act(**arguments(world, "Test."))
    assert committed_rows() == before

    statements = Statements(failing=0)
    while True:
        try:
            with connection.execute_wrapper(statements):
                act(**arguments(world, "Test."))
            break
        except OperationalError:
            assert committed_rows() == before
            assert mail.outbox == []
            statements = Statements(failing=statements.failing + 1)

    assert statements.failing
    assert committed_rows() != before
    assert not connection.in_atomic_block
