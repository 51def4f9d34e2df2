"""Adding to the ledger, which only grows."""

import secrets

from django.db import connection
from django.utils import timezone

from ..models import LedgerEntry
from ..rules import digest

_ADVISORY_LOCK = 0x07_5A_11


def append(*, kind, payload):
    """Append an entry to the chain; call it inside the transaction of the change that it records.

    `payload` is what JSON can hold. Waits for every other writer of the chain to commit.
    """
    wait_for_other_writers()
    last = LedgerEntry.objects.order_by("-sequence").only("sequence", "digest").first()
    text, salt = digest.canonical(payload), secrets.token_hex(16)
    chained = {
        "prev_digest": last.digest if last else digest.START,
        "sequence": last.sequence + 1 if last else 1,
        "recorded_at": timezone.now(),
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
