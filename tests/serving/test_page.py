import brotli
import pytest

from tracker.serving.answer import Answer
from tracker.serving.page import OVERHEAD, Page, may_be_kept

HTML = ("Content-Type", "text/html; charset=utf-8")


def page(*headers, body=b"Test " * 100):
    return Page(7, Answer(200, [HTML, *headers], body))


def test_a_page_has_a_body_for_each_encoding_that_was_asked_for():
    found = page()
    assert found.made("gzip") is None

    for encoding in ("gzip", ""):
        found.make(encoding)

    assert found.made("").content == b"Test " * 100 == brotli.decompress(found.made("br").content)
    assert len({found.made(encoding).etag for encoding in ("br", "gzip", "")}) == 3
    assert len(found) > OVERHEAD + 500


def test_the_name_of_the_request_that_made_it_is_not_kept():
    found = page(("X-Request-ID", "abc"), ("Content-Length", "1"))

    headers = dict(found.made("br").headers)
    assert "x-request-id" not in headers
    assert int(headers["content-length"]) == len(found.made("br").content)


def test_what_depends_on_the_encoding_says_so_once():
    for vary, said in (("", "Accept-Encoding"), ("HX-Request", "HX-Request, Accept-Encoding")):
        assert dict(page(("Vary", vary)).made("br").headers)["vary"] == said


@pytest.mark.parametrize(
    ("status", "header", "kept"),
    [
        (200, HTML, True), (404, HTML, False), (503, HTML, False),
        (200, ("Set-Cookie", "a=b"), False), (200, ("set-cookie", "a=b"), False),
        (200, ("Vary", "Cookie"), False), (200, ("Vary", "HX-Request"), True),
    ],
)  # fmt: skip
def test_what_may_be_kept(status, header, kept):
    assert may_be_kept(Answer(status, [header], b"")) is kept
