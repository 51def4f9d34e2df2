"""A backup is taken back by either database: every row, every page, every guard."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from tests.backups.site import build, run, say, triggers
from tests.databases import ENVIRONMENT, empty_database, manage, migrated_database
from tests.factories import ThemeFactory
from tracker.backups import restore as restoring
from tracker.backups.file import BackupRefused, read_header, write
from tracker.backups.restore import MADE_BY_MIGRATIONS, check_file, check_is_empty, restore
from tracker.backups.snapshot import snapshot
from tracker.backups.tables import tables
from tracker.models import Initiative, LedgerEntry, Theme
from tracker.models.data_version import data_version
from tracker.models.search_index import keys_by_index
from tracker.rules.folding import Term

ONLY_HERE = ("triggers",)


@pytest.mark.timeout(900)
def test_a_record_goes_into_a_database_of_the_other_kind_and_back(tmp_path):
    """With DATABASE_URL set, from PostgreSQL into SQLite and back; else from SQLite to SQLite."""
    here, there, back = (tmp_path / name for name in ("here", "there", "back"))
    for folder in (here, there, back):
        folder.mkdir()
    other = {**ENVIRONMENT, "DATA_DIR": str(there)}
    with migrated_database(here) as first, empty_database(back) as last:
        build(first)
        before = json.loads(say(here, first))
        found = manage("verify", environment=first).stderr
        sent = backed_up(here / "backups", first)
        run("restore", sent, environment=other)
        between = json.loads(say(there, other))
        run("restore", backed_up(there / "backups", other), environment=last)
        after = json.loads(say(back, last))
        for environment in (other, last):  # the world has odd test data: the same is found
            assert manage("verify", environment=environment).stderr == found

    assert len(before) > 150
    assert after == before
    assert {**between, **{key: before[key] for key in ONLY_HERE}} == before
    assert len(between["triggers"]) > 30


def backed_up(folder, environment):
    said = run("backup", str(folder), environment=environment)
    return re.match(r"(\S+\.backup): [\d,]+ rows", said)[1]


def test_a_backup_is_restored_whole_and_the_guards_stand_again(backup):
    before = triggers()

    count = restore(backup.path, backup.header)

    assert count == sum(backup.header.counts.values()) > 100
    assert LedgerEntry.objects.head()["digest"] == backup.header.ledger["digest"]
    assert triggers() == before
    with pytest.raises(IntegrityError), transaction.atomic():
        LedgerEntry.objects.all().delete()
    Theme.objects.create(slug="new", name_en="Its key is free")
    keys = Initiative.objects.values_list("pk", flat=True)
    assert keys_by_index([Term(exact=("fund",), beginning="")]) == [list(keys)] != [[]]


def test_no_page_that_was_kept_before_is_shown_after_it(backup):
    restore(backup.path, backup.header)

    assert data_version() > backup.data_version


def test_only_an_empty_database_is_filled(backup):
    theme = ThemeFactory()

    with pytest.raises(BackupRefused, match=r"not empty: tracker_\w+ has rows"):
        restore(backup.path, backup.header)

    assert Theme.objects.get() == theme


def test_a_database_that_is_not_migrated_is_not_filled(backup, monkeypatch):
    monkeypatch.setattr(restoring, "migrations_of_database", list)

    with pytest.raises(BackupRefused, match=r"`manage\.py migrate` it first"):
        restore(backup.path, backup.header)


def test_nothing_is_kept_of_a_backup_that_is_not_what_it_names(backup):
    before = triggers()
    header = backup.header._replace(counts={**backup.header.counts, "tracker_theme": 99})

    with pytest.raises(BackupRefused, match="nothing is kept"):
        restore(backup.path, header)

    check_is_empty()
    assert triggers() == before


def test_nothing_is_kept_of_rows_that_name_what_is_not_there(backup):
    path = with_rows(backup.path, "tracker_initiative_themes", [[1, 99999, 99999]])

    with pytest.raises(IntegrityError):
        restore(path, read_header(path))

    check_is_empty()


def test_other_columns_are_refused(backup):
    path = with_rows(backup.path, "tracker_theme", [], columns=["id"])

    with pytest.raises(BackupRefused, match="has other columns of tracker_theme"):
        restore(path, read_header(path))


def with_rows(path, name, rows, columns=None):
    """Write another backup that has these rows of a table, with these columns, and no others."""
    [table] = (table for table in tables() if table.name == name)
    table = table._replace(columns=tuple(columns or table.columns))
    with path.with_name("other").open("w+b") as other:
        write(other, read_header(path), [(table, rows)])
    return path.with_name("other")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda names: [*names, "tracker.0999_later"], r"it has tracker\.0999_later\."),
        (lambda names: names[:-1], r"it lacks tracker\.0\d+_\w+\."),
        (
            lambda names: [*names[1:], "x.0001_y"],
            r"it has x\.0001_y and lacks \w+\.0001_initial\.",
        ),
    ],
)
def test_a_backup_of_another_version_is_refused(backup, change, words):
    names = change(backup.header.migrations)
    with backup.path.with_name("other").open("w+b") as other:
        write(other, backup.header._replace(migrations=names), [])

    with pytest.raises(BackupRefused, match=words):
        check_file(backup.path.with_name("other"))


def test_rows_are_made_by_migrations_in_the_named_tables_alone(empty):
    with snapshot(Path(settings.DATA_DIR)) as found:
        filled = {table.name for table in tables() if found.one(table.count)[0]}

    assert filled == MADE_BY_MIGRATIONS
