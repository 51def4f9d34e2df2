"""The site as granian's worker runs it: an event loop reads requests whole and sends answers.

A request that is slow to come, or an answer that is slow to go, holds no thread. Pages that are
kept are sent by the loop itself. All else is made by Django in the threads of `Pools`.
"""

import asyncio
import ctypes
import logging
import signal
import sys
import tempfile
import time
from contextlib import ExitStack
from io import BytesIO

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections

from .wsgi import application as django  # isort: skip  # it loads the applications
from ..rules.networks import household
from ..watching import metrics
from .answer import Answer, answer, sweep
from .asked import SESSION, address_of, asked, environ_of
from .brake import SECONDS_TO_REFUSE, Brake
from .compression import encoding_for
from .limits import (
    BODY_BYTES,
    BODY_SECONDS,
    IN_MEMORY_BYTES,
    LOCK_SECONDS,
    STATEMENT_SECONDS,
    UNREAD_SECONDS,
)
from .page import Page
from .page_cache import PageCache
from .pools import Full, Pools
from .record_version import RecordVersion, Silent
from .security_headers import security_headers
from .shared_pages import shared_pages

SECONDS_OF_PYTHON = 0.001
"""How long a thread may run before another gets its turn: a page that is kept waits that long."""
PR_SET_PDEATHSIG = 1  # of linux/prctl.h
STATIC = f"/{settings.STATIC_URL.strip('/')}/"
SAFE = ("GET", "HEAD")
WRITES = "/desk/login/passkey/"
"""The one page for strangers that writes as it is read: what the passkey has to sign."""
RETRY_AFTER = {429: 60, 503: 5}
"""Seconds, by status."""
logger = logging.getLogger(__name__)


def wait_no_longer(database):
    """Let no request wait for the database without end; commands of `manage.py` may."""
    options = database["OPTIONS"]
    if database["ENGINE"].endswith("postgresql"):
        options["options"] += f" -c lock_timeout={LOCK_SECONDS}s"
        options["options"] += f" -c statement_timeout={STATEMENT_SECONDS}s"
        options |= {"connect_timeout": 5, "tcp_user_timeout": LOCK_SECONDS * 1000}
    else:
        options["timeout"] = LOCK_SECONDS


def end_with_parent():
    """Let the system end this worker once the process that starts workers is gone.

    It would go on otherwise, and hold the port that the next start needs.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class Broken(Exception):
    """A request whose body did not come whole: nothing of it is believed."""


class Gone(Exception):
    """The client has left: nobody wants the answer."""


async def unless_gone(protocol, work):
    """Return what a coroutine returns; cancel it and raise Gone if the client leaves before."""
    task = asyncio.ensure_future(work)
    left = asyncio.ensure_future(protocol.client_disconnect())
    await asyncio.wait({task, left}, return_when=asyncio.FIRST_COMPLETED)
    left.cancel()
    if task.done():
        return task.result()
    task.cancel()
    raise Gone


class Front:
    """An application of RSGI, granian's own interface."""

    def __init__(self, application, *, pools=None, version=None, shared=None):
        self.application = application
        self.pools, self.version = pools or Pools(), version or RecordVersion()
        self.pages = PageCache(application, self.pools, shared)
        self.newest, self.brake = None, Brake()

    def __rsgi_init__(self, loop):
        sys.setswitchinterval(SECONDS_OF_PYTHON)
        end_with_parent()
        sweep()
        wait_no_longer(connections.settings[DEFAULT_DB_ALIAS])

    async def __rsgi__(self, scope, protocol):
        headers = scope.headers  # made anew each time that it is asked for
        try:
            page = asked(scope, headers)
            if page is None or not await self._send_page(page, scope, headers, protocol):
                await self._ask_django(scope, headers, protocol)
        except Gone:
            protocol.response_empty(499, [])  # nobody gets it
        except Broken:
            _refuse(protocol, 400, "The request did not come whole, or without its length.")
        except Full:
            _refuse(protocol, 503, "Too many are waiting. Please try again in a moment.")
        except Exception:
            logger.exception("The server failed")
            _refuse(protocol, 500, "Something went wrong here.")

    async def _send_page(self, page, scope, headers, protocol):
        """Send a public page; return False if none was Asked for, or no database answers."""
        encoding = encoding_for(headers.get("accept-encoding", ""))
        version = self.version.at_once()
        if version is None:
            try:
                version = await self.version.wait()
            except Silent:
                return self._send_stale(page, encoding, scope, headers, protocol)
        self.newest = version
        found = self.pages.kept(page, version)
        metrics.kept_page("hit" if found else "miss")
        if found is None or found.made(encoding) is None:
            found = await unless_gone(protocol, self.pages.make(page, version, encoding))
        if isinstance(found, Page):
            _send_body(found.made(encoding), scope, headers, protocol)
        elif found:
            _send(found, scope, protocol)
        return found is not None

    def _send_stale(self, page, encoding, scope, headers, protocol):
        found = self.newest is not None and self.pages.kept(page, self.newest)
        body = found and (found.made(encoding) or found.made("br"))
        if not body:
            return False
        metrics.kept_page("stale")
        age = str(int(time.time() - found.made_at))
        extra = [("warning", '110 - "Response is stale"'), ("age", age)]
        _send_body(body, scope, headers, protocol, extra)
        return True

    async def _ask_django(self, scope, headers, protocol):
        pool = self._pool(scope, headers)
        if pool is self.pools.strangers and not self.brake.allows(
            household(address_of(scope, headers))
        ):
            await asyncio.sleep(SECONDS_TO_REFUSE)
            _refuse(protocol, 429, "That is a lot at once. Please try again in a minute.")
            return
        try:
            async with asyncio.timeout(BODY_SECONDS):
                body, length = await _read(headers, protocol)
        except TimeoutError:
            _refuse(protocol, 408, "The request did not come whole in time.")
            return
        with body:
            environ = environ_of(scope, headers, body, length)
            found = pool.run(answer, self.application, environ)
            found = await (unless_gone(protocol, found) if scope.method in SAFE else found)
        _send(found, scope, protocol)

    def _pool(self, scope, headers):
        if scope.path.startswith(STATIC) or scope.path == "/healthz":
            return self.pools.static
        if scope.path == "/readyz":
            return self.pools.health
        if SESSION in headers.get("cookie", ""):
            return self.pools.staff
        is_read = scope.method in SAFE and not scope.path.startswith(WRITES)
        return self.pools.readers if is_read else self.pools.strangers


async def _read(headers, protocol):
    """Return the body of a request, as a file, and its length.

    Of one that is too long only the length is told: Django refuses it without reading. Raises
    Broken if less came than was told, or nobody told how much would come.
    """
    told = headers.get("content-length", "0")
    if told.isdecimal() and int(told) > BODY_BYTES:
        return BytesIO(), int(told)
    with ExitStack() as stack:
        body = stack.enter_context(tempfile.SpooledTemporaryFile(IN_MEMORY_BYTES))
        async for part in protocol:
            if body.tell() + len(part) > BODY_BYTES:
                return BytesIO(), body.tell() + len(part)
            body.write(part)
        length = body.tell()
        if not told.isdecimal() or length < int(told) or "transfer-encoding" in headers:
            raise Broken
        body.seek(0)
        stack.pop_all()  # whoever reads it closes it
        return body, length


def _send_body(body, scope, headers, protocol, extra=()):
    wanted = headers.get("if-none-match")
    if wanted and body.etag in (part.strip().removeprefix("W/") for part in wanted.split(",")):
        protocol.response_empty(304, [*body.not_modified_headers, *extra])
    elif body.content and scope.method == "GET":
        protocol.response_bytes(200, [*body.headers, *extra], body.content)
    else:
        _send(Answer(200, [*body.headers, *extra], body.content, body.file), scope, protocol)


def _send(found, scope, protocol):
    """Send an Answer; its file stays there until the server has opened it."""
    if scope.method == "HEAD" or not (found.body or found.file):
        protocol.response_empty(found.status, found.headers)
    elif found.file:
        protocol.response_file(found.status, found.headers, found.file.path)
        asyncio.get_running_loop().call_later(UNREAD_SECONDS, lambda _file: None, found.file)
    else:
        protocol.response_bytes(found.status, found.headers, found.body)


def _refuse(protocol, status, words):
    headers = [
        ("content-type", "text/plain; charset=utf-8"), ("cache-control", "no-store"),
        ("connection", "close"), *security_headers(),
    ]  # fmt: skip
    headers += [("retry-after", str(RETRY_AFTER[status]))] if status in RETRY_AFTER else []
    protocol.response_bytes(status, headers, f"{words}\n".encode())


application = Front(django, shared=shared_pages())
