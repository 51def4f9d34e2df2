"""The front, asked without a server: its loop runs in a thread, Django in that of the test.

So what a test has in its transaction is what the pages show.
"""

import asyncio
import queue
import threading
from concurrent.futures import Future
from types import SimpleNamespace

from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from tracker.models.data_version import DATABASE_ERRORS, data_version
from tracker.serving.front import Front
from tracker.serving.pools import Pools
from tracker.serving.record_version import Silent
from tracker.serving.wsgi import application as django


class Counted:
    """Django's application, and how often it was asked."""

    def __init__(self):
        self.asked = 0

    def __call__(self, environ, start_response):
        self.asked += 1
        return django(environ, start_response)


class Site:
    """A front, and the thread of its loop; whoever asks it lends it their own thread meanwhile."""

    def __init__(self, application=None, **parts):
        self.application = application or Counted()
        self.tasks: queue.Queue = queue.Queue()
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever)
        self.thread.start()
        parts = {"version": Version(self)} | parts
        self.front = Front(self.application, pools=Pools(self._pool), **parts)

    def close(self):
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()

    def ask(self, path, method="GET", **headers):
        return self.ask_all([(path, method, headers)])[0]

    def ask_all(self, requests):
        """Return the answers to some requests of the same moment."""
        return self.during(self._all(requests))

    def during(self, coroutine):
        """Return what a coroutine of the loop returns; its calls of Django are made here."""
        done = asyncio.run_coroutine_threadsafe(coroutine, self.loop)
        done.add_done_callback(lambda _done: self.tasks.put(None))
        while task := self.tasks.get():
            future, function, args = task
            try:
                future.set_result(function(*args))
            except BaseException as error:  # it belongs to whoever waits for it
                future.set_exception(error)
        return done.result()

    async def _all(self, requests):
        answers = [Answer(*request) for request in requests]
        await asyncio.gather(*(self.front.__rsgi__(each.scope, each) for each in answers))
        return answers

    def here(self, function, *args):
        """Let the thread of the test call a function; return the Future of its result."""
        future: Future = Future()
        self.tasks.put((future, function, args))
        return future

    def _pool(self, _name, **_limits):
        async def run(function, *args):
            return await asyncio.wrap_future(self.here(function, *args))

        return SimpleNamespace(run=run, submit=self.here)


class Version:
    """Reads the number in the transaction of the test; `is_silent` if no database is to answer."""

    def __init__(self, site):
        self.site, self.is_silent = site, False

    def at_once(self):
        return None

    async def wait(self):
        if self.is_silent:
            raise Silent
        try:
            return await asyncio.wrap_future(self.site.here(data_version))
        except DATABASE_ERRORS as error:
            raise Silent from error


class Answer:
    """Scope and protocol of one request, as granian hands them over, and what was answered."""

    def __init__(self, path, method="GET", headers=()):
        path, _mark, query = path.partition("?")
        body = dict(headers).pop("body", b"")
        given = {name.replace("_", "-"): value for name, value in dict(headers).items()}
        given = {"host": "localhost", "content-length": str(len(body))} | given
        given.pop("body", None)
        self.scope = SimpleNamespace(
            method=method, path=path, query_string=query, scheme="http", headers=given,
            client="127.0.0.1:50000", server="127.0.0.1:8000",
        )  # fmt: skip
        self._parts = iter([body] if body else [])
        self.status, self.headers, self.body = None, {}, b""

    def __aiter__(self):
        return self

    async def __anext__(self):
        for part in self._parts:
            return part
        raise StopAsyncIteration

    async def client_disconnect(self):
        await asyncio.Event().wait()

    def response_bytes(self, status, headers, body):
        assert self.status is None
        self.all_headers = [(name.lower(), value) for name, value in headers]
        self.status, self.headers, self.body = status, dict(self.all_headers), body

    def response_empty(self, status, headers):
        self.response_bytes(status, headers, b"")

    def response_file(self, status, headers, path):
        with open(path, "rb") as file:
            self.response_bytes(status, headers, file.read())


class left_open:  # noqa: N801  # a context manager
    """Tell Django to leave the connection of the test open, as its own test client does."""

    def __enter__(self):
        for signal in (request_started, request_finished):
            signal.disconnect(close_old_connections)

    def __exit__(self, *error):
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)
