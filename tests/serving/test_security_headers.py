"""Every answer of every address carries the headers, whoever asks and however it ends."""

import pytest
from django.core.exceptions import ValidationError
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests import factories as make
from tests.addresses import FILES, NAMES, PUBLIC_NAMES, address
from tests.observatory import directives, score
from tracker.serving.security_headers import SecurityHeaders, security_headers

METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE")


def lacking(response):
    """Return the headers that an answer does not have as it should."""
    wanted = {**dict(security_headers())}
    return [name for name, value in wanted.items() if response.get(name) != value]


def is_stored_by_nobody(response):
    return "no-store" in response.get("Cache-Control", "")


def test_they_are_what_they_should_be(settings):
    settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = 31536000, True

    found = dict(security_headers())

    policy = directives({"Content-Security-Policy": found["Content-Security-Policy"]})
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == {"'none'"}
    assert set().union(*policy.values()) == {"'none'", "'self'"}
    assert found["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert found["X-Content-Type-Options"] == "nosniff"
    assert found["Referrer-Policy"] == "same-origin"
    assert found["Cross-Origin-Opener-Policy"] == "same-origin"
    assert found["Cross-Origin-Resource-Policy"] == "same-origin"
    assert found["X-Frame-Options"] == "DENY"
    powers = dict(part.split("=") for part in found["Permissions-Policy"].split(", "))
    assert {powers[name] for name in ("camera", "geolocation", "microphone", "usb")} == {"()"}
    assert set(powers.values()) == {"()", "(self)"}


def test_without_https_nobody_is_bound_to_it():
    assert "Strict-Transport-Security" not in dict(security_headers())


@pytest.mark.parametrize("who", [None, "administrator"])
def test_every_address_has_them(who, rows, client, request, logged):
    if who:
        client.force_login(request.getfixturevalue(who))
    wrong = {}
    for name in NAMES:
        for method in METHODS if who is None else ("GET", "POST"):
            response = client.generic(method, address(name, rows))
            if found := lacking(response):
                wrong[name, method] = response.status_code, found
            is_of_staff = address(name, rows).startswith(("/desk/", "/admin/"))
            if is_of_staff and not is_stored_by_nobody(response):
                wrong[name, method] = response.status_code, "stored"
        if who:
            client.force_login(request.getfixturevalue(who))  # one of the addresses logs out

    assert wrong == {}


@pytest.mark.parametrize(
    "path", ["/", "/en", "/xx/", "/en/nope/", "/en/initiatives", "//x", "/%ff"]
)
def test_an_address_that_is_not_there_has_them(db, client, path):
    assert lacking(client.get(path)) == []


def test_a_static_file_has_them(db, settings):
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = True

    for method in ("get", "head", "post"):
        response = getattr(Client(), method)("/static/favicon.svg")
        response.close()
        assert lacking(response) == [], method
        assert (response.status_code == 200) == (method != "post")


@pytest.fixture
def answers(rows, client, reviewer, monkeypatch, logged):
    """{status: answer} of every way in which a page can refuse."""
    client.raise_request_exception = False
    found = {400: client.get("/en/?as_of=x")}
    found[403] = Client(enforce_csrf_checks=True).post("/desk/login/")
    found[404] = client.get("/en/nope/")
    found[405] = client.post("/en/")
    form = reverse("challenge", args=[rows["initiative"].slug])
    found[422] = client.post(form, {"text": ""})
    with monkeypatch.context() as patched:
        patched.setattr("tracker.actions.challenge.receive", too_many)
        found[429] = client.post(form, {"text": "Test"})
    client.force_login(reviewer)
    waiting = make.DraftFactory(submission=rows["submission"], created_by=reviewer)
    found[409] = client.post(reverse("desk_discard", args=[waiting.pk]), {"version": "0" * 16})
    with monkeypatch.context() as patched:
        patched.setattr("tracker.views.method.render", None)
        found[500] = client.get("/en/method/")
    with monkeypatch.context() as patched:
        for asks in ("reading.record_at", "views.errors"):
            patched.setattr(f"tracker.{asks}.data_version", gone)
        found[503] = client.get("/en/countries/")
    return found


def too_many(**_details):
    raise ValidationError("Too many.")


def gone():
    raise OperationalError


def test_every_refusal_has_them(answers):
    assert {status: answer.status_code for status, answer in answers.items()} == {
        status: status for status in answers
    }
    assert {status: lacking(answer) for status, answer in answers.items()} == {
        status: [] for status in answers
    }
    assert all(is_stored_by_nobody(answers[status]) for status in (409, 422, 429))


def test_a_form_with_a_token_is_stored_by_nobody(rows, client):
    with_token = [
        name for name in NAMES if "csrfmiddlewaretoken" in text(client.get(address(name, rows)))
    ]

    assert {"challenge", "login"} <= set(with_token)
    for name in with_token:
        assert is_stored_by_nobody(client.get(address(name, rows))), name


def text(response):
    return "" if response.streaming else response.content.decode(errors="ignore")


def test_a_page_of_the_record_may_be_stored(rows, client):
    for name in PUBLIC_NAMES:
        if name not in ("challenge", "challenge_received"):
            assert not is_stored_by_nobody(client.get(address(name, rows))), name


def test_what_sets_a_cookie_is_stored_by_nobody(rf):
    def answer(request):
        response = HttpResponse()
        response.set_cookie("x", "1")
        response["Cache-Control"] = "public"
        return response

    assert is_stored_by_nobody(SecurityHeaders(answer)(rf.get("/")))


def test_a_download_is_named_or_shown_as_text(rows, client):
    """A browser is never led to show a file as a page."""
    for name in FILES:
        response = client.get(address(name, rows))
        assert not response["Content-Type"].startswith(("text/html", "image/svg")), name


def test_the_observatory_gives_more_than_120(db, client, settings):
    settings.ALLOWED_HOSTS = ["tracker.example"]
    settings.SECURE_SSL_REDIRECT = settings.SESSION_COOKIE_SECURE = True
    settings.CSRF_COOKIE_SECURE = settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    settings.SECURE_HSTS_SECONDS = 365 * 24 * 3600
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    client = Client(headers={"Host": "tracker.example"})

    first = client.get("/")
    last = client.get("/", headers={"X-Forwarded-Proto": "https"}, follow=True)

    assert last.redirect_chain == [("/en/", 302)]
    assert score(first, last) == 130


@pytest.mark.parametrize(
    ("name", "value", "points"),
    [
        ("Content-Security-Policy", "", 75), ("X-Content-Type-Options", "", 125),
        ("Content-Security-Policy", "default-src 'self' 'unsafe-inline'", 80),
        ("Strict-Transport-Security", "max-age=100", 120), ("Referrer-Policy", "unsafe-url", 120),
        ("Strict-Transport-Security", "", 80),
    ],
)  # fmt: skip
def test_the_observatory_takes_points_away(name, value, points):
    first = HttpResponse(status=301, headers={"Location": "https://tracker.example/"})
    last = HttpResponse(headers={**dict(security_headers()), "X-Frame-Options": "DENY"})
    last["Strict-Transport-Security"] = "max-age=31536000"
    last[name] = value

    assert score(first, last) == points
