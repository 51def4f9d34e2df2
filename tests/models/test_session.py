"""When a session ends, and what it knows."""

import pytest
import time_machine
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from tracker.models import Session

NOON = "2026-06-01T12:00Z"


@pytest.fixture
def acting(reviewer, client):
    with time_machine.travel(NOON):
        client.force_login(reviewer)
        client.get("/desk/")
    return client


def status_at(client, moment):
    with time_machine.travel(moment):
        return client.get("/desk/").status_code


def test_it_ends_after_twelve_hours_without_a_page(acting):
    assert status_at(acting, "2026-06-01T23:59Z") == 200
    assert status_at(acting, "2026-06-02T11:58Z") == 200
    assert status_at(acting, "2026-06-03T00:01Z") == 302


def test_it_ends_after_seven_days_whatever_is_done(acting):
    hours = [f"2026-06-{day:02}T{hour:02}:00Z" for day in range(2, 8) for hour in (0, 8, 16)]
    assert {status_at(acting, hour) for hour in hours} == {200}
    assert status_at(acting, "2026-06-08T00:00Z") == 200
    assert status_at(acting, "2026-06-08T11:59Z") == 200
    assert status_at(acting, "2026-06-08T12:01Z") == 302


def test_a_cookie_lives_no_longer_than_its_session(acting):
    for hour in ("2026-06-01T23:00Z", "2026-06-02T10:00Z"):
        status_at(acting, hour)

    cookie = acting.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["max-age"] <= settings.SESSION_COOKIE_AGE
    assert (cookie["samesite"], cookie["httponly"]) == ("Lax", True)


def test_a_page_is_noted_once_in_a_while(acting, reviewer):
    with time_machine.travel(NOON):
        [before] = Session.objects.of(reviewer)
    status_at(acting, "2026-06-01T12:04Z")
    with time_machine.travel(NOON):
        [after] = Session.objects.of(reviewer)
        assert after.expire_date == before.expire_date
    status_at(acting, "2026-06-01T12:06Z")
    with time_machine.travel(NOON):
        [later] = Session.objects.of(reviewer)
        assert later.known["seen"] > before.known["seen"]
        assert later.known["began"] == before.known["began"]


def test_who_is_not_logged_in_has_a_session_of_nobody(db):
    client = Client()
    client.get("/desk/login/passkey/")

    assert Session.objects.get().account is None


def test_a_login_takes_another_key(reviewer):
    client = Client()
    client.get("/desk/login/passkey/")
    before = client.session.session_key
    client.force_login(reviewer)

    assert client.session.session_key != before


def test_what_has_ended_is_cleared(acting, reviewer):
    with time_machine.travel("2026-06-03T12:00Z"):
        call_command("clearsessions")

    assert not Session.objects.exists()
