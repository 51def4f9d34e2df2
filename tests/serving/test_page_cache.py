import gzip
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import BytesIO
from urllib.parse import urlencode

import brotli
import pytest
from django.core.signals import request_finished, request_started
from django.db import DatabaseError, OperationalError, close_old_connections, transaction
from django.http import HttpResponse
from django.utils import timezone

from tests.factories import QUOTE, SourceFactory, published_initiative
from tracker.actions.drafts import save_draft
from tracker.actions.review import discard, submit
from tracker.models import DataVersion, StatusUpdate
from tracker.models import data_version as data_version_module
from tracker.models.data_version import bump, data_version
from tracker.serving import page_cache
from tracker.serving.page_cache import PageCache
from tracker.serving.wsgi import django_application
from tracker.views.public import CACHEABLE, public_page

LIST = "/en/initiatives/"


class Counted:
    """Django's application, and how often it was asked."""

    def __init__(self):
        self.application, self.asked = django_application, 0

    def __call__(self, environ, start_response):
        self.asked += 1
        return self.application(environ, start_response)


class Answer:
    def __init__(self, application, path, method="GET", **headers):
        path, _mark, query = path.partition("?")
        environ = {
            "REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "SCRIPT_NAME": "",
            "SERVER_NAME": "localhost", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": "localhost", "wsgi.url_scheme": "http", "wsgi.input": BytesIO(),
            "wsgi.version": (1, 0), "wsgi.errors": None, "wsgi.multithread": True,
            "wsgi.multiprocess": False, "wsgi.run_once": False, **headers,
        }  # fmt: skip
        body = application(environ, self.start)
        self.body = b"".join(body)
        if hasattr(body, "close"):
            body.close()

    def start(self, status, headers, _error=None):
        self.status = int(status.split()[0])
        self.headers = {name.lower(): value for name, value in headers}


@pytest.fixture
def django():
    """Django, told to leave the connection of the test open, as its own test client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield Counted()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def cache(django):
    return PageCache(django)


@pytest.fixture
def ask(cache, db):
    return lambda path, method="GET", **headers: Answer(cache, path, method, **headers)


def test_a_page_is_made_once(ask, django):
    first, second = ask(LIST), ask(LIST)

    assert django.asked == 1
    assert first.status == second.status == 200
    assert first.body == second.body
    assert first.headers == second.headers
    assert first.headers["cache-control"] == "public, max-age=0, must-revalidate, s-maxage=0"


def test_a_kept_page_costs_one_look_at_the_version(ask, monkeypatch, django_assert_num_queries):
    ask(LIST)
    looks = []
    monkeypatch.setattr(page_cache, "data_version", lambda: looks.append(1) or data_version())

    with django_assert_num_queries(0):  # the look itself goes past what is counted
        ask(LIST)

    assert looks == [1]


def test_a_browser_that_has_the_page_gets_304(ask):
    etag = ask(LIST).headers["etag"]

    answer = ask(LIST, HTTP_IF_NONE_MATCH=f'"other", W/{etag}')

    assert (answer.status, answer.body) == (304, b"")
    assert answer.headers["etag"] == etag
    assert answer.headers["vary"] == ask(LIST).headers["vary"]
    assert "content-length" not in answer.headers
    assert ask(LIST, HTTP_IF_NONE_MATCH='"other"').status == 200


@pytest.mark.parametrize(
    ("vary", "asked"),
    [
        ("Accept-Language", 2), ("HX-Request, Cookie", 2), ("*", 2), ("hx-request", 1), ("", 1),
        ("HX-Request, ", 1),
    ],
)  # fmt: skip
def test_an_answer_that_depends_on_more_than_the_key_is_not_kept(db, vary, asked):
    def application(environ, start_response):
        answers.append(1)
        environ[CACHEABLE] = True
        start_response("200 OK", [("Content-Type", "text/html"), ("Vary", vary)])
        return HttpResponse(b"Test")

    answers, cache = [], PageCache(application)

    bodies = [Answer(cache, LIST).body for _request in range(2)]

    assert bodies == [b"Test", b"Test"]
    assert len(answers) == asked


def test_a_published_change_is_on_the_very_next_page(ask):
    before = ask(LIST)

    initiative = published_initiative()

    after = ask(LIST)
    assert initiative.title_en not in before.body.decode()
    assert initiative.title_en in after.body.decode()
    assert before.headers["etag"] != after.headers["etag"]


def test_a_draft_moves_nothing(ask, django, editor):
    """Not even with a new source and its quote; what moves it is in tests/test_data_version.py."""
    update = StatusUpdate(
        initiative=published_initiative(), status="planned", evidence="stated",
        changed_on="2026-04", sentence_en="It is planned.",
    )  # fmt: skip
    source = SourceFactory.build()
    before, page = data_version(), ask(LIST)

    save_draft(update=update, quote=QUOTE, source=source, by=editor)
    kept = ask(LIST)
    submit(row=update, by=editor, version=None)
    discard(row=update, by=editor, version=None)

    assert data_version() == before
    assert ask(LIST).headers["etag"] == kept.headers["etag"] == page.headers["etag"]
    assert django.asked == 1


def test_a_database_without_the_table_is_told_as_an_error(db, monkeypatch):
    monkeypatch.setattr(data_version_module, "READ", "SELECT number FROM nowhere")

    with pytest.raises(DatabaseError), transaction.atomic():
        data_version()


def test_before_the_first_change_the_version_is_nothing(db):
    DataVersion.objects.all().delete()

    assert data_version() == 0


def test_the_version_goes_on_from_a_number_in_the_future(db):
    DataVersion.objects.update_or_create(pk=1, defaults={"number": 10**18})

    bump()

    assert data_version() == 10**18 + 1


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("", None), ("gzip, deflate, br, zstd", "br"), ("gzip", "gzip"), ("br;q=0, gzip", "gzip"),
        ("GZIP;q=0.5", "gzip"), ("identity", None), ("br;q=0.000, gzip", "gzip"),
        ("br; q=0.001", "br"),
    ],
)  # fmt: skip
def test_a_page_comes_in_an_encoding_that_is_taken(accepted, encoding, ask):
    plain = ask(LIST).body

    answer = ask(LIST, HTTP_ACCEPT_ENCODING=accepted)

    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[encoding]
    assert answer.headers.get("content-encoding") == encoding
    assert unpack(answer.body) == plain
    assert int(answer.headers["content-length"]) == len(answer.body)
    assert "Accept-Encoding" in answer.headers["vary"]


def test_what_a_page_depends_on_keeps_pages_apart(ask, django):
    htmx = {"HTTP_HX_REQUEST": "true"}
    requests = [
        (LIST, {}), ("/ru/initiatives/", {}), (f"{LIST}?kind=aspiration", {}), (LIST, htmx),
        (LIST, {"HTTP_HOST": "127.0.0.1"}), (LIST, {"HTTP_X_FORWARDED_PROTO": "https"}),
    ]  # fmt: skip

    for path, headers in requests * 2:
        assert ask(path, **headers).status == 200

    assert django.asked == len(requests)


def test_the_next_day_is_another_page(ask, django, time_machine):
    ask(LIST)
    time_machine.move_to(timezone.now() + timedelta(days=1))

    ask(LIST)

    assert django.asked == 2


def test_the_order_of_a_query_does_not_matter(ask, django):
    ask(f"{LIST}?kind=aspiration&status=planned")
    ask(f"{LIST}?status=planned&kind=aspiration")

    assert django.asked == 1


def test_a_head_request_gets_the_headers_alone(ask):
    page, head = ask(LIST), ask(LIST, "HEAD")

    assert head.body == b""
    assert head.headers == page.headers


@pytest.mark.parametrize(
    ("path", "method", "headers"),
    [
        (LIST, "GET", {"HTTP_COOKIE": "sessionid=abc"}),
        ("/desk/login/", "GET", {}),
        ("/en/initiatives/nothing/", "GET", {}),
        ("/en/initiatives/?kind=nonsense", "GET", {}),
        ("/en/data/ledger.jsonl", "GET", {}),
        (f"{LIST}?q={'x' * 2100}", "GET", {}),
        (LIST, "POST", {}),
    ],
)
def test_nothing_else_is_kept(path, method, headers, ask, cache, django):
    for _time in range(2):
        assert "etag" not in ask(path, method, **headers).headers

    assert django.asked == 2
    assert not cache.pages


@pytest.mark.parametrize("method", ["POST", "DELETE", "OPTIONS"])
def test_a_page_that_is_kept_answers_no_other_method(method, ask):
    kept = ask(LIST)

    response = ask(LIST, method)

    assert kept.status == 200
    assert response.status in (403, 405)
    assert "etag" not in response.headers


def test_a_public_view_is_handed_nobody(rf, db, reviewer):
    @public_page
    def view(request):
        personal = {"session", "user", "_messages"} & request.__dict__.keys()
        return HttpResponse(f"{personal or 'nobody'} {request.COOKIES}")

    published_initiative()
    request = rf.get("/en/", HTTP_COOKIE="sessionid=abc")
    request.session, request.user, request._messages = {}, reviewer, []

    assert view(request).content == b"nobody {}"
    assert request.user == reviewer


class Pages:
    """A made-up application with public pages of a hundred kilobytes."""

    def __init__(self):
        self.asked = []

    def __call__(self, environ, start_response):
        self.asked.append(environ["PATH_INFO"])
        environ[page_cache.CACHEABLE] = True
        start_response("200 OK", [])
        return BytesIO(b"x" * 100_000)


@pytest.fixture
def version(monkeypatch):
    numbers = [1]
    monkeypatch.setattr(page_cache, "data_version", lambda: numbers[-1])
    return numbers


def test_the_pages_least_asked_for_go_first(settings, version):
    settings.PAGE_CACHE_BYTES = 350_000
    pages = Pages()
    cache = PageCache(pages)

    for name in ("a", "b", "c", "a", "d", "a", "b"):
        Answer(cache, f"/en/{name}/")

    assert pages.asked == ["/en/a/", "/en/b/", "/en/c/", "/en/d/", "/en/b/"]
    assert cache.size <= settings.PAGE_CACHE_BYTES


def test_one_request_makes_a_page_and_the_others_wait(version):
    begun, go = threading.Event(), threading.Event()

    class Slow(Pages):
        def __call__(self, environ, start_response):
            begun.set()
            go.wait(timeout=10)
            return super().__call__(environ, start_response)

    pages = Slow()
    cache = PageCache(pages)
    with ThreadPoolExecutor(8) as threads:
        answers = [threads.submit(Answer, cache, "/en/") for _reader in range(8)]
        begun.wait(timeout=10)
        go.set()

    assert {answer.result().status for answer in answers} == {200}
    assert pages.asked == ["/en/"]


def test_without_the_database_the_last_page_is_served_as_stale(ask, monkeypatch):
    page = ask(LIST)

    def gone():
        raise OperationalError

    monkeypatch.setattr(page_cache, "data_version", gone)
    monkeypatch.setattr(page_cache.connection, "close", lambda: None)
    stale = ask(LIST)

    assert stale.body == page.body
    assert stale.headers["warning"] == '110 - "Response is stale"'


def test_a_connection_that_is_gone_is_made_anew(ask, monkeypatch):
    ask(LIST)
    gone = [True]

    def look():
        if gone:
            raise OperationalError
        return data_version()

    monkeypatch.setattr(page_cache, "data_version", look)
    monkeypatch.setattr(page_cache.connection, "close", gone.clear)

    assert "warning" not in ask(LIST).headers


def test_without_the_database_nothing_older_than_what_was_known_is_served(ask, monkeypatch):
    ask(LIST)
    bump()
    ask("/en/")

    def gone():
        raise OperationalError

    monkeypatch.setattr(page_cache, "data_version", gone)
    monkeypatch.setattr(page_cache.connection, "close", lambda: None)
    asked = ask(LIST)

    assert "warning" not in asked.headers
    assert ask("/en/").headers["warning"] == '110 - "Response is stale"'


def test_bytes_that_nobody_encoded_are_not_mistaken_for_others(ask):
    """A server hands the bytes of a query on as Latin-1; Django reads them as UTF-8."""
    raw = "q=фонд".encode().decode("latin-1")
    ask(f"{LIST}?{urlencode({'q': raw.removeprefix('q=')})}")

    assert 'value="фонд"' in ask(f"{LIST}?{raw}").body.decode()


def test_the_processes_of_a_site_share_their_pages(settings, version):
    settings.CACHES = settings.CACHES | {
        "pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    }
    pages = Pages()
    first, second = PageCache(pages), PageCache(pages)

    assert Answer(first, "/en/").body == Answer(second, "/en/").body
    version.append(2)
    Answer(second, "/en/")

    assert pages.asked == ["/en/"] * 2


def test_a_shared_cache_that_is_down_costs_nothing_but_time(settings, version, logged):
    settings.CACHES = settings.CACHES | {
        "pages": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1",
        }
    }

    assert Answer(PageCache(Pages()), "/en/").status == 200
    assert [record.getMessage() for record in logged] == ["The shared cache does not answer"] * 2


def test_a_picture_is_kept_as_it_is(ask, django):
    initiative = published_initiative()
    path = f"{initiative.get_absolute_url()}card.png"

    first, second = (ask(path, HTTP_ACCEPT_ENCODING="br, gzip") for _time in range(2))

    assert django.asked == 1
    assert first.body == second.body
    assert first.body.startswith(b"\x89PNG")
    assert "content-encoding" not in first.headers
    assert ask(path, HTTP_IF_NONE_MATCH=first.headers["etag"]).status == 304
