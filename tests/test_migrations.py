"""Migrations are complete, named, and go forward, back and forward again on the seeds."""

import re
import signal
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

from tests.databases import empty_database, manage, migrated_database
from tracker.languages import LANGUAGES, language
from tracker.management.commands import makemigrations
from tracker.migrations._languages import in_one_language_more, languages_in
from tracker.migrations._operations import AddTrigger, triggers_after


def test_models_and_migrations_agree(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_migrations_are_named_for_what_they_do():
    names = [name for app, name in MigrationLoader(None).disk_migrations if app == "tracker"]

    assert all(re.fullmatch(r"\d{4}_[a-z_]+", name) for name in names)
    assert not any("auto" in name for name in names)


JOURNEY = """
import gc
gc.set_threshold(200_000, 20, 100)  # states of models are many and live long: a third of the time

from django.contrib.auth.models import Group
from django.core.management import call_command
from tracker.models import Citation, Initiative, LedgerEntry, Reference

def migrate(*target):
    call_command("migrate", *target, verbosity=0)

def counts():
    models = Initiative, Citation, LedgerEntry, Group, Reference
    return [model.objects.count() for model in models]

call_command("seed")
before = counts()

migrate("tracker", "0010")
migrate()
call_command("verify")

migrate("tracker", "0001")  # SQLite makes tables anew: two languages stay
migrate()
assert all(before) and counts() == before, counts()
call_command("rebuild")
migrate("tracker", "zero")
"""


@pytest.mark.timeout(900)
def test_back_and_forward_again_on_the_seeds(tmp_path):
    with migrated_database(tmp_path) as environment:
        result = manage("shell", "-v0", "-c", JOURNEY, environment=environment)

    assert result.returncode == 0, result.stderr
    assert "The record is whole" in result.stdout


ONE_VERSION_BACK = """
from django.core.management import call_command
from tests.actions import steps
from tests.actions.steps import kept_rows
from tests.conftest import person
from tests.factories import ThemeFactory, published_initiative, published_update
from tracker.actions import nouns, review, submissions
from tracker.models.version import version_of
from tracker.vocabulary import Role

def migrate(*target):
    call_command("migrate", *target, verbosity=0)

reviewer, editor = person(Role.REVIEWER), person(Role.EDITOR)
initiative = published_initiative()
wrong, gone = (
    published_update(initiative=initiative, changed_on=day) for day in ("2026-04", "2026-05")
)
steps.correct(wrong, by=reviewer)
steps.withdraw(gone, by=reviewer)
new = review.hand_in(nouns.draft(row=ThemeFactory(stays_draft=True), by=editor), editor)
new.refresh_from_db()
submissions.approve(row=new, by=reviewer, version=version_of(new))
before = kept_rows()
call_command("verify")
for version in ("0022", "0018"):
    migrate("tracker", version)
    migrate()
    assert kept_rows() == before
    call_command("verify")
"""


@pytest.mark.timeout(900)
def test_what_was_published_since_outlives_the_way_back(tmp_path):
    with migrated_database(tmp_path) as environment:
        result = manage("shell", "-v0", "-c", ONE_VERSION_BACK, environment=environment)

    assert result.returncode == 0, result.stderr
    assert result.stdout.count("The record is whole") == 3


LAST = MigrationLoader(None).graph.leaf_nodes("tracker")
IN_ENGLISH = re.compile(r"\b(\w+)_en\b")


@pytest.mark.parametrize("language", settings.LANGUAGE_NAMES)
def test_the_triggers_look_at_every_language(language):
    for trigger in triggers_after(LAST).values():
        for text in set(IN_ENGLISH.findall(trigger.condition)):
            assert re.search(rf"\b{text}_{language}\b", trigger.condition), (
                f"Trigger {trigger.name} does not look at {text}_{language}: see `add_language` in"
                " tracker/migrations/_languages.py."
            )


@pytest.mark.parametrize("language", settings.LANGUAGE_NAMES)
def test_the_migrations_have_every_language(language):
    state = MigrationLoader(None).project_state()

    assert languages_in(state, [language]) == {language}, "Run manage.py makemigrations."


def test_the_triggers_of_five_languages_would_be_those_that_were_written_by_hand():
    codes, names = ("tr", "az", "kk", "ky", "uz"), set()
    by_hand = triggers_after([("tracker", "0011_seven_languages")])
    for name, trigger in triggers_after([("tracker", "0010_sources_in_the_ledger")]).items():
        for code in codes:
            found = in_one_language_more(trigger, code)
            if found != trigger.condition:
                names.add(name)
                _class, _name, options = trigger.deconstruct()
                trigger = AddTrigger(name, **options | {"condition": found})
        assert compared(trigger.condition) == compared(by_hand[name].condition)

    assert len(names) == 5


def compared(condition):
    """Return what a condition compares, in an order of its own, and without parentheses around."""
    parts = re.split(r"\s+(?:OR|AND)\s+", condition)
    return sorted({re.sub(r"^[\s(]+|[\s)]+$", "", part) for part in parts})


@pytest.mark.parametrize("condition", ["NEW.note_en IS NULL", "NEW.note_en = 'x'"])
def test_a_trigger_that_a_new_language_can_t_be_told_to_is_refused(condition):
    trigger = AddTrigger("t", table="t", before="UPDATE", condition=condition, message="t")

    with pytest.raises(ValueError, match="Trigger t can't be told of the language xx"):
        in_one_language_more(trigger, "xx")


EIGHTH = """
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader
from tracker.migrations._languages import add_language
from tracker.models import Snapshot

def column_names(model):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM tracker_{model} LIMIT 0")
        return {column[0] for column in cursor.description}

def empty_snapshots():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM tracker_snapshot WHERE title_xx = '' AND summary_xx = ''"
        )
        return cursor.fetchone()[0]

def refused(query):
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(query)
    except IntegrityError:
        return True
    return False

def apply(direction):
    with connection.schema_editor(atomic=True) as editor:
        getattr(migration, direction)(before.clone(), editor)

def is_guarded():
    return [
        refused("UPDATE tracker_statusupdate SET sentence_xx = 'x' WHERE published_at IS NOT NULL"),
        refused("UPDATE tracker_citation SET note_xx = 'x'"),
    ]

call_command("seed")
loader = MigrationLoader(connection)
[last] = loader.graph.leaf_nodes("tracker")
before = loader.project_state()
migration = Migration("9999_eighth", "tracker")
migration.operations = add_language("xx", after=[last])
state = migration.mutate_state(before)
texts = {
    model.name_lower: {name for name in model.fields if name.endswith("_xx")}
    for (app, _name), model in state.models.items() if app == "tracker"
}
assert any(texts.values()) and all(
    {name.removesuffix("xx") for name in texts[model.name_lower]}
    == {name.removesuffix("en") for name in model.fields if name.endswith("_en")}
    for (app, _name), model in state.models.items() if app == "tracker"
), texts

for _time in range(2):
    apply("apply")
    assert all(names <= column_names(model) for model, names in texts.items())
    assert is_guarded() == [True, True]
    assert empty_snapshots() == Snapshot.objects.count() > 30
    apply("unapply")
    assert all(names <= column_names(model) for model, names in texts.items())
call_command("verify")
"""


def test_an_eighth_language_forward_back_and_forward_again_on_the_seeds(tmp_path):
    with migrated_database(tmp_path) as environment:
        result = manage("shell", "-v0", "-c", EIGHTH, environment=environment)

    assert result.returncode == 0, result.stderr
    assert "The record is whole" in result.stdout


def test_a_language_that_is_new_in_the_table_gets_a_migration_of_its_own(monkeypatch):
    fields = LANGUAGES[0]._asdict() | {"code": "xx", "name": "New Turkic"}
    monkeypatch.setattr(makemigrations, "LANGUAGES", [LANGUAGES[0], language(**fields)])
    command = makemigrations.Command(stdout=StringIO())
    command.dry_run, command.scriptable = True, False

    command.write_migration_files({"tracker": ["what Django would add"]})

    [(_app, last)] = LAST
    written = command.stdout.getvalue()
    assert f"tracker/migrations/{int(last[:4]) + 1:04}_new_turkic.py" in written
    assert f'dependencies = [("tracker", "{last}")]' in written
    assert 'operations = add_language("xx", after=dependencies)' in written


def test_a_migration_without_a_new_language_is_written_as_django_does(db):
    said = StringIO()

    call_command("makemigrations", "tracker", "--empty", "--dry-run", "-n", "a_test", stdout=said)

    assert "_a_test.py" in said.getvalue()


KILLED = """
import os, signal
from django.core.management import call_command
from django.db import connection

statements = [{after}]

def count(execute, *arguments):
    statements[0] -= 1
    if not statements[0]:
        os.kill(os.getpid(), signal.SIGKILL)
    return execute(*arguments)

with connection.execute_wrapper(count):
    call_command("migrate", verbosity=0)
"""
WHOLE = """
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from tests.backups.site import triggers
from tracker.backups.tables import migrations_of_database, migrations_of_program
print(migrations_of_database() == migrations_of_program(), *triggers())
"""


@pytest.mark.timeout(900)
def test_one_that_is_killed_completes_at_the_next_start(tmp_path):
    """Killed after so many statements, again and again in the same database, then left alone."""
    (tmp_path / "whole").mkdir()
    with migrated_database(tmp_path / "whole") as environment:
        whole = manage("shell", "-v0", "-c", WHOLE, environment=environment).stdout
    with empty_database(tmp_path) as environment:
        for after in (3, 40, 41, 300, 500):
            script = KILLED.format(after=after)
            ended = manage("shell", "-v0", "-c", script, environment=environment)
            assert ended.returncode == -signal.SIGKILL, ended.stderr
        ended = manage("migrate", "-v0", environment=environment)
        assert ended.returncode == 0, ended.stderr
        said = manage("shell", "-v0", "-c", WHOLE, environment=environment)

    assert said.stdout == whole, said.stderr
    assert whole.startswith("True ")
