from io import BytesIO

import pytest
from django.core.handlers.wsgi import WSGIRequest

from tests.serving.site import Answer
from tracker.filters import InitiativeFilter
from tracker.serving.asked import KNOWN, asked, environ_of, own_host


def scope(path, method="GET", **headers):
    return Answer(path, method, headers).scope


def read(path, method="GET", **headers):
    found = scope(path, method, **headers)
    return asked(found, found.headers)


def test_what_is_asked_for_stands_in_one_order_and_without_what_no_page_reads():
    found = read("/en/initiatives/?status=planned&utm=x&kind=aspiration&kind=joint_initiative&q=")

    assert (found.path, found.host, found.scheme) == ("/en/initiatives/", "localhost", "http")
    assert found.query == "kind=aspiration&kind=joint_initiative&q=&status=planned"


def test_every_field_of_the_filters_is_known():
    assert {"status", "q", "sort", "zoom", "until", "page", "as_of", "from", "to"} <= KNOWN
    assert InitiativeFilter.base_filters.keys() <= KNOWN


@pytest.mark.parametrize(
    ("path", "method", "headers"),
    [
        ("/desk/", "GET", {}), ("/", "GET", {}), ("/xx/", "GET", {}), ("/en/", "POST", {}),
        ("/en/", "GET", {"cookie": "a=b; sessionid=x"}), ("/en/?q=ф", "GET", {}),
        (f"/en/?q={'x' * 2001}", "GET", {}), ("/en/", "GET", {"host": "evil.example"}),
        ("/en/", "GET", {"host": "localhost:1"}), ("/en/", "GET", {"host": ""}),
    ],
)  # fmt: skip
def test_anything_else_goes_to_django_as_it_is(path, method, headers):
    assert read(path, method, **headers) is None


def test_the_site_is_known_by_its_own_names_alone(settings):
    settings.ALLOWED_HOSTS = ["Tracker.example", ".wild.example"]
    settings.SITE_URL = "https://www.example:8443"
    own_host.cache_clear()
    hosts = [
        "tracker.example",
        "TRACKER.EXAMPLE:8000",
        "www.example:8443",
        "127.0.0.1",
        "a.wild.example",
    ]

    assert [own_host(host, "10.0.0.1:9000") for host in hosts] == [
        None, None, "www.example:8443", None, None,
    ]  # fmt: skip
    own_host.cache_clear()


def test_without_tls_a_site_that_has_it_redirects(settings):
    settings.HTTPS = settings.BEHIND_PROXY = True

    assert read("/en/") is None
    assert read("/en/", x_forwarded_proto="https").scheme == "https"


def test_the_request_that_is_made_of_it_says_nothing_else():
    environ = read("/ru/%D1%84/?q=1", hx_request="true", cookie="csrftoken=x", via="x").environ()

    names = {name for name in environ if name.startswith("HTTP_")}
    assert names == {"HTTP_HOST", "HTTP_HX_REQUEST"}
    assert environ["QUERY_STRING"] == "q=1"
    assert "REMOTE_ADDR" not in environ


def test_a_whole_request_is_handed_over_as_a_server_of_wsgi_does():
    found = scope(
        "/en/фонд/?q=1", "POST", cookie="a=b", content_type="text/plain", x_forwarded_for="1.1.1.1",
        x_a="é",
    )  # fmt: skip
    headers = {**found.headers, "x_forwarded_proto": "https"}

    environ = environ_of(found, headers, BytesIO(b"body"), 4)
    request = WSGIRequest(environ)

    assert request.path == "/en/фонд/"
    assert (request.body, request.content_type, request.COOKIES) == (
        b"body",
        "text/plain",
        {"a": "b"},
    )
    assert environ["REMOTE_ADDR"] == "127.0.0.1"
    assert environ["HTTP_X_FORWARDED_FOR"] == "1.1.1.1"
    assert "HTTP_X_FORWARDED_PROTO" not in environ, "an underscore is no hyphen"
