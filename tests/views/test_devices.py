"""Where a request comes from, and the browsers on which people logged in before."""

import pytest
import time_machine
from django.http import HttpResponse

from tests import factories as make
from tracker.views.devices import (
    browser_name,
    client_address,
    known_devices,
    remember_device,
)


def remembered(rf, *accounts):
    """Return a request of a browser on which these logged in, one after the other."""
    request = rf.get("/")
    for account in accounts:
        response = HttpResponse()
        remember_device(request, response, account)
        request.COOKIES["device"] = response.cookies["device"].value
    return request


@pytest.mark.parametrize(("behind", "address"), [(False, "192.0.2.1"), (True, "203.0.113.5")])
def test_the_address_is_what_the_proxy_in_front_says(rf, settings, behind, address):
    settings.BEHIND_PROXY = behind
    headers = {"X-Forwarded-For": "10.0.0.1, 203.0.113.5"}

    assert client_address(rf.get("/", REMOTE_ADDR="192.0.2.1", headers=headers)) == address


def test_a_browser_keeps_its_name_for_an_account(db, rf):
    first, second = make.UserFactory(), make.UserFactory()

    once, again = remembered(rf, first), remembered(rf, first, second, first)

    assert {*known_devices(once)} == {str(first.pk)}
    assert {*known_devices(again)} == {str(first.pk), str(second.pk)}
    assert known_devices(once) != known_devices(remembered(rf, first))


def test_it_knows_the_latest_accounts(db, rf):
    accounts = [make.UserFactory() for _number in range(7)]

    known = known_devices(remembered(rf, *accounts))

    assert [*known] == [str(account.pk) for account in accounts[-5:]]


def test_it_forgets_them_after_some_time(db, rf):
    with time_machine.travel("2026-06-01T12:00Z"):
        request = remembered(rf, make.UserFactory())
    with time_machine.travel("2027-08-01T12:00Z"):
        assert known_devices(request) == {}


def test_the_cookie_is_for_the_server_alone(db, rf, settings):
    settings.HTTPS = True
    response = HttpResponse()
    remember_device(rf.get("/"), response, make.UserFactory())
    cookie = response.cookies["device"]

    assert (cookie["httponly"], cookie["secure"], cookie["samesite"]) == (True, True, "Lax")
    assert (cookie["path"], cookie["domain"]) == ("/", "")


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/126.0 Safari/537.36 Edg/126.0", "Edge, Windows"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14) Version/17 Safari/605", "Safari, macOS"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17 like Mac OS X) Safari/604", "Safari, iPhone"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/126.0 Mobile Safari/537.36", "Chrome, Android"),
        ("curl/8.0", ""),
        ("", ""),
    ],
)
def test_a_browser_is_named_in_two_words(rf, agent, name):
    assert browser_name(rf.get("/", headers={"User-Agent": agent})) == name
