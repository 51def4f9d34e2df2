"""Pages that the processes of a site share, in Redis or Valkey.

What lies there is signed with the secret key, and read as plain data: whoever can write to the
cache can take pages away, and change none. While it does not answer it is left alone for a while,
so that it costs one page its second, not each.
"""

import hashlib
import json
import logging
import time

from django.conf import settings
from django.core.cache import caches
from django.utils.crypto import constant_time_compare, salted_hmac

from .answer import Answer
from .build_digest import build_digest
from .compression import ENCODINGS
from .page import Page, is_compressed

SECONDS_ALONE = 30
logger = logging.getLogger(__name__)


class Signed:
    """How the client of the cache writes a value of bytes: with a signature in front of it."""

    def __init__(self, **_options):
        pass

    def dumps(self, value):
        return _signature(value) + value

    def loads(self, stored):
        signature, value = stored[:64], stored[64:]
        if not constant_time_compare(signature, _signature(value)):
            raise ValueError("What lies in the shared cache was not written by this site.")
        return value


def _signature(value):
    return salted_hmac("tracker.shared_pages", value, algorithm="sha256").hexdigest().encode()


class SharedPages:
    """The cache named `pages`: asked in threads, as it may take its time."""

    def __init__(self, clock=time.monotonic):
        self.clock, self.silent_until = clock, 0

    def get(self, asked, version):
        """Return the Page that another process made, or None."""
        stored = self._ask("get", _name(asked, version))
        if stored is None:
            return None
        head, _line, body = stored.partition(b"\n")
        headers = json.loads(head)
        plain = body if is_compressed(headers) else ENCODINGS["br"].unpack(body)
        return Page(version, Answer(200, [*headers.items()], plain))

    def set(self, asked, page):
        head = json.dumps(page.headers).encode()
        body = page.bodies["" if page.is_as_it_is else "br"].content
        self._ask("set", _name(asked, page.version), head + b"\n" + body)

    def _ask(self, verb, *arguments):
        if self.clock() < self.silent_until:
            return None
        try:
            return getattr(caches["pages"], verb)(*arguments)
        except Exception:  # whatever the client raises
            self.silent_until = self.clock() + SECONDS_ALONE
            logger.exception("The shared cache does not answer; left alone for %s s", SECONDS_ALONE)
            return None


def shared_pages():
    """Return what the settings say of it: None without CACHE_URL."""
    return SharedPages() if "pages" in settings.CACHES else None


def _name(asked, version):
    return hashlib.sha256(repr((build_digest(), version, asked)).encode()).hexdigest()
