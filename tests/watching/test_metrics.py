import pytest
from django.db import OperationalError
from django.test import Client

from tests.watching.steps import count
from tracker.watching import metrics


def requests(route, method="GET", status="2xx"):
    return count("tracker_request_seconds_count", route=route, method=method, status=status)


def test_an_answer_is_counted_by_the_name_of_its_route(db, client):
    before = requests("method")

    client.get("/en/method/?x=1")
    client.get("/ru/method/")

    assert requests("method") == before + 2


def test_what_a_client_makes_up_is_no_label(db, client):
    before = requests("none", "other", "4xx")

    client.generic("BREW", "/made-up-by-a-client/")

    assert requests("none", "other", "4xx") == before + 1


def test_an_error_of_the_database_and_a_503_are_counted(db, monkeypatch, logged):
    def gone(*_arguments, **_names):
        raise OperationalError

    before = count("tracker_database_errors_total"), count("tracker_unavailable_total")
    for asks in ("reading.record_at", "views.errors"):
        monkeypatch.setattr(f"tracker.{asks}.data_version", gone)
    Client(raise_request_exception=False).get("/en/countries/")

    after = count("tracker_database_errors_total"), count("tracker_unavailable_total")
    assert after == (before[0] + 1, before[1] + 1)


@pytest.mark.parametrize("result", ["hit", "miss", "shared", "stale"])
def test_kept_pages_are_counted_by_what_became_of_them(result):
    before = count("tracker_kept_pages_total", result=result)

    metrics.kept_page(result)

    assert count("tracker_kept_pages_total", result=result) == before + 1
