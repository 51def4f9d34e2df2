import asyncio
import sqlite3
from contextlib import closing

import pytest
from django.db import connections

from tests.databases import is_sqlite, manage, migrated_database
from tracker.serving import record_version
from tracker.serving.record_version import SECONDS_ALONE, RecordVersion, Silent
from tracker.sqlite.file import APPLICATION_ID


class Database:
    """One that answers with `number`, or not at all while that is None; `now` is the time."""

    def __init__(self, number):
        self.number, self.now, self.opened, self.closed = number, 0.0, 0, 0

    def open_reader(self):
        self.opened += 1
        return self

    def close(self):
        self.closed += 1

    def read(self):
        if self.number is None:
            raise Silent
        return self.number

    def clock(self):
        self.now += 0.001
        return self.now


@pytest.fixture
def database(monkeypatch):
    monkeypatch.setattr(record_version, "SECONDS_TO_WAIT", 0.01)
    return Database(7)


@pytest.fixture
def version(database):
    return RecordVersion(database.open_reader, database.clock)


def test_the_first_look_is_waited_for_and_the_next_is_not(version, database):
    assert version.at_once() is None
    assert asyncio.run(version.wait()) == 7
    assert version.at_once() == 7
    database.number = 8
    assert version.at_once() == 8
    assert database.opened == 1


def test_a_silent_database_is_left_alone_for_a_while(version, database):
    asyncio.run(version.wait())
    database.number = None
    assert version.at_once() is None

    with pytest.raises(Silent):
        asyncio.run(version.wait())
    tried = database.opened
    assert tried == database.closed > 2, "asked again for a while"
    for _request in range(3):
        with pytest.raises(Silent):
            asyncio.run(version.wait())
    assert database.opened == tried

    database.number, database.now = 8, database.now + SECONDS_ALONE
    assert asyncio.run(version.wait()) == 8
    assert version.at_once() == 8


def test_those_who_wait_share_one_look(version, database):
    async def several():
        return await asyncio.gather(*(version.wait() for _request in range(50)))

    assert asyncio.run(several()) == [7] * 50
    assert database.opened == 1


READ = """
import asyncio
from tracker.models.data_version import bump, data_version
from tracker.serving.record_version import RecordVersion
version = RecordVersion()
print(asyncio.run(version.wait()), bump() and version.at_once() == data_version())
version.close()
"""


def test_the_number_of_the_record_itself_is_read(tmp_path):
    with migrated_database(tmp_path) as environment:
        result = manage("shell", "-v0", "-c", READ, environment=environment)

    assert result.stdout.split() == ["0", "True"], result.stderr


@pytest.fixture
def file(tmp_path, monkeypatch):
    """A database file with a number, in place of the one of the tests."""
    path = tmp_path / "test.sqlite3"
    with closing(sqlite3.connect(path)) as made:
        made.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        made.execute("CREATE TABLE tracker_dataversion (id, number)")
        made.execute("INSERT INTO tracker_dataversion VALUES (1, 5)")
        made.commit()
    wrapper = connections.create_connection("default")
    wrapper.settings_dict = wrapper.settings_dict | {"NAME": str(path)}
    monkeypatch.setattr(record_version.connections, "create_connection", lambda _alias: wrapper)
    return path


@pytest.fixture
def of_file(file):
    if not is_sqlite():
        pytest.skip("of SQLite alone")
    with closing(RecordVersion()) as version:
        assert asyncio.run(version.wait()) == 5
        yield version


def test_a_file_is_read_again_when_it_has_changed(file, of_file):
    with closing(sqlite3.connect(file)) as other:
        other.execute("UPDATE tracker_dataversion SET number = 6")
        assert of_file.at_once() == 5
        other.commit()

    assert of_file.at_once() == 6


def test_while_another_holds_the_whole_file_the_number_is_known(file, of_file):
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert of_file.at_once() == 5
        other.execute("UPDATE tracker_dataversion SET number = 6")
        other.execute("COMMIT")
        other.execute("BEGIN EXCLUSIVE")
        assert of_file.at_once() is None
        with pytest.raises(Silent):
            asyncio.run(of_file.wait())
        other.execute("ROLLBACK")


def test_a_file_that_was_moved_away_is_not_made_anew(file, of_file):
    file.rename(file.with_suffix(".away"))

    assert of_file.at_once() == 5
    with closing(RecordVersion()) as another, pytest.raises(Silent):
        asyncio.run(another.wait())
    assert not file.exists()


LOST = """
import psycopg
from django.db import connection
from tracker.models.data_version import data_version
data_version()
with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": None}) as other:
    other.execute("SELECT pg_terminate_backend(%s)", [connection.connection.info.backend_pid])
print(data_version())
"""


def test_a_connection_that_the_server_ended_is_made_anew(tmp_path):
    if is_sqlite():
        pytest.skip("SQLite has no server")
    with migrated_database(tmp_path) as environment:
        result = manage("shell", "-v0", "-c", LOST, environment=environment)

    assert result.stdout.strip() == "0", result.stderr
