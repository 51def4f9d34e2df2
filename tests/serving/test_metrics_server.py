import socket
from contextlib import closing
from datetime import UTC, datetime
from urllib.request import urlopen

import pytest
from prometheus_client import CollectorRegistry

from tests import factories as make
from tracker.models.data_version import data_version
from tracker.reading.health import Health
from tracker.serving import metrics_server
from tracker.serving.metrics_server import SiteFigures, serve, start

NOTHING = Health(None, None, [], 1000, None, None, ["database"])


@pytest.fixture
def _nothing_started():
    start.cache_clear()
    yield
    start.cache_clear()


def figures():
    """Return {name: value} of the figures without labels."""
    return {
        sample.name.removeprefix("tracker_"): sample.value
        for family in SiteFigures().collect()
        for sample in family.samples
        if not sample.labels
    }


def test_the_state_of_the_site_is_a_figure(db, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    (tmp_path / "last_verify.json").write_text('{"time": "2026-05-01T00:00:00Z", "whole": false}')
    make.published_update()

    found = figures()

    verified = datetime(2026, 5, 1, tzinfo=UTC).timestamp()
    assert (found["database_up"], found["migrations_missing"]) == (1, 0)
    assert found["data_version"] == data_version()
    assert found["ledger_entries"] > 0
    assert found["disk_free_bytes"] > 0
    assert (found["last_verify_timestamp_seconds"], found["last_verify_whole"]) == (verified, 0)
    assert "last_backup_timestamp_seconds" not in found


def test_without_a_database_there_are_figures_too(monkeypatch):
    monkeypatch.setattr(metrics_server, "health", lambda now: NOTHING)

    assert figures() == {"database_up": 0, "migrations_missing": 0, "disk_free_bytes": 1000}


def test_the_figures_are_read_over_http(monkeypatch):
    monkeypatch.setattr(metrics_server, "health", lambda now: NOTHING)
    registry = CollectorRegistry()
    registry.register(SiteFigures())
    server = serve("127.0.0.1", 0, registry)

    with closing(urlopen(f"http://127.0.0.1:{server.server_port}/metrics")) as answer:
        text = answer.read().decode()
    server.shutdown()
    server.server_close()

    assert 'tracker_alarm{name="database"} 1.0' in text


def test_the_public_port_has_no_figures(db, client):
    for path in ("/metrics", "/metrics/", "/en/metrics/"):
        assert client.get(path).status_code in (301, 404)


@pytest.mark.usefixtures("_nothing_started")
def test_no_port_no_server(monkeypatch):
    monkeypatch.setattr(metrics_server, "serve", None)

    start()


@pytest.mark.usefixtures("_nothing_started")
def test_a_taken_port_is_told_and_stops_no_page(settings, logged):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        settings.METRICS_PORT = taken.getsockname()[1]
        start()

    assert "can't be used" in logged[0].getMessage()
