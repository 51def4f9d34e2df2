"""What a request asks for, read from what the server hands over: never from a page of ours."""

import sys
import time
from datetime import UTC, datetime
from functools import lru_cache
from io import BytesIO
from operator import itemgetter
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.conf import settings
from django.http.request import split_domain_port
from django.utils import timezone

from ..filters import InitiativeFilter, RoadmapFilter, TimelineFilter

PUBLIC = tuple(f"/{code}/" for code, _name in settings.LANGUAGES)
SESSION = f"{settings.SESSION_COOKIE_NAME}="
LONGEST_QUERY = 2000
FILTERS = (InitiativeFilter, RoadmapFilter, TimelineFilter)
KNOWN = {"as_of", "from", "page", "to"}.union(*(each.base_filters for each in FILTERS))
"""What a public page reads of its query; nothing else reaches it."""


class Asked(NamedTuple):
    """All that a public page may depend on but the record itself: a page is kept by it.

    Nothing of it can be made up without end but the values of the query: the host is one of the
    site's, and the query holds what is KNOWN, in one order.
    """

    host: str
    scheme: str
    path: str
    query: str
    day: object
    is_htmx: bool
    is_restored: bool

    def environ(self):
        """Return the WSGI environment of a request that asks for this, and tells nothing else."""
        headers = {"HTTP_HOST": self.host}
        headers |= {"HTTP_HX_REQUEST": "true"} if self.is_htmx else {}
        headers |= {"HTTP_HX_HISTORY_RESTORE_REQUEST": "true"} if self.is_restored else {}
        headers |= {"HTTP_X_FORWARDED_PROTO": self.scheme} if settings.BEHIND_PROXY else {}
        return headers | {
            "REQUEST_METHOD": "GET", "PATH_INFO": wsgi_text(self.path), "QUERY_STRING": self.query,
            "SERVER_NAME": "localhost", "SERVER_PORT": str(settings.PORT), "CONTENT_TYPE": "",
        } | wsgi(self.scheme, BytesIO())  # fmt: skip


def asked(scope, headers):
    """Return what a request asks for if it may be a public page, asked for by nobody in particular.

    None sends it to Django as it is. Bytes of the query that nobody encoded do that, too: Django
    reads them as UTF-8, `parse_qsl` does not.
    """
    path, query = scope.path, scope.query_string
    if (
        scope.method not in ("GET", "HEAD")
        or not path.startswith(PUBLIC)
        or SESSION in headers.get("cookie", "")
        or not (query.isascii() and len(query) <= LONGEST_QUERY)
    ):
        return None
    scheme = scheme_of(scope, headers)
    host = own_host(headers.get("host", ""), scope.server)
    if host is None or (settings.HTTPS and scheme != "https"):
        return None
    return Asked(
        host,
        scheme,
        path,
        query and _canonical(query),
        _day(int(time.time() // 60)),
        headers.get("hx-request") == "true",
        headers.get("hx-history-restore-request") == "true",
    )


def scheme_of(scope, headers):
    if settings.BEHIND_PROXY:
        return "https" if headers.get("x-forwarded-proto") == "https" else "http"
    return scope.scheme


@lru_cache(maxsize=256)
def own_host(host, server):
    """Return the host as the site writes it if it is exactly one of the site's own, else None.

    `server` is the address and port that the request came to.
    """
    domain, port = split_domain_port(host)
    site = urlsplit(settings.SITE_URL)
    ports = {"", str(settings.PORT), str(site.port or ""), server.rpartition(":")[2]}
    names = {*settings.ALLOWED_HOSTS, site.hostname}
    if domain not in names or port not in ports:
        return None
    return host.lower()


def _canonical(query):
    known = [pair for pair in parse_qsl(query, keep_blank_values=True) if pair[0] in KNOWN]
    return urlencode(sorted(known, key=itemgetter(0)))


@lru_cache(maxsize=4)
def _day(minute):
    """Return the day of a minute since 1970."""
    return timezone.localdate(datetime.fromtimestamp(minute * 60, UTC))


def address_of(scope, headers):
    """Return where a request came from: behind a proxy, what the proxy says."""
    if settings.BEHIND_PROXY:
        return headers.get("x-forwarded-for", "").rpartition(",")[2].strip()
    return _peer(scope)


def _peer(scope):
    return scope.client.rpartition(":")[0].strip("[]")


def environ_of(scope, headers, body, length):
    """Return the WSGI environment of a request, whole; `length` is that of its body."""
    server, _colon, port = scope.server.rpartition(":")
    environ = {
        "REQUEST_METHOD": scope.method, "PATH_INFO": wsgi_text(scope.path),
        "QUERY_STRING": scope.query_string, "SERVER_NAME": server, "SERVER_PORT": port,
        "REMOTE_ADDR": _peer(scope), "CONTENT_LENGTH": str(length or ""),
    } | wsgi(scope.scheme, body)  # fmt: skip
    for name, value in headers.items():
        if "_" in name:  # would pass for the one with a hyphen, which a proxy may have set
            continue
        name = _variable(name)
        if name == "HTTP_COOKIE" and name in environ:
            environ[name] += f"; {value}"
        elif name in environ and name.startswith("HTTP_"):
            environ[name] += f",{value}"
        elif name not in ("CONTENT_LENGTH", "HTTP_CONTENT_LENGTH"):
            environ[name] = value
    return environ


@lru_cache(maxsize=256)
def _variable(name):
    return "CONTENT_TYPE" if name == "content-type" else f"HTTP_{name.upper().replace('-', '_')}"


def wsgi(scheme, body):
    return {
        "SCRIPT_NAME": "", "SERVER_PROTOCOL": "HTTP/1.1", "wsgi.version": (1, 0),
        "wsgi.url_scheme": scheme, "wsgi.input": body, "wsgi.errors": sys.stderr,
        "wsgi.multithread": True, "wsgi.multiprocess": True, "wsgi.run_once": False,
    }  # fmt: skip


def wsgi_text(text):
    """Return a text as PEP 3333 hands it over: each byte of its UTF-8 as a letter of Latin-1."""
    return text.encode().decode("latin-1")
