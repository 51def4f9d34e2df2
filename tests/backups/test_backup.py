"""Backups lie in a folder: each whole, for their owner alone, and not too many of them."""

import fcntl
import json
import os

import pytest
import time_machine
from django.conf import settings
from django.core.management import CommandError, call_command

from tests.factories import published_update
from tracker.backups import backup as backups
from tracker.backups import file
from tracker.backups.backup import LAST, NAME, make_backup
from tracker.backups.file import BackupRefused, read_header
from tracker.models import LedgerEntry


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "backups"


def test_it_is_named_for_its_moment_and_for_its_owner_alone(folder, empty):
    with time_machine.travel("2026-11-30T12:34:56.789Z", tick=False):
        made = make_backup(folder)

    assert made.path.name == "tracker-20261130T123456Z.backup"
    assert NAME.fullmatch(made.path.name)
    assert [path.name for path in folder.iterdir()] == [made.path.name]
    assert made.path.stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700


def test_the_last_one_is_noted_with_the_head_of_the_ledger(folder, empty):
    published_update()
    made = make_backup(folder)

    noted = json.loads((settings.DATA_DIR / LAST).read_text())

    head = LedgerEntry.objects.head()
    assert noted == {
        "time": made.header.made_at,
        "path": str(made.path),
        "sha256": read_header(made.path).sha256,
        "ledger": {"sequence": head["sequence"], "digest": head["digest"]},
    }


def test_older_ones_are_removed_and_nothing_else(folder, empty):
    folder.mkdir()
    foreign = ["tracker-20200101.backup", "notes.txt", "tracker-20200101T000000Z.backup.gpg"]
    for name in foreign:
        (folder / name).touch()
    names = []
    for day in (1, 2, 3):
        with time_machine.travel(f"2026-11-0{day}T12:00Z", tick=False):
            names.append(make_backup(folder, keep=2).path.name)

    assert sorted(path.name for path in folder.iterdir()) == sorted([*foreign, *names[1:]])


def test_one_that_fails_leaves_nothing_and_is_not_noted(folder, empty, monkeypatch):
    first = make_backup(folder)
    noted = (settings.DATA_DIR / LAST).read_bytes()

    def fail(*arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(file, "write", fail)
    with pytest.raises(BackupRefused, match=r"Cannot write in .*: No space left on device"):
        make_backup(folder, keep=1)

    assert list(folder.iterdir()) == [first.path]
    assert (settings.DATA_DIR / LAST).read_bytes() == noted


def test_what_a_killed_one_left_is_removed_by_the_next(folder, empty):
    folder.mkdir()
    for name in (".tracker-abc.part", ".tracker-abc.part-journal"):
        (folder / name).touch()

    made = make_backup(folder)

    assert list(folder.iterdir()) == [made.path]


def test_there_is_one_at_a_time_in_a_folder(folder, empty):
    folder.mkdir()
    held = os.open(folder, os.O_RDONLY)
    fcntl.flock(held, fcntl.LOCK_EX)

    with pytest.raises(BackupRefused, match="has not ended yet"):
        make_backup(folder)
    os.close(held)

    assert make_backup(folder).path.exists()


def test_a_database_of_another_version_is_not_backed_up(folder, empty, monkeypatch):
    monkeypatch.setattr(backups, "migrations_of_database", list)

    with pytest.raises(BackupRefused, match="The database is of another version"):
        make_backup(folder)

    assert not folder.exists()


def test_the_command_keeps_one_at_least(folder):
    with pytest.raises(CommandError, match="--keep takes 1 or more"):
        call_command("backup", str(folder), "--keep", "0")


@pytest.mark.parametrize("folder_name", ["file", "file/below"])
def test_a_folder_that_is_none_is_told_in_one_line(tmp_path, empty, folder_name):
    (tmp_path / "file").touch()

    with pytest.raises(CommandError, match=r"^Cannot write in "):
        call_command("backup", str(tmp_path / folder_name))
