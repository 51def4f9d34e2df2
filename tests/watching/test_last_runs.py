from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command

from tests import factories as make
from tests.databases import manage, migrated_database
from tracker.models import LedgerEntry
from tracker.watching.last_runs import BACKUP, VERIFY, last_run, record_verify


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def test_what_a_run_left_is_read(tmp_path):
    now = datetime(2026, 5, 1, 3, 30, tzinfo=UTC)

    record_verify(now=now, whole=True, head="ab")

    assert last_run(VERIFY) == {"time": now, "whole": True, "head": "ab"}
    assert [path.name for path in tmp_path.iterdir()] == [VERIFY]
    assert (tmp_path / VERIFY).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"time": "soon"}', '{"time": 5}', "\xff"])
def test_what_cannot_be_read_is_as_if_it_never_was(text, tmp_path):
    (tmp_path / BACKUP).write_text(text, encoding="latin-1")

    assert last_run(BACKUP) is None


def test_a_time_without_a_zone_is_that_of_the_world(tmp_path):
    (tmp_path / BACKUP).write_text('{"time": "2026-05-01T03:30:00"}')

    assert last_run(BACKUP)["time"] == datetime(2026, 5, 1, 3, 30, tzinfo=UTC)


def test_verifying_leaves_its_result(db, capsys):
    make.published_update()
    call_command("verify")
    whole = last_run(VERIFY)
    LedgerEntry.objects.filter(sequence=1).update(payload=None, salt=None)
    with pytest.raises(CommandError):
        call_command("verify")

    assert (whole["whole"], len(whole["head"])) == (True, 64)
    assert last_run(VERIFY)["whole"] is False


def test_a_folder_that_cannot_be_written_hides_no_result(db, settings, tmp_path, capsys):
    settings.DATA_DIR = tmp_path / "gone"

    call_command("verify")

    printed = capsys.readouterr()
    assert "The record is whole" in printed.out
    assert "could not be left in DATA_DIR" in printed.err


def test_a_backup_leaves_its_time(tmp_path):
    """As `manage.py backup` writes it."""
    with migrated_database(tmp_path) as environment:
        manage("backup", str(tmp_path / "backups"), environment=environment)
        printed = manage("shell", "-v0", "-c", READ, environment=environment)

    assert printed.stdout.strip() == "datetime", printed.stderr


READ = """
from tracker.watching.last_runs import BACKUP, last_run
print(type(last_run(BACKUP)["time"]).__name__)
"""
