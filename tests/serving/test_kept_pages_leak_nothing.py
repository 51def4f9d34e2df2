"""What one visitor's request says of them is in no page that is kept for the next.

Each header that Django, a middleware or a view reads is sent first, by somebody who would like the
others to get its answer; the next visitor, who sends none, gets what a clean render is.
"""

import re

import pytest
from django.test import Client

from tests.factories import published_initiative

TOKEN = "x" * 32
COOKIES = [
    f"csrftoken={TOKEN}", f"csrftoken={'y' * 64}", "csrftoken=", " csrftoken=x", "csrftoken =x",
    '"csrftoken"=x', "CSRFTOKEN=x", f"a=b; csrftoken={TOKEN}", f"a=b;csrftoken={TOKEN};c",
    "sessionid =x",
    "sessionid\t=x", "a=b; sessionid =x", "Sessionid=x", '"sessionid"=x', "sessionid",
    "sessionid;", ";sessionid =x;", "sessionid%3Dx", "__Host-sessionid =x", "__Host-csrftoken=x",
    "messages=x", 'messages="W1siX19qc29uX21lc3NhZ2UiLDAsNDAsIngiXV0:x:y"', "messages =x",
    "django_language=ru", "django_language=xx", "django_language =ru", "language=ru",
    "=", ";", "a" * 4000, "a=\u00ff", "a=b; a=c", "next=/desk/", "theme=dark",
]  # fmt: skip
HEADERS = {
    "HTTP_ACCEPT": ["application/json", "text/vnd.wap.wml", "*/*;q=0"],
    "HTTP_ACCEPT_CHARSET": ["utf-16"],
    "HTTP_ACCEPT_LANGUAGE": ["ru", "tr;q=1", "xx", "*", "ru-RU,ru;q=0.9"],
    "HTTP_AUTHORIZATION": ["Basic eDp5", "Bearer x"],
    "HTTP_CACHE_CONTROL": ["no-cache", "no-store", "max-age=0", "only-if-cached"],
    "HTTP_CONTENT_LANGUAGE": ["ru"],
    "HTTP_DNT": ["1"],
    "HTTP_FORWARDED": ["for=1.1.1.1;host=evil.example;proto=https"],
    "HTTP_FROM": ["x@evil.example"],
    "HTTP_HX_BOOSTED": ["true"],
    "HTTP_HX_CURRENT_URL": ["https://evil.example/<script>"],
    "HTTP_HX_CURRENT_URL_URI_AUTOENCODED": ["true"],
    "HTTP_HX_HISTORY_RESTORE_REQUEST": ["false", "x"],
    "HTTP_HX_PROMPT": ["<script>"],
    "HTTP_HX_REQUEST": ["false", "x", "TRUE"],
    "HTTP_HX_TARGET": ["results", "<script>"],
    "HTTP_HX_TRIGGER": ["<script>"],
    "HTTP_HX_TRIGGER_NAME": ["<script>"],
    "HTTP_IF_MATCH": ['"x"', "*"],
    "HTTP_IF_MODIFIED_SINCE": ["Fri, 01 Jan 2100 00:00:00 GMT"],
    "HTTP_IF_NONE_MATCH": ['"x"', "*"],
    "HTTP_IF_RANGE": ['"x"'],
    "HTTP_IF_UNMODIFIED_SINCE": ["Thu, 01 Jan 1970 00:00:00 GMT"],
    "HTTP_ORIGIN": ["https://evil.example", "null"],
    "HTTP_PRAGMA": ["no-cache"],
    "HTTP_PURPOSE": ["prefetch"],
    "HTTP_RANGE": ["bytes=0-1", "bytes=-1"],
    "HTTP_REFERER": ["https://evil.example/", "http://localhost/en/?as_of=2020-01-01"],
    "HTTP_SAVE_DATA": ["on"],
    "HTTP_SEC_FETCH_SITE": ["cross-site"],
    "HTTP_SEC_FETCH_MODE": ["no-cors"],
    "HTTP_UPGRADE_INSECURE_REQUESTS": ["1"],
    "HTTP_USER_AGENT": ["x" * 3000, "Googlebot", "MSIE 6.0", ""],
    "HTTP_VIA": ["1.1 evil.example"],
    "HTTP_X_CSRFTOKEN": [TOKEN],
    "HTTP_X_FORWARDED_FOR": ["6.6.6.6", "<script>"],
    "HTTP_X_FORWARDED_HOST": ["evil.example"],
    "HTTP_X_FORWARDED_PORT": ["4443"],
    "HTTP_X_FORWARDED_PREFIX": ["/evil"],
    "HTTP_X_FORWARDED_PROTO": ["https", "evil", ""],
    "HTTP_X_FORWARDED_SCHEME": ["https"],
    "HTTP_X_FORWARDED_SERVER": ["evil.example"],
    "HTTP_X_HTTP_METHOD_OVERRIDE": ["POST", "DELETE", "HEAD"],
    "HTTP_X_ORIGINAL_URL": ["/desk/"],
    "HTTP_X_REAL_IP": ["6.6.6.6"],
    "HTTP_X_REQUEST_ID": ["<script>"],
    "HTTP_X_REQUESTED_WITH": ["XMLHttpRequest"],
    "HTTP_X_REWRITE_URL": ["/desk/"],
    "CONTENT_TYPE": ["application/x-www-form-urlencoded", "text/plain; charset=utf-8"],
    "CONTENT_LENGTH": ["0", "5"],
    "REMOTE_ADDR": ["6.6.6.6"],
    "HTTP_HOST": ["evil.example", "localhost:4443", "127.0.0.1", "LOCALHOST", "localhost."],
    "HTTP_COOKIE": COOKIES,
}
"""{name in a WSGI environment: what somebody might send}."""
CASES = [(name, value) for name, values in HEADERS.items() for value in values]
PATHS = ["/en/initiatives/", "/ru/method/"]


@pytest.fixture
def cache(site):
    """A new one: what it keeps was asked for in the test."""
    published_initiative()
    return site


def ask(cache, path, *, method="GET", **environ):
    """Return (status, [(header, value)], body) of a request, with headers named as in WSGI."""
    headers = {
        name.removeprefix("HTTP_").lower(): value
        for name, value in environ.items()
        if name != "REMOTE_ADDR"
    }
    found = cache.ask(path, method, **headers)
    return found.status, sorted((name.title(), v) for name, v in found.all_headers), found.body


def clean(path):
    """Return what a page is for nobody in particular, past every cache."""
    return Client().get(path, headers={"Host": "localhost"}).content


def check_next(cache, path, expected):
    status, headers, body = ask(cache, path)
    names = {name for name, _value in headers}
    assert (status, body) == (200, expected)
    assert "Set-Cookie" not in names
    assert "no-store" not in dict(headers).get("Cache-Control", "")
    vary = {
        part.strip().lower()
        for name, value in headers
        if name == "Vary"
        for part in value.split(",")
    }
    assert not vary & {"cookie", "accept-language", "authorization", "*"}
    assert not re.search(r"evil|6\.6\.6\.6|:4443", str(headers))
    return headers


@pytest.mark.parametrize("path", PATHS)
def test_whatever_somebody_sent_the_next_gets_a_clean_page(path, cache):
    """Each header on an address of its own, which nobody asked for before."""
    expected, headers, wrong = clean(path), set(), {}
    for number, (name, value) in enumerate(CASES):
        own = f"{path}?q={number}"
        ask(cache, own, **{name: value})
        try:
            found = check_next(cache, own, clean(own))
        except AssertionError as error:
            wrong[name, value[:40]] = str(error)[:200]
        else:
            headers.add(tuple(one for one in found if one[0] not in ("Etag", "Content-Length")))

    assert wrong == {}
    assert len(headers) == 1, "The same for all"
    assert check_next(cache, path, expected)


@pytest.mark.parametrize("cookie", COOKIES)
def test_a_cookie_is_in_no_kept_page(cookie, cache):
    """Even where the attacker asks again and again, and the page was kept before."""
    path = PATHS[0]
    before = ask(cache, path)
    for _time in range(2):
        ask(cache, path, HTTP_COOKIE=cookie)

    assert ask(cache, path) == before
    assert cookie.encode() not in before[2] or len(cookie) < 4


def test_many_headers_at_once_leave_nothing(cache):
    at_once = {
        name: values[0] for name, values in HEADERS.items()
        if name not in ("HTTP_HOST", "CONTENT_LENGTH")
    }  # fmt: skip
    at_once["HTTP_COOKIE"] = "; ".join(COOKIES[:4])

    ask(cache, PATHS[1], **at_once)

    check_next(cache, PATHS[1], clean(PATHS[1]))


@pytest.mark.parametrize("method", ["HEAD", "POST", "OPTIONS", "PUT", "TRACE", "get", "GET "])
def test_another_method_leaves_nothing(method, cache, caplog):
    ask(cache, PATHS[0], method=method, HTTP_COOKIE=f"csrftoken={TOKEN}")

    check_next(cache, PATHS[0], clean(PATHS[0]))


def test_a_page_of_another_host_is_not_handed_on(cache, caplog):
    for host in HEADERS["HTTP_HOST"]:
        _status, _headers, body = ask(cache, PATHS[0], HTTP_HOST=host)
        assert b"evil" not in body

    check_next(cache, PATHS[0], clean(PATHS[0]))


def test_a_picture_is_the_same_for_everybody(cache):
    for cookie in COOKIES[:4]:
        ask(cache, "/en/card.png", HTTP_COOKIE=cookie)

    check_next(cache, "/en/card.png", clean("/en/card.png"))
