"""A database that was there is never made anew in silence."""

import json
import sqlite3
from contextlib import closing

import pytest
from django.db import OperationalError, connections

from tests.databases import copy_migrated
from tracker.settings import sqlite_options
from tracker.sqlite import file
from tracker.sqlite.file import MARKER, WrongFile


@pytest.fixture
def path(tmp_path):
    return tmp_path / "tracker.sqlite3"


def prepare(path):
    file.prepare(path, path.parent)


def foreign(path):
    with closing(sqlite3.connect(path)) as made:
        made.execute("CREATE TABLE theirs (number)")


def mode(path):
    return path.stat().st_mode & 0o777


def test_the_first_one_is_made_for_its_owner_alone_and_known_again(path):
    prepare(path)
    made = path.read_bytes()

    prepare(path)

    assert path.read_bytes() == made
    assert mode(path) == mode(path.parent / MARKER) == 0o600
    assert json.loads((path.parent / MARKER).read_text()) == {"id": file.check(path)}
    assert sorted(one.name for one in path.parent.iterdir()) == [MARKER, path.name]


WAYS_TO_LOSE_IT = {
    "is not there, and was there before": lambda path: None,
    "is empty, and was there before": lambda path: path.touch(),
    "is not a database of the tracker": foreign,
    "is another database than the one that was there before": lambda path: file._create(path),
}


@pytest.mark.parametrize("words", WAYS_TO_LOSE_IT)
def test_one_that_was_there_before_is_not_made_anew(path, words):
    prepare(path)
    path.rename(path.with_name("elsewhere"))
    WAYS_TO_LOSE_IT[words](path)
    before = path.exists() and path.read_bytes()

    with pytest.raises(WrongFile, match=words):
        prepare(path)

    assert (path.exists() and path.read_bytes()) == before
    path.with_name("elsewhere").replace(path)
    prepare(path)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda path: path.touch(), "is empty"),
        (foreign, "is not a database of the tracker"),
        (
            lambda path: path.write_text("not a database, but long enough to be read " * 20),
            "is not",
        ),
    ],
)
def test_what_is_no_database_of_ours_is_refused_where_none_was_before(path, make, words):
    make(path)
    before = path.read_bytes()

    with pytest.raises(WrongFile, match=words):
        prepare(path)

    assert path.read_bytes() == before
    assert not (path.parent / MARKER).exists()


def test_one_of_an_earlier_version_gets_its_id_and_is_tightened(path):
    copy_migrated(path).close()
    with closing(sqlite3.connect(path)) as older:
        older.execute("PRAGMA application_id = 0")
        older.execute("PRAGMA user_version = 0")
    journal = path.with_name(f"{path.name}-wal")
    journal.touch(0o644)
    path.chmod(0o644)

    prepare(path)

    assert file.check(path) == json.loads((path.parent / MARKER).read_text())["id"] > 0
    assert mode(path) == mode(journal) == 0o600


def test_a_marker_that_can_t_be_read_is_told(path):
    (path.parent / MARKER).write_text("{}")

    with pytest.raises(WrongFile, match=f"{MARKER} can't be read"):
        prepare(path)


@pytest.fixture
def connection(path, django_db_blocker):
    """A connection to a file that was migrated."""
    copy_migrated(path).close()
    connections.settings["file"] = {
        **connections.settings["default"],
        "ENGINE": "tracker.sqlite", "NAME": str(path), "OPTIONS": sqlite_options(),
        "CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True,
    }  # fmt: skip
    with django_db_blocker.unblock():
        yield connections["file"]
        connections["file"].close()
    del connections["file"], connections.settings["file"]


def asked_by_a_request(connection):
    connection.close_if_unusable_or_obsolete()  # as Django does when a request begins
    with connection.cursor() as cursor:
        return cursor.execute("SELECT count(*) FROM django_migrations").fetchone()[0]


def test_a_file_that_is_moved_away_is_missed_by_the_next_request_and_found_again(connection, path):
    there = asked_by_a_request(connection)
    path.rename(path.with_name("elsewhere"))

    for _request in range(2):
        with pytest.raises(OperationalError, match="is not there"):
            asked_by_a_request(connection)
    assert not path.exists()

    path.with_name("elsewhere").rename(path)
    assert asked_by_a_request(connection) == there > 20


def test_a_file_that_takes_its_place_is_read_from_the_next_request_on(connection, path):
    there = asked_by_a_request(connection)
    other = path.with_name("other")
    with closing(copy_migrated(other)) as written:
        written.execute("INSERT INTO django_migrations VALUES (9999, 'tracker', 'x', '2026-01-01')")
        written.commit()

    other.replace(path)

    assert asked_by_a_request(connection) == there + 1


def test_a_foreign_file_is_not_opened_by_a_request(connection, path):
    path.unlink()
    foreign(path)
    before = path.read_bytes()

    with pytest.raises(OperationalError, match="is not a database of the tracker"):
        asked_by_a_request(connection)

    assert path.read_bytes() == before
