"""Migrations are complete, named, and go forward, back and forward again on the seeds."""

import re

from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

from tests.databases import empty_database, manage


def test_models_and_migrations_agree(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_migrations_are_named_for_what_they_do():
    names = [name for app, name in MigrationLoader(None).disk_migrations if app == "tracker"]

    assert all(re.fullmatch(r"\d{4}_[a-z_]+", name) for name in names)
    assert not any("auto" in name for name in names)


JOURNEY = """
from django.contrib.auth.models import Group
from django.core.management import call_command
from tracker.models import Citation, Initiative, LedgerEntry

def migrate(*target):
    call_command("migrate", *target, verbosity=0)

def counts():
    return [model.objects.count() for model in (Initiative, Citation, LedgerEntry, Group)]

migrate()
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


def test_back_and_forward_again_on_the_seeds(tmp_path):
    with empty_database(tmp_path) as environment:
        result = manage("shell", "-v0", "-c", JOURNEY, environment=environment)

    assert result.returncode == 0, result.stderr
    assert "The record is whole" in result.stdout
