import json

import pytest
from django.utils import timezone

from tracker.reading.health import Health
from tracker.views import health as views


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return tmp_path


def test_the_process_answers_without_a_database(client):
    assert client.get("/healthz").json() == {"alive": True}


def test_a_site_that_is_ready_tells_how_it_is(db, client, folder):
    run = {"time": timezone.now().isoformat(), "path": "/backups/x", "digest": "ab", "whole": True}
    (folder / "last_backup.json").write_text(json.dumps(run))

    response = client.get("/readyz")

    told = response.json()
    assert (response.status_code, told["ready"], told["alarms"]) == (200, True, ["verify"])
    assert told["last_verify"] == "never"
    assert told["last_backup"].keys() == {"time", "age_seconds"}, "and not where it is"
    assert "/backups" not in response.text
    assert str(folder) not in response.text


def test_a_site_that_is_not_ready_says_503(client, monkeypatch, logged):
    gone = Health(None, None, [], 0, None, None, ["database"])
    monkeypatch.setattr(views, "health", lambda now: gone)

    response = client.get("/readyz")

    assert (response.status_code, response.json()["database"]) == (503, "does not answer")
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_nothing_is_sent_there(client, path):
    assert client.post(path).status_code == 405
