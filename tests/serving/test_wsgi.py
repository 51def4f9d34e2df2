import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.test import RequestFactory

from tests.databases import ENVIRONMENT, manage
from tracker.serving.wsgi import in_utf8_only


def reads_the_query(environ, start_response):
    """An application that does with a request what Django does first."""
    WSGIRequest(environ).GET.dict()
    start_response("200 OK", [])
    return []


def answer(path, content_type):
    environ = RequestFactory().generic("GET", path).environ
    started = []
    in_utf8_only(reads_the_query)(
        {**environ, "CONTENT_TYPE": content_type},
        lambda status, headers: started.append(status),
    )
    return started[0]


@pytest.mark.parametrize(
    "content_type",
    [
        *(f"text/plain; charset={name}" for name in ("hex", "idna", "unicode_escape", "utf-16")),
        'multipart/form-data; boundary=x; CHARSET="hex"',
        "text/plain; charset=utf-8; charset=undefined",
        'text/plain; x="charset=utf-8"; charset=undefined',
        "text/plain; charset*=utf-8''idna",
        "text/plain; foo*=bogus''abc",
    ],
)
@pytest.mark.parametrize("path", ["/en/method/?q=%ff", "/en/method/?q=%5Cud800", "/nope/"])
def test_a_request_in_another_charset_is_refused(path, content_type):
    assert answer(path, content_type) == "400 Bad Request"


@pytest.mark.parametrize(
    "content_type", ["", "text/plain", "text/plain; charset=UTF-8", "x; charset=utf_8"]
)
def test_any_other_request_is_answered(content_type):
    assert answer("/en/method/?q=%ff", content_type) == "200 OK"


def test_a_process_begins_without_the_packages_that_few_requests_need(tmp_path):
    script = (
        "import sys, tracker.serving.wsgi, tracker.urls\n"
        "print({'snowballstemmer', 'typst'} & sys.modules.keys())"
    )

    result = manage(
        "shell", "-v0", "-c", script, environment={**ENVIRONMENT, "DATA_DIR": str(tmp_path)}
    )

    assert result.stdout.strip() == "set()", result.stderr
