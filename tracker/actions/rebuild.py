"""Making what follows from the published entries where it is missing."""

import json

from django.db import transaction

from ..models import Initiative, LedgerEntry
from ..vocabulary import LedgerKind
from . import ledger
from .projection import rebuild_snapshots
from .publish import record_initiative


@transaction.atomic
def rebuild(*, everything=False):
    """Make the snapshots of the published initiatives that have none, or of all of them.

    An initiative that was published before the ledger named its wording gets its entry now; one
    whose entry was erased has snapshots, and gets no other.
    Returns how many initiatives were rebuilt.
    """
    ledger.wait_for_other_writers()
    initiatives = Initiative.objects.published().select_related("plan").order_by("pk")
    if not everything:
        initiatives = initiatives.filter(snapshots__isnull=True)
    recorded = None
    count = 0
    for initiative in initiatives.iterator(chunk_size=500):
        if recorded is None:
            recorded = _recorded()
        if initiative.slug not in recorded and not initiative.snapshots.exists():
            record_initiative(initiative, at=ledger.next_moment())
        rebuild_snapshots(initiative=initiative)
        count += 1
    return count


def _recorded():
    """Return the slugs of the initiatives whose wording the ledger names."""
    entries = LedgerEntry.objects.filter(kind=LedgerKind.INITIATIVE)
    payloads = entries.values_list("payload", flat=True)
    return {json.loads(text)["initiative"] for text in payloads if text is not None}
