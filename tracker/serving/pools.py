"""Threads for one kind of request each, so that no kind can hold up another."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress


class Full(Exception):
    """So many wait for a thread already that another would wait too long."""


class Pool:
    """A few threads, each with its own connection to the database, and those who wait for one."""

    def __init__(self, name, *, threads, most_waiting):
        self.threads = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self.most = threads + most_waiting
        self.inside = 0

    def submit(self, function, *args):
        """Return the Future of what the function returns in a thread of the pool. Raises Full.

        It can be cancelled until a thread has begun with it.
        """
        if self.inside >= self.most:
            raise Full
        self.inside += 1
        loop = asyncio.get_running_loop()
        task = self.threads.submit(function, *args)
        task.add_done_callback(lambda _task: self._leave(loop))
        return task

    async def run(self, function, *args):
        """Return what the function returns in a thread of the pool. Raises Full."""
        return await asyncio.wrap_future(self.submit(function, *args))

    def _leave(self, loop):
        with suppress(RuntimeError):  # the server has ended
            loop.call_soon_threadsafe(self._count_one_less)

    def _count_one_less(self):
        self.inside -= 1


class Pools:
    """The kinds: static files, health checks, public pages, downloads, what strangers send, staff.

    To check a password takes half a second of the processor, and who checks one is a stranger: so
    a flood of them waits for two threads, and neither readers nor staff wait behind it.
    """

    def __init__(self, pool=Pool):
        self.static = pool("static", threads=2, most_waiting=500)
        self.health = pool("health", threads=1, most_waiting=20)
        self.readers = pool("readers", threads=4, most_waiting=500)
        self.downloads = pool("downloads", threads=2, most_waiting=100)
        self.strangers = pool("strangers", threads=2, most_waiting=50)
        self.staff = pool("staff", threads=4, most_waiting=100)
