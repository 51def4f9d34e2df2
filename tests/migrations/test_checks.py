"""What `make check` says of a migration that forgets something."""

from types import SimpleNamespace

import pytest
from django.db import connection, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import AddField, AlterField, DeleteModel, RemoveField

from tracker.migrations._checks import operation_faults, trigger_faults
from tracker.migrations._operations import AddColumnForGood, AddTextsForGood, triggers_after

OPTIONAL = models.TextField(blank=True, null=True)
WITH_A_DEFAULT = models.TextField(blank=True, db_default="")
WITHOUT = models.TextField(blank=True, default="")


class Graph:
    """The graph of one migration after all others."""

    def __init__(self, name, operations):
        self.nodes = {("tracker", name): SimpleNamespace(name=name, operations=operations)}

    def leaf_nodes(self, app):
        return [*self.nodes]

    def forwards_plan(self, leaf):
        return [leaf]


def loader_of(*operations, name="0099_a_test"):
    return SimpleNamespace(graph=Graph(name, operations))


def test_the_database_has_the_triggers_that_the_migrations_declare(db):
    assert list(trigger_faults(MigrationLoader(connection), connection)) == []


def test_a_trigger_that_is_not_there_is_named(db, monkeypatch):
    declared = triggers_after(MigrationLoader(connection).graph.leaf_nodes("tracker"))
    monkeypatch.setattr(
        "tracker.migrations._checks.triggers_after", lambda leaves: declared | {"forgotten": None}
    )

    [fault] = trigger_faults(MigrationLoader(connection), connection)

    assert "The trigger forgotten is declared" in fault


def test_a_trigger_that_nobody_declares_is_named(db, monkeypatch):
    monkeypatch.setattr("tracker.migrations._checks.triggers_after", lambda leaves: {})

    faults = list(trigger_faults(MigrationLoader(connection), connection))

    assert "The trigger published_update_is_not_changed is in the database" in "".join(faults)


@pytest.mark.parametrize(
    ("operation", "words"),
    [
        (RemoveField("initiative", "title"), "not thrown away"),
        (DeleteModel("initiative"), "not thrown away"),
        (AddField("initiative", "budget", OPTIONAL), "use AddColumnForGood"),
        (AddColumnForGood("initiative", "budget", WITHOUT), "give a db_default"),
        (AddTextsForGood("initiative", {"title_xx": OPTIONAL, "name": WITHOUT}), "db_default"),
    ],
)
def test_an_operation_that_loses_something_is_named(operation, words):
    [fault] = operation_faults(loader_of(operation))

    assert fault.startswith(f"0099_a_test, {operation.describe()}: ")
    assert words in fault


@pytest.mark.parametrize(
    "operation",
    [
        AddColumnForGood("initiative", "budget", OPTIONAL),
        AddColumnForGood("initiative", "budget", WITH_A_DEFAULT),
        AddTextsForGood("initiative", {"title_xx": OPTIONAL}),
        AddField("initiative", "groups", models.ManyToManyField("tracker.Theme")),
        AlterField("initiative", "title", WITHOUT),
    ],
)
def test_what_loses_nothing_passes(operation):
    assert list(operation_faults(loader_of(operation))) == []


def test_what_databases_have_already_stands():
    assert list(operation_faults(loader_of(DeleteModel("x"), name="0009_what_is_fast"))) == []
