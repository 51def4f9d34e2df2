"""A cache of whole public pages, in front of Django.

Its rules:

- Kept is what a view marked `@public_page` answers, whole, with 200 to a GET or HEAD without a
  session cookie. Such a view is handed no session, user, cookie or message, so its page is the
  same for everybody.
- A page is kept by host, scheme, path, query, day, the htmx headers and the encoding that the
  browser takes: all that it may depend on but the record itself.
- The number of `data_version` is read on every request before anything is rendered; a page made at
  another number is made again. Only without a database one of the last number is served, as stale.
- One request makes a page; the others that want it meanwhile wait for it. A lock has many pages.
- An answer whose Vary names another header of the request is not kept.
- A page is compressed once, a picture or a PDF not at all. It has an ETag, so a browser that has
  it already gets 304.
- The pages least asked for go when all exceed PAGE_CACHE_BYTES. CACHE_URL lets processes share.
"""

import hashlib
import logging
import threading
import time
from collections import OrderedDict
from contextlib import closing
from datetime import UTC, datetime
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.utils import timezone

from ..models.data_version import DATABASE_ERRORS, data_version
from ..views.public import CACHEABLE
from .build_digest import build_digest
from .compression import COMPRESSED_ALREADY, ENCODINGS, encoding_for

PUBLIC = tuple(f"/{code}/" for code, _name in settings.LANGUAGES)
CONTROL = f"public, max-age=0, must-revalidate, s-maxage={settings.PAGE_SHARED_SECONDS}"
HTMX = ("HTTP_HX_REQUEST", "HTTP_HX_HISTORY_RESTORE_REQUEST")
KEYED_HEADERS = {"accept-encoding", "hx-request", "hx-history-restore-request"}
"""The headers of a request that are part of the key of a page."""
SESSION = f"{settings.SESSION_COOKIE_NAME}="
LONGEST_QUERY = 2000
OVERHEAD = 2000  # bytes of memory that a page takes besides its body, about
KEPT_BY_304 = ("Etag", "Cache-Control", "Vary", "Content-Language")
STALE = [("Warning", '110 - "Response is stale"')]
logger = logging.getLogger(__name__)


class Page(NamedTuple):
    """A whole answer, made at a data version; `not_modified_headers` are those of its 304."""

    version: int
    headers: list[tuple[str, str]]
    not_modified_headers: list[tuple[str, str]]
    etag: str
    body: bytes


class PageCache:
    """WSGI middleware around Django's application."""

    def __init__(self, application):
        self.application = application
        self.pages: OrderedDict[tuple, Page] = OrderedDict()
        self.size, self.lock, self.newest = 0, threading.Lock(), None
        self.makers = [threading.Lock() for _maker in range(64)]
        self.shared = caches["pages"] if "pages" in settings.CACHES else None

    def __call__(self, environ, start_response):
        key = _key(environ)
        if key is None:
            return self.application(environ, start_response)
        try:
            version = self.newest = _version()
        except DATABASE_ERRORS:
            if page := self._kept(key, self.newest):
                return _send(page, environ, start_response, STALE)
            return self.application(environ, start_response)
        page = self._kept(key, version)
        if page is None:
            with self.makers[hash(key) % len(self.makers)]:
                page = self._kept(key, version) or self._ask_others("get", key, version)
                if page is None:
                    return self._make(key, version, environ, start_response)
                self._keep(key, page)
        return _send(page, environ, start_response)

    def _kept(self, key, version):
        with self.lock:
            if (page := self.pages.get(key)) and page.version == version:
                self.pages.move_to_end(key)
                return page
        return None

    def _make(self, key, version, environ, start_response):
        started = []
        body = self.application(environ, lambda *start: started.extend(start[:2]))
        status, headers = started
        if not (environ.get(CACHEABLE) and status.startswith("200 ") and _is_keyed(headers)):
            start_response(status, headers)
            return body
        with closing(body):
            page = _page(version, headers, b"".join(body), encoding=key[-1])
        self._keep(key, page)
        self._ask_others("set", key, version, page)
        return _send(page, environ, start_response)

    def _keep(self, key, page):
        with self.lock:
            if key in self.pages:
                self.size -= len(self.pages.pop(key).body) + OVERHEAD
            self.pages[key] = page
            self.size += len(page.body) + OVERHEAD
            while self.size > settings.PAGE_CACHE_BYTES:
                self.size -= len(self.pages.popitem(last=False)[1].body) + OVERHEAD

    def _ask_others(self, verb, key, version, *page):
        """Get a page from, or set it in, what the processes share; without it if that is down."""
        if self.shared is None:
            return None
        name = hashlib.sha256(repr((build_digest(), version, key)).encode()).hexdigest()
        try:
            return getattr(self.shared, verb)(name, *page)
        except Exception:  # whatever the client raises
            logger.exception("The shared cache does not answer")
            return None


def _key(environ):
    """Return what a page is kept by, its encoding last; None if the request is none for us.

    Bytes that nobody encoded are none: Django reads them as UTF-8, `parse_qsl` does not.
    """
    query = environ.get("QUERY_STRING", "")
    if (
        environ["REQUEST_METHOD"] not in ("GET", "HEAD")
        or not environ["PATH_INFO"].startswith(PUBLIC)
        or SESSION in environ.get("HTTP_COOKIE", "")
        or not (query.isascii() and len(query) <= LONGEST_QUERY)
    ):
        return None
    return (
        environ.get("HTTP_HOST") or environ["SERVER_NAME"],
        environ.get("HTTP_X_FORWARDED_PROTO", environ["wsgi.url_scheme"]),
        environ["PATH_INFO"],
        query and urlencode(sorted(parse_qsl(query, keep_blank_values=True), key=itemgetter(0))),
        _day(int(time.time() // 60)),
        *(environ.get(name, "") for name in HTMX),
        encoding_for(environ.get("HTTP_ACCEPT_ENCODING", "")),
    )


@lru_cache(maxsize=4)
def _day(minute):
    """Return the day of a minute since 1970."""
    return timezone.localdate(datetime.fromtimestamp(minute * 60, UTC))


def _version():
    try:
        return data_version()
    except DATABASE_ERRORS:  # perhaps only this connection is gone
        connection.close()
        return data_version()


def _is_keyed(headers):
    """Whether the key holds every header of the request that the answer says it depends on."""
    vary = ",".join(value for name, value in headers if name.lower() == "vary")
    return {name.strip().lower() for name in vary.split(",") if name.strip()} <= KEYED_HEADERS


def _page(version, headers, body, *, encoding):
    by_name = {name.title(): value for name, value in headers}
    if by_name.get("Content-Type") in COMPRESSED_ALREADY:
        encoding = ""
    body = ENCODINGS[encoding](body)
    by_name |= {
        "Cache-Control": CONTROL,
        "Content-Length": str(len(body)),
        "Etag": f'"{hashlib.sha256(body).hexdigest()[:32]}"',
        "Vary": ", ".join(filter(None, (by_name.get("Vary"), "Accept-Encoding"))),
    }
    by_name |= {"Content-Encoding": encoding} if encoding else {}
    not_modified = [(name, by_name[name]) for name in KEPT_BY_304 if name in by_name]
    return Page(version, [*by_name.items()], not_modified, by_name["Etag"], body)


def _send(page, environ, start_response, extra=()):
    wanted = environ.get("HTTP_IF_NONE_MATCH")
    if wanted and page.etag in (part.strip().removeprefix("W/") for part in wanted.split(",")):
        start_response("304 Not Modified", [*page.not_modified_headers, *extra])
        return []
    start_response("200 OK", [*page.headers, *extra])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [page.body]
