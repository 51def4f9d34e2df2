"""Which database a request reads: a replica, where one has all that the primary has.

A published change is seen by the next request, whatever the lag. So the number of `data_version`
is read from the primary on every request, kept page or not, and a page is made from a replica only
if that has the number, or a later one, by then; else, or if no replica answers, from the primary.
Without the primary nobody can say what is current, so a replica alone makes no page.

A page then reads everything from one database, its own data version before all else: what a process
keeps in memory under a number is at least as new as that number, wherever it was read. The facet
index may be ahead of a replica by what another request has just learnt: see `Record.index`. If a
replica breaks off, the page is made anew from the primary.

Only public pages read a replica, and only for readers without a session: whoever writes something
finds it. All else (staff, commands, verification) is the primary's.
"""

import random
import time
from contextvars import ContextVar

from django.conf import settings
from django.core.signals import request_finished, request_started
from django.db import DEFAULT_DB_ALIAS, connections

from .data_version import GONE, data_version

SILENT_SECONDS = 10
"""How long a replica that did not answer is left alone."""

_reading = ContextVar("reading", default=DEFAULT_DB_ALIAS)
_silent_until: dict[str, float] = {}


class Router:
    """Reads go where this request reads, everything else to the primary."""

    def db_for_read(self, model, **hints):
        return _reading.get()

    def db_for_write(self, model, **hints):
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db == DEFAULT_DB_ALIAS


def reading():
    """Return the alias of the database that this request reads."""
    return _reading.get()


def read_replica():
    """Read the rest of this request from a replica, if one is as new as the primary is now."""
    aliases = [name for name in settings.DATABASE_REPLICAS if _silent_until.get(name, 0) < _now()]
    if not aliases:
        return
    version = data_version()
    for alias in random.sample(aliases, len(aliases)):
        try:
            if data_version(alias) >= version:
                _reading.set(alias)
                return
        except GONE:
            connections[alias].close()
            _silent_until[alias] = _now() + SILENT_SECONDS


def read_primary(**_signal):
    """Read the rest of this request from the primary."""
    _reading.set(DEFAULT_DB_ALIAS)


def _now():
    return time.monotonic()


# A page that is streamed is read after its view has returned.
request_started.connect(read_primary)
request_finished.connect(read_primary)
