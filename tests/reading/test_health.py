import json
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from tests import factories as make
from tracker.models.data_version import data_version
from tracker.reading import health as module
from tracker.reading.health import OVERDUE, health

NOW = timezone.now()


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    leave(tmp_path, "backup")
    leave(tmp_path, "verify", whole=True)
    return tmp_path


def leave(folder, name, *, ago=timedelta(hours=1), **more):
    text = json.dumps({"time": (NOW - ago).isoformat(), **more})
    (folder / f"last_{name}.json").write_text(text)


def test_a_site_that_is_well_has_no_alarm(db, django_assert_num_queries):
    make.published_update()
    with django_assert_num_queries(3):  # and the data version, which is read past Django
        found = health(now=NOW)

    assert found.alarms == []
    assert found.is_ready
    assert found.version == data_version() > 0
    assert found.entries > 0


def test_an_alarm_takes_no_site_from_the_net(db, folder, monkeypatch):
    monkeypatch.setattr(module, "LEAST_FREE", 2**60)
    (folder / "last_backup.json").unlink()
    leave(folder, "verify", ago=OVERDUE + timedelta(seconds=1), whole=False)

    found = health(now=NOW)

    assert found.alarms == ["disk", "backup", "verify", "record"]
    assert found.is_ready


def test_without_its_database_a_site_is_not_ready(db, monkeypatch):
    def gone():
        raise OperationalError

    monkeypatch.setattr(module, "data_version", gone)
    monkeypatch.setattr(module.connection, "close", lambda: None)
    found = health(now=NOW)

    assert (found.alarms, found.is_ready, found.version) == (["database"], False, None)


def test_a_connection_that_was_lost_is_made_again(db, monkeypatch):
    answers = iter([OperationalError(), 5])

    def version():
        if isinstance(found := next(answers), Exception):
            raise found
        return found

    monkeypatch.setattr(module, "data_version", version)
    monkeypatch.setattr(module.connection, "close", lambda: None)

    assert health(now=NOW).version == 5


def test_a_program_that_is_newer_than_its_database_is_not_ready(db, monkeypatch):
    known = module._all_migrations() | {("tracker", "9999_next")}
    monkeypatch.setattr(module, "_all_migrations", lambda: known)
    found = health(now=NOW)

    assert (found.alarms, found.missing) == (["migrations"], ["tracker.9999_next"])
    assert not found.is_ready
