import asyncio
from concurrent.futures import Future
from io import BytesIO

import pytest
from django.db import connections

from tests.databases import is_sqlite
from tests.serving.site import Answer
from tracker.serving import front, page_cache
from tracker.serving.asked import address_of
from tracker.serving.brake import FORMS_AT_ONCE, SECONDS_TO_REFUSE
from tracker.serving.limits import BODY_BYTES, LOCK_SECONDS
from tracker.serving.pools import Full

FORM = {"content_type": "application/x-www-form-urlencoded"}


class Application:
    """Keeps what it was asked, and answers with the body that it got."""

    def __init__(self):
        self.environs = []

    def __call__(self, environ, start_response):
        self.environs.append(environ)
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [environ["wsgi.input"].read()]


@pytest.fixture
def application():
    return Application()


@pytest.fixture
def here(make_site, application):
    return make_site(application)


def test_django_is_handed_a_body_that_is_whole(here, application):
    found = here.ask("/desk/login/", "POST", body=b"username=a", **FORM)

    assert found.body == b"username=a"
    assert application.environs[0]["CONTENT_LENGTH"] == "10"


@pytest.mark.parametrize("told", [BODY_BYTES + 1, 0])
def test_a_body_that_is_too_long_is_not_read(here, application, monkeypatch, told):
    monkeypatch.setattr(front, "BODY_BYTES", 5)

    here.ask("/desk/login/", "POST", body=b"x" * 9, content_length=str(told), **FORM)

    [environ] = application.environs
    assert int(environ["CONTENT_LENGTH"]) > 5, "Django refuses it by its length"


@pytest.mark.parametrize(
    "headers",
    [{"content_length": "500"}, {"transfer_encoding": "chunked"}, {"content_length": "x"}],
)
def test_half_a_form_is_believed_by_nobody(here, application, headers):
    """Nor one whose end nobody can tell: no browser sends such."""
    found = here.ask("/desk/login/", "POST", body=b"text=the first half", **FORM, **headers)

    assert found.status == 400
    assert application.environs == []


def test_a_body_that_never_ends_is_answered_and_cut_off(here, application, monkeypatch):
    monkeypatch.setattr(front, "BODY_SECONDS", 0.01)

    class Slow(Answer):
        async def __anext__(self):
            await asyncio.Event().wait()

    request = Slow("/desk/login/", "POST", FORM)
    here.during(here.front.__rsgi__(request.scope, request))

    assert request.status == 408
    assert request.headers["connection"] == "close"
    assert application.environs == []


@pytest.mark.parametrize(
    ("path", "method", "cookie", "pool"),
    [
        ("/static/a.css", "GET", "", "static"), ("/desk/login/", "GET", "", "readers"),
        ("/desk/login/", "POST", "", "strangers"),
        ("/desk/login/passkey/", "GET", "", "strangers"), ("/desk/", "GET", "sessionid=x", "staff"),
        ("/en/initiatives/x/challenge/", "POST", "", "strangers"),
        ("/en/", "GET", "sessionid=x", "staff"), ("/healthz", "GET", "", "static"),
        ("/readyz", "GET", "", "health"),
    ],
)  # fmt: skip
def test_each_kind_of_request_has_its_own_threads(here, path, method, cookie, pool):
    scope = Answer(path, method, {"cookie": cookie}).scope

    assert here.front._pool(scope, scope.headers) is getattr(here.front.pools, pool)


class Left(Answer):
    """A client that has gone before it is answered."""

    async def client_disconnect(self):
        pass


@pytest.mark.parametrize("path", ["/desk/login/", "/en/a/"])
def test_what_nobody_waits_for_any_more_is_called_off(make_site, monkeypatch, path):
    class Never:
        at_once = int

    monkeypatch.setattr(page_cache, "is_public", lambda path: path == "/en/a/")
    here, waiting = make_site(Application(), version=Never()), Future()
    monkeypatch.setattr(here.front.pools.readers, "submit", lambda *_args: waiting)
    monkeypatch.setattr(
        here.front.pools.readers, "run", lambda *_args: asyncio.wrap_future(waiting)
    )
    request = Left(path)

    here.during(here.front.__rsgi__(request.scope, request))

    assert request.status == 499
    assert waiting.cancelled()
    assert here.front.pages.flights == {}


def test_what_was_sent_is_done_whether_its_answer_is_heard_or_not(here, application):
    request = Left("/desk/login/", "POST", FORM)

    here.during(here.front.__rsgi__(request.scope, request))

    assert (request.status, len(application.environs)) == (200, 1)


def test_a_flood_of_forms_from_one_household_is_refused_before_django_is_asked(
    here, application, monkeypatch
):
    """After a pause, in which nobody else waits."""
    paused = []

    async def sleep(seconds):
        paused.append(seconds)

    monkeypatch.setattr(front.asyncio, "sleep", sleep)
    forms = [("/desk/login/", "POST", {"body": b"a=b", **FORM})] * (FORMS_AT_ONCE + 3)

    answers = here.ask_all(forms)
    of_staff = here.ask("/desk/", "POST", cookie="sessionid=x", body=b"a=b", **FORM)

    assert [answer.status for answer in answers].count(429) == 3
    assert paused == [SECONDS_TO_REFUSE] * 3
    assert answers[-1].headers["retry-after"] == "60"
    assert of_staff.status == 200
    assert len(application.environs) == FORMS_AT_ONCE + 1


def test_behind_a_proxy_a_household_is_who_the_proxy_says(here, settings):
    settings.BEHIND_PROXY = True
    scope = Answer("/", "POST", {"x_forwarded_for": "6.6.6.6, 192.0.2.1"}).scope

    assert address_of(scope, scope.headers) == "192.0.2.1"


@pytest.mark.parametrize(("error", "status"), [(Full, 503), (RuntimeError, 500)])
def test_what_fails_in_front_of_django_is_told_in_a_line(here, logged, monkeypatch, error, status):
    async def fail(*_args):
        raise error

    monkeypatch.setattr(here.front.pools.readers, "run", fail)

    found = here.ask("/desk/login/")

    assert found.status == status
    assert "content-security-policy" in found.headers
    assert (found.headers.get("retry-after") == "5") is (status == 503)
    assert len(logged) == (status == 500)


def test_a_file_is_sent_as_one_and_a_head_without_it(make_site, monkeypatch):
    def application(environ, start_response):
        start_response("200 OK", [("Content-Length", "2000000")])
        return BytesIO(b"x" * 2_000_000)

    site = make_site(application)

    assert len(site.ask("/desk/account-log/").body) == 2_000_000
    head = site.ask("/desk/account-log/", "HEAD")
    assert (head.body, head.headers["content-length"]) == (b"", "2000000")


def test_no_request_waits_for_the_database_without_end(monkeypatch):
    database = connections.settings["default"] | {"OPTIONS": {"options": "-c jit=off"}}

    front.wait_no_longer(database)

    options = database["OPTIONS"]
    if is_sqlite():
        assert options["timeout"] == LOCK_SECONDS
    else:
        assert "lock_timeout=10s -c statement_timeout=30s" in options["options"]
