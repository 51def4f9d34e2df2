"""What every answer of the site promises a browser."""

import html
import re
import sqlite3

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, InterfaceError, OperationalError, ProgrammingError
from django.template.loader import render_to_string
from django.test import Client

from tests import factories as make
from tests.addresses import FORMS, NAMES, PUBLIC_NAMES, address


def test_no_page_loads_or_runs_anything_but_our_own(rows, administrator, client):
    client.force_login(administrator)
    for name in NAMES:
        page = client.get(address(name, rows))
        if page.status_code != 200 or "text/html" not in page["Content-Type"]:
            continue
        policy = page["Content-Security-Policy"]
        assert policy.startswith("default-src 'none';"), name
        assert "unsafe" not in policy, name
        assert set(re.findall(r"(?<=[ ])[^ ;]+(?=[;]|$)", policy)) <= {"'none'", "'self'"}, name
        if name.startswith("admin:"):
            continue
        html = page.text
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", html), name
        data = '<script type="application/ld+json">'  # a block of data, which nothing runs
        assert not re.search(r"<script(?![^>]* src=)", html.replace(data, "")), name
        loaded = re.sub(r'<link rel="(?:canonical|alternate)"[^>]*>', "", html)
        for source in re.findall(r'(?:src|<link[^>]*href|<use href)="([^"]+)"', loaded):
            assert re.match(r"/[a-z]|#[a-z]", source), (name, source)


def test_htmx_runs_no_code_and_keeps_no_history(db, client):
    html = client.get("/en/initiatives/").text

    for setting in ('"allowEval":false', '"includeIndicatorStyles":false', '"historyCacheSize":0'):
        assert setting in html


@pytest.mark.parametrize("path", ["/en/nope/", "/en/initiatives/?theme=nope", "/desk/nope/"])
def test_error_pages_carry_the_policy_too(db, client, path):
    assert client.get(path)["Content-Security-Policy"].startswith("default-src 'none'")


def test_a_broken_page_answers_500_without_telling_why(db, client, monkeypatch, logged):
    client.raise_request_exception = False
    monkeypatch.setattr("tracker.views.method.render", None)

    response = client.get("/ru/method/")

    assert response.status_code == 500
    assert '<html lang="ru">' in response.text
    assert "NoneType" not in response.text
    assert [record.exc_info[0] for record in logged] == [TypeError]


@pytest.mark.parametrize("gone", [OperationalError, InterfaceError, DatabaseError])
def test_without_a_database_the_page_says_when_to_come_back(gone, db, client, monkeypatch, logged):
    client.raise_request_exception = False

    def version():
        raise gone("could not connect to 10.0.0.1")

    for asks in ("reading.record_at", "views.errors"):
        monkeypatch.setattr(f"tracker.{asks}.data_version", version)
    response = client.get("/ru/countries/")

    assert (response.status_code, response["Retry-After"]) == (503, "60")
    assert '<html lang="ru">' in response.text
    assert "10.0.0.1" not in response.text
    assert {record.name for record in logged} == {"django.request"}
    assert response["Content-Security-Policy"].startswith("default-src 'none'")


@pytest.mark.parametrize("error", [ProgrammingError, OperationalError])  # SQLite's is the second
def test_a_wrong_question_to_the_database_is_a_mistake_of_ours(
    error, db, client, monkeypatch, logged
):
    client.raise_request_exception = False

    def version():
        raise error

    monkeypatch.setattr("tracker.reading.record_at.data_version", version)

    assert client.get("/en/countries/").status_code == 500
    assert [record.exc_info[0] for record in logged] == [error]


def busy():
    found = sqlite3.OperationalError("database is locked")
    found.sqlite_errorcode = sqlite3.SQLITE_BUSY | 1 << 8
    return found


@pytest.mark.parametrize(
    "cause",
    [
        busy(), psycopg.errors.LockNotAvailable(), psycopg.errors.QueryCanceled(),
        psycopg.errors.DeadlockDetected(), psycopg.errors.DiskFull(),
        psycopg.errors.ReadOnlySqlTransaction(), psycopg.OperationalError("connection refused"),
    ],
    ids=lambda cause: type(cause).__name__,
)  # fmt: skip
def test_while_the_database_is_busy_nothing_that_was_typed_is_lost(cause, db, monkeypatch, logged):
    client = Client(raise_request_exception=False)

    def locked(*_args, **_kwargs):
        raise OperationalError("busy") from cause

    path = f"{make.published_initiative().get_absolute_url()}challenge/"
    monkeypatch.setattr("tracker.actions.challenge.receive", locked)
    text = 'The date is wrong, see page 3:\nit says "<b>May</b>".'
    response = client.post(path, {"text": text, "website": ""})

    assert (response.status_code, response["Retry-After"]) == (503, "60")
    assert html.escape(text).replace("\n", "<br>") in response.text
    assert f'action="{path}"' in response.text


def test_the_pages_for_a_broken_site_ask_no_database():
    for name in ("500", "503"):
        html = render_to_string(f"errors/{name}.html")

        assert name in html
        assert 'href="/en/"' in html


def test_logging_out_and_publishing_need_a_token(focal_point):
    client = Client(enforce_csrf_checks=True)
    client.force_login(focal_point)
    initiative = make.published_initiative()

    for path in ("/desk/logout/", f"/desk/initiatives/{initiative.slug}/update/"):
        assert client.post(path).status_code == 403


def test_no_redirect_leads_outside(db, client):
    response = client.post(
        "/desk/language/", {"language": "ru", "next": "https://outside.example/"}
    )

    assert response["Location"] == "/"


def test_debug_is_off_and_the_project_checks_clean():
    assert settings.DEBUG is False
    call_command("check", fail_level="WARNING")


def test_public_pages_are_the_same_for_everybody(rows, client, administrator):
    def texts():
        shown = {
            name: client.get(address(name, rows)) for name in PUBLIC_NAMES if name not in FORMS
        }
        return {name: b"".join(response) for name, response in shown.items()}

    anonymous = texts()
    client.force_login(administrator)

    assert texts() == anonymous


def test_a_form_that_is_too_old_says_so(focal_point):
    client = Client(enforce_csrf_checks=True)
    client.force_login(focal_point)

    response = client.post("/desk/logout/", headers={"Accept-Language": "ru"})

    assert response.status_code == 403
    assert '<html lang="ru">' in response.text
    assert response["Content-Security-Policy"].startswith("default-src 'none'")


@pytest.mark.parametrize(
    "following", ["/desk/login/", "https://outside.example/", "//x.example", "%00"]
)
def test_logging_in_leads_nowhere_else(focal_point, client, following):
    client.force_login(focal_point)

    response = client.get("/desk/login/", {"next": following})

    assert response.status_code == 200
