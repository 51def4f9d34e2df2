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


COUNT = (
    "from tracker.models import *; from django.contrib.auth.models import Group; "
    "print(Initiative.objects.count(), Citation.objects.count(), LedgerEntry.objects.count(),"
    " Group.objects.count())"
)


def test_back_and_forward_again_on_the_seeds(tmp_path):
    with empty_database(tmp_path) as environment:

        def run(*arguments):
            result = manage(*arguments, environment=environment)
            assert result.returncode == 0, result.stderr
            return result.stdout

        run("migrate", "-v0")
        run("seed")
        before = run("shell", "-v0", "-c", COUNT)

        run("migrate", "tracker", "0010", "-v0")
        run("migrate", "-v0")
        assert run("verify").startswith("The record is whole")

        run("migrate", "tracker", "0001", "-v0")  # SQLite makes tables anew: two languages stay
        run("migrate", "-v0")
        assert run("shell", "-v0", "-c", COUNT) == before
        run("rebuild")
        run("migrate", "tracker", "zero", "-v0")
