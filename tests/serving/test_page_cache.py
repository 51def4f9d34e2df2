import asyncio
import gzip
from concurrent.futures import Future
from datetime import timedelta
from io import BytesIO
from urllib.parse import urlencode

import brotli
import pytest
from django.db import DatabaseError, transaction
from django.http import HttpResponse
from django.utils import timezone

from tests.databases import is_sqlite
from tests.factories import QUOTE, SourceFactory, published_initiative
from tests.watching.steps import count
from tracker.actions.drafts import save_draft
from tracker.actions.review import discard, submit
from tracker.models import DataVersion, StatusUpdate
from tracker.models import data_version as data_version_module
from tracker.models.data_version import bump, data_version, is_unavailable
from tracker.serving import answer as answer_module
from tracker.serving import page_cache
from tracker.serving.page_cache import Flight
from tracker.views.public import public_page

LIST = "/en/initiatives/"


@pytest.fixture
def django(site):
    return site.application


def test_a_page_is_made_once(ask, django):
    first, second = ask(LIST), ask(LIST)

    assert django.asked == 1
    assert first.status == second.status == 200
    assert first.body == second.body
    assert first.headers == second.headers
    assert first.headers["cache-control"] == "public, max-age=0, must-revalidate, s-maxage=0"


def test_pages_that_were_made_and_those_that_were_kept_are_counted_apart(ask):
    made, hits = count("tracker_renders_total"), count("tracker_kept_pages_total", result="hit")

    for _time in range(3):
        ask("/en/method/")

    assert count("tracker_renders_total") == made + 1
    assert count("tracker_kept_pages_total", result="hit") == hits + 2


def test_a_kept_page_costs_no_query(ask, django_assert_num_queries):
    ask(LIST)

    with django_assert_num_queries(0):  # the look at the version goes past what is counted
        ask(LIST)


def test_a_browser_that_has_the_page_gets_304(ask):
    etag = ask(LIST).headers["etag"]

    answer = ask(LIST, if_none_match=f'"other", W/{etag}')

    assert (answer.status, answer.body) == (304, b"")
    assert answer.headers["etag"] == etag
    assert answer.headers["vary"] == ask(LIST).headers["vary"]
    assert "content-length" not in answer.headers
    assert ask(LIST, if_none_match='"other"').status == 200


@pytest.mark.parametrize(
    ("header", "asked"),
    [
        (("Vary", "Accept-Language"), 2), (("Vary", "HX-Request, Cookie"), 2), (("Vary", "*"), 2),
        (("Vary", "hx-request"), 1), (("Vary", "HX-Request, "), 1), (("Vary", ""), 1),
        (("Set-Cookie", "csrftoken=abc"), 2),
    ],
)  # fmt: skip
def test_an_answer_that_is_of_one_visitor_is_not_kept(make_site, db, header, asked):
    def application(environ, start_response):
        answers.append(1)
        start_response("200 OK", [("Content-Type", "text/html"), header])
        return HttpResponse(b"Test")

    answers, site = [], make_site(application)

    bodies = [site.ask(LIST).body for _request in range(2)]

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


@pytest.mark.skipif(is_sqlite(), reason="PostgreSQL's own codes")
def test_a_table_that_is_locked_is_told_as_such(db, monkeypatch):
    locked = "DO $$ BEGIN RAISE EXCEPTION 'locked' USING ERRCODE = '55P03'; END $$"
    monkeypatch.setattr(data_version_module, "READ", locked)

    with pytest.raises(DatabaseError) as told, transaction.atomic():
        data_version()

    assert is_unavailable(told.value)


def test_who_waits_for_a_page_keeps_it_wanted():
    """Of two who wait for one page, the first leaves."""
    task = Future()

    async def two():
        flight = Flight(task, asyncio.wrap_future(task))
        left = asyncio.ensure_future(flight.wait())
        waits = asyncio.ensure_future(flight.wait())
        await asyncio.sleep(0)
        left.cancel()
        await asyncio.wait([left])
        is_called_off = flight.is_called_off()
        task.set_result("page")
        return is_called_off, await waits

    assert asyncio.run(two()) == (False, "page")


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

    answer = ask(LIST, accept_encoding=accepted)

    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[encoding]
    assert answer.headers.get("content-encoding") == encoding
    assert unpack(answer.body) == plain
    assert int(answer.headers["content-length"]) == len(answer.body)
    assert "Accept-Encoding" in answer.headers["vary"]


def test_what_a_page_depends_on_keeps_pages_apart(ask, django):
    requests = [
        (LIST, {}), ("/ru/initiatives/", {}), (f"{LIST}?kind=aspiration", {}),
        (LIST, {"hx_request": "true"}), (LIST, {"host": "127.0.0.1"}),
    ]  # fmt: skip

    for path, headers in requests * 2:
        assert ask(path, **headers).status == 200

    assert django.asked == len(requests)


def test_what_a_visitor_makes_up_makes_no_other_page(ask, django):
    """Parameters, headers and ports that no page reads; nor do they come to the page."""
    ask(LIST)
    for path, headers in [
        (f"{LIST}?utm_source=x", {}), (f"{LIST}?u=1&u=2", {}), (LIST, {"hx_request": "yes"}),
        (LIST, {"x_forwarded_proto": "wss"}), (LIST, {"x_forwarded_host": "evil.example"}),
        (LIST, {"accept_language": "ru"}), (LIST, {"range": "bytes=0-1"}),
        (LIST, {"cookie": "csrftoken=x"}),
    ]:  # fmt: skip
        assert b"utm_source" not in ask(path, **headers).body

    assert django.asked == 1


def test_a_host_that_is_not_written_as_the_site_is_has_no_page_of_its_own(ask, site):
    for port in range(8001, 8020):
        ask(LIST, host=f"localhost:{port}")

    assert not site.front.pages.pages.pages


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
        (LIST, "GET", {"cookie": "sessionid=abc"}),
        ("/desk/login/", "GET", {}),
        ("/en/initiatives/nothing/", "GET", {}),
        ("/en/initiatives/?kind=nonsense", "GET", {}),
        (f"{LIST}?q={'x' * 2100}", "GET", {}),
        (LIST, "POST", {}),
    ],
)
def test_nothing_else_is_kept(path, method, headers, ask, django):
    for _time in range(2):
        assert "etag" not in ask(path, method, **headers).headers

    assert django.asked == 2


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
    """A made-up application whose every page has a hundred kilobytes that nothing compresses."""

    def __init__(self):
        self.asked = []

    def __call__(self, environ, start_response):
        self.asked.append(f"{environ['PATH_INFO']}?{environ['QUERY_STRING']}".rstrip("?"))
        start_response("200 OK", [("Content-Type", "image/png")])
        return BytesIO(b"x" * 100_000)


@pytest.fixture
def pages(monkeypatch):
    monkeypatch.setattr(page_cache, "is_public", lambda _path: True)
    return Pages()


class Numbers:
    """Versions that a test makes up."""

    def __init__(self, number=1):
        self.number = number

    def at_once(self):
        return self.number


def test_the_pages_least_asked_for_go_first(settings, make_site, pages):
    settings.PAGE_CACHE_BYTES = 700_000
    site = make_site(pages, version=Numbers())

    for name in ("a", "b", "c", "a", "d", "a", "b"):
        site.ask(f"/en/{name}/")

    assert pages.asked == ["/en/a/", "/en/b/", "/en/c/", "/en/d/", "/en/b/"]
    assert site.front.pages.pages.size <= 350_000


def test_pages_with_a_query_push_none_without_one_out(settings, make_site, pages):
    settings.PAGE_CACHE_BYTES = 700_000
    site = make_site(pages, version=Numbers())
    site.ask("/en/a/")

    for number in range(10):
        site.ask(f"/en/a/?q={number}")
    site.ask("/en/a/")

    assert pages.asked.count("/en/a/") == 1
    assert site.front.pages.queries.size <= 350_000


def test_a_hundred_first_readers_of_a_page_have_it_made_once(site, django):
    """In whatever encoding they take it."""
    accepted = ["br", "gzip", "", "gzip, br"] * 25
    requests = [(LIST, "GET", {"accept_encoding": each}) for each in accepted]

    answers = site.ask_all(requests)

    assert {answer.status for answer in answers} == {200}
    assert len({answer.headers["etag"] for answer in answers}) == 3
    assert django.asked == 1


def test_a_long_answer_waits_in_a_file_and_is_made_once(site, django, monkeypatch):
    monkeypatch.setattr(answer_module, "IN_MEMORY_BYTES", 100)
    published_initiative()
    short = site.ask("/en/data/ledger.jsonl")

    again = site.ask("/en/data/ledger.jsonl")

    assert django.asked == 1
    assert again.body == short.body
    assert int(again.headers["content-length"]) == len(again.body) > 100
    assert site.front.pages.files.size > 100
    assert site.ask("/en/data/ledger.jsonl", if_none_match=short.headers["etag"]).status == 304


def test_without_the_database_the_last_page_is_served_as_stale(ask, site):
    page = ask(LIST)

    site.front.version.is_silent = True
    stale = ask(LIST)

    assert stale.body == page.body
    assert stale.headers["warning"] == '110 - "Response is stale"'
    assert stale.headers["age"].isdecimal()


def test_without_the_database_nothing_older_than_what_was_known_is_served(ask, site):
    ask(LIST)
    bump()
    ask("/en/")

    site.front.version.is_silent = True

    assert "warning" not in ask(LIST).headers
    assert ask("/en/").headers["warning"] == '110 - "Response is stale"'


def test_bytes_that_nobody_encoded_are_not_mistaken_for_others(ask):
    """A server hands the bytes of a query on as Latin-1; Django reads them as UTF-8."""
    raw = "q=фонд".encode().decode("latin-1")
    ask(f"{LIST}?{urlencode({'q': raw.removeprefix('q=')})}")

    assert 'value="фонд"' in ask(f"{LIST}?{raw}").body.decode()


def test_a_picture_is_kept_as_it_is(ask, django):
    initiative = published_initiative()
    path = f"{initiative.get_absolute_url()}card.png"

    first, second = (ask(path, accept_encoding="br, gzip") for _time in range(2))

    assert django.asked == 1
    assert first.body == second.body
    assert first.body.startswith(b"\x89PNG")
    assert "content-encoding" not in first.headers
    assert ask(path, if_none_match=first.headers["etag"]).status == 304
