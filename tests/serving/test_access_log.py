import logging

import pytest
from django.test import Client

from tracker.watching import request_id

SENT = "0123456789abcdef"


@pytest.fixture
def told(caplog):
    """Returns the fields of the lines of requests."""
    caplog.set_level(logging.INFO, "tracker.access")
    names = ("method", "route", "path", "status", "role", "kept")

    def lines():
        return [
            {name: getattr(record, name) for name in names if hasattr(record, name)}
            for record in caplog.records
            if record.name == "tracker.access"
        ]

    return lines


def test_an_answer_has_one_line_with_the_name_of_its_route(db, client, told, caplog):
    client.get("/ru/initiatives/?q=words")

    line = {"method": "GET", "route": "initiatives", "status": 200, "role": "anonymous"}
    assert told() == [line]
    assert caplog.records[-1].ms > 0


def test_of_an_unknown_address_the_line_has_the_path(db, client, told):
    client.generic("BREW", "/en/nope/?q=words")

    line = {"method": "other", "path": "/en/nope/", "status": 404, "role": "anonymous"}
    assert told() == [line]


def test_who_is_logged_in_is_staff_and_no_more(focal_point, client, told):
    client.force_login(focal_point)
    client.get("/desk/")

    assert told() == [{"method": "GET", "route": "desk", "status": 200, "role": "staff"}]


def test_the_answer_names_its_request(db, client, settings):
    settings.BEHIND_PROXY = True
    headers = {"x-request-id": SENT}

    assert client.get("/desk/login/", headers=headers)[request_id.HEADER] == SENT
    assert client.get("/en/nope/", headers=headers)[request_id.HEADER] == SENT
    assert request_id.current.get() == ""


def test_a_broken_page_shows_the_name_that_the_log_has(db, settings, monkeypatch, logged):
    settings.BEHIND_PROXY = True
    seen = []
    monkeypatch.setattr("tracker.views.method.render", None)
    monkeypatch.setattr(logging.Handler, "handle", lambda *_: seen.append(request_id.current.get()))

    page = Client(raise_request_exception=False, headers={"x-request-id": SENT}).get("/ru/method/")

    assert page.status_code == 500
    assert f"<code>{SENT}</code>" in page.text
    assert page[request_id.HEADER] == SENT
    assert set(seen) == {SENT}
