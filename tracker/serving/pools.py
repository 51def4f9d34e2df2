"""Threads for one kind of request each, so that no kind can hold up another."""

import asyncio
from concurrent.futures import ThreadPoolExecutor


class Full(Exception):
    """So many wait for a thread already that another would wait too long."""


class Pool:
    """A few threads, each with its own connection to the database, and those who wait for one."""

    def __init__(self, name, *, threads, most_waiting):
        self.threads = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self.most = threads + most_waiting
        self.inside = 0

    async def run(self, function, *args):
        """Return what the function returns in a thread of the pool. Raises Full."""
        if self.inside >= self.most:
            raise Full
        self.inside += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self.threads, function, *args)
        finally:
            self.inside -= 1


class Pools:
    """The kinds: static files, public pages, what strangers send, and all of the staff.

    To check a password takes half a second of the processor, and who checks one is a stranger: so
    a flood of them waits for two threads, and neither readers nor staff wait behind it.
    """

    def __init__(self, pool=Pool):
        self.static = pool("static", threads=2, most_waiting=500)
        self.readers = pool("readers", threads=4, most_waiting=500)
        self.strangers = pool("strangers", threads=2, most_waiting=50)
        self.staff = pool("staff", threads=4, most_waiting=100)
