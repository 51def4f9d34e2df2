"""A cache of whole public pages, in front of Django.

Its rules:

- Kept is what a view marked `@public_page` answers, whole, with 200, to a request that tells
  nothing of who asks: it is made anew of what was Asked, without cookie, session or other header.
- A page is made for one number of `data_version`, which is read on every request before anything
  is looked up. Only while no database answers, one of the last number is served, as stale.
- One request makes a page; the others that want it meanwhile wait for it, in any encoding.
- The pages least asked for go when all exceed PAGE_CACHE_BYTES; those with a query, of which there
  may be any number, fill no more than half of it. Long files lie on the disk instead.
- CACHE_URL lets the processes of a site share what they make.

All but the making happens in the event loop, so nothing here needs a lock.
"""

import asyncio
from collections import OrderedDict

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils import translation

from ..watching import metrics
from .answer import answer
from .page import Page, may_be_kept


def is_public(path):
    """Whether the view of an address is marked `@public_page`."""
    with translation.override(path.split("/")[1]):  # addresses begin with their language
        try:
            return hasattr(resolve(path).func, "is_public_page")
        except Resolver404:
            return False


class Shelf:
    """Pages by what was Asked, the least asked for first, up to so many bytes."""

    def __init__(self, most):
        self.most, self.size = most, 0
        self.pages: OrderedDict = OrderedDict()
        self.sizes = {}

    def get(self, asked):
        if page := self.pages.get(asked):
            self.pages.move_to_end(asked)
        return page

    def keep(self, asked, page):
        """Keep a page, or one that has grown by a Body."""
        self._drop(asked)
        self.pages[asked], self.sizes[asked] = page, len(page)
        self.size += len(page)
        while self.size > self.most:
            self._drop(next(iter(self.pages)))

    def _drop(self, asked):
        if self.pages.pop(asked, None):
            self.size -= self.sizes.pop(asked)


class Flight:
    """A page that is being made, and how many wait for it."""

    def __init__(self, task, page):
        self.task, self.page, self.waiting = task, page, 0

    async def wait(self):
        self.waiting += 1
        try:
            return await asyncio.shield(self.page)
        finally:
            self.waiting -= 1

    def is_called_off(self):
        """Whether nobody waits, and it had not begun: then it is not made any more."""
        return not self.waiting and self.task.cancel()


def is_download(path):
    """Whether an address names a file, as `initiatives.csv`: these may take long to make."""
    return "." in path.rpartition("/")[2]


class PageCache:
    def __init__(self, application, pools, shared=None):
        self.application, self.pools, self.shared = application, pools, shared
        self.pages = Shelf(settings.PAGE_CACHE_BYTES // 2)
        self.queries = Shelf(settings.PAGE_CACHE_BYTES // 2)
        self.files = Shelf(settings.PAGE_FILE_BYTES)
        self.flights = {}

    def kept(self, asked, version):
        """Return the Page that is kept of what was Asked, of this version, or None."""
        for shelf in (self.queries if asked.query else self.pages, self.files):
            found = shelf.get(asked)
            if found and found.version == version:
                return found
        return None

    async def make(self, asked, version, encoding):
        """Return the Page with its Body in an encoding.

        It is an Answer if that is not to be kept, and None if what was Asked is no public page.
        Whoever waits may be cancelled; if nobody waits any more, what has not begun is not made.
        """
        pool = self.pools.downloads if is_download(asked.path) else self.pools.readers
        page = self.kept(asked, version)
        if page is None:
            page = await self._flight(asked, version, encoding, pool)
        if isinstance(page, Page) and page.made(encoding) is None:
            await pool.run(page.make, encoding)
            self._keep(asked, page)
        return page

    async def _flight(self, asked, version, encoding, pool):
        key = asked, version
        if key not in self.flights:
            task = pool.submit(self._found_or_made, asked, version, encoding)
            flight = self.flights[key] = Flight(task, asyncio.wrap_future(task))
            flight.page.add_done_callback(lambda page: self._land(key, page))
        flight = self.flights[key]
        try:
            return await flight.wait()
        finally:
            if flight.is_called_off():
                del self.flights[key]

    def _land(self, key, page):
        if page.cancelled():
            return
        del self.flights[key]
        if not page.exception() and isinstance(page.result(), Page):
            self._keep(key[0], page.result())

    def _found_or_made(self, asked, version, encoding):
        if not is_public(asked.path):
            return None
        if self.shared and (page := self.shared.get(asked, version)):
            metrics.kept_page("shared")
            return page
        found = answer(self.application, asked.environ())
        if not may_be_kept(found):
            return found
        metrics.rendered()
        page = Page(version, found)
        page.make(encoding)
        if self.shared and not page.is_file:
            self.shared.set(asked, page)
        return page

    def _keep(self, asked, page):
        shelf = self.files if page.is_file else self.queries if asked.query else self.pages
        shelf.keep(asked, page)
