import pickle
from io import BytesIO

import pytest

from tracker.serving import page_cache
from tracker.serving.shared_pages import SECONDS_ALONE, SharedPages, Signed

HERE = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "shared"}
NOWHERE = {
    "BACKEND": "django.core.cache.backends.redis.RedisCache",
    "LOCATION": "redis://127.0.0.1:1",
    "OPTIONS": {"serializer": "tracker.serving.shared_pages.Signed"},
}


class Pages:
    """A made-up application, the versions of its record, and the clock of its cache."""

    def __init__(self):
        self.asked, self.number, self.now = [], 1, 0.0

    def __call__(self, environ, start_response):
        self.asked.append(environ["PATH_INFO"])
        start_response("200 OK", [("Content-Type", "text/html"), ("X-Test", "é")])
        return BytesIO(b"A page")

    def at_once(self):
        return self.number

    def clock(self):
        return self.now


@pytest.fixture
def pages(monkeypatch, settings):
    settings.CACHES = settings.CACHES | {"pages": HERE}
    monkeypatch.setattr(page_cache, "is_public", lambda _path: True)
    return Pages()


@pytest.fixture
def process(make_site, pages):
    """Return another process of the same site."""
    return lambda: make_site(pages, version=pages, shared=SharedPages(pages.clock))


def test_the_processes_of_a_site_share_their_pages(process, pages):
    first, second = process(), process()

    made, taken = (site.ask("/en/", accept_encoding="gzip") for site in (first, second))
    pages.number = 2
    second.ask("/en/")

    assert (taken.body, taken.headers) == (made.body, made.headers)
    assert pages.asked == ["/en/"] * 2


def test_a_shared_cache_that_is_down_is_asked_once_and_then_left_alone(
    process, pages, settings, logged
):
    settings.CACHES = settings.CACHES | {"pages": NOWHERE}
    site = process()

    for name in ("a", "b", "c"):
        assert site.ask(f"/en/{name}/").status == 200
    assert len(logged) == 1
    pages.now += SECONDS_ALONE + 1
    site.ask("/en/d/")

    assert len(logged) == 2
    assert "does not answer" in logged[0].getMessage()


def test_what_somebody_else_wrote_into_the_shared_cache_is_not_read():
    signed = Signed()
    stored = signed.dumps(b"A page")

    assert signed.loads(stored) == b"A page"
    for forged in (stored[:-1] + b"!", b"0" * 64 + b"A page", pickle.dumps("x"), b""):
        with pytest.raises(ValueError, match="not written by this site"):
            signed.loads(forged)
