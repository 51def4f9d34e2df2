"""Adding to the ledger, which only grows."""

import secrets
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from ..models import LedgerEntry
from ..rules import digest

_ADVISORY_LOCK = 0x07_5A_11


def next_moment():
    """Return the time of the next entry: now, and later than the newest one.

    Waits for every other writer of the chain to commit; call it inside the transaction of the
    change that is recorded.
    """
    wait_for_other_writers()
    now, head = timezone.now(), LedgerEntry.objects.head()
    return max(now, head["recorded_at"] + timedelta(microseconds=1)) if head else now


def append(*, kind, payload, at):
    """Append an entry to the chain, recorded at `at`, a `next_moment()` of this transaction.

    `payload` is what JSON can hold.
    """
    wait_for_other_writers()
    last = LedgerEntry.objects.head()
    text, salt = digest.canonical(payload), secrets.token_hex(16)
    chained = {
        "prev_digest": last["digest"] if last else digest.START,
        "sequence": last["sequence"] + 1 if last else 1,
        "recorded_at": at,
        "kind": kind,
        "content_digest": digest.content_digest(salt=salt, payload=text),
    }
    return LedgerEntry.objects.create(
        **chained, payload=text, salt=salt, digest=digest.entry_digest(**chained)
    )


def wait_for_other_writers():
    """Let one transaction at a time publish; call it before any row is locked.

    On SQLite an IMMEDIATE transaction is alone already.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ADVISORY_LOCK])
