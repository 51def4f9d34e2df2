"""Making what follows from the published entries where it is missing."""

import json
from datetime import datetime

from ..models import Initiative, LedgerEntry, Source, search_index
from ..vocabulary import LedgerKind
from . import ledger
from .ledger import Publication


def rebuild(*, everything: bool = False) -> int:
    """Make the snapshots of the published initiatives that have none, or of all of them.

    An initiative that was published before the ledger named its wording gets its entry now; one
    whose entry was erased has snapshots, and gets no other.
    Returns how many initiatives were rebuilt.
    """
    with ledger.publication() as publication:
        _record_sources(publication)
        return _rebuild_initiatives(publication, everything=everything)


def _rebuild_initiatives(publication: Publication, *, everything: bool) -> int:
    initiatives = Initiative.objects.published().select_related("plan").order_by("pk")
    if not everything:
        initiatives = initiatives.filter(snapshots__isnull=True)
    recorded = None
    count = 0
    for initiative in initiatives.iterator(chunk_size=500):
        if recorded is None:
            recorded = _recorded(LedgerKind.INITIATIVE)
        if initiative.slug not in recorded and not initiative.snapshots.exists():
            publication.record_initiative(initiative)
        publication.rebuild(initiative)
        count += 1
    return count


def reindex() -> int:
    """Fold the words of all published initiatives again, and index them; return how many."""
    with ledger.publication() as publication:
        _record_sources(publication)
        count = _rebuild_initiatives(publication, everything=True)
        search_index.rebuild()
    return count


def _record_sources(publication: Publication) -> None:
    """Let the ledger say what each cited source is, and the source when the ledger said it."""
    cited = Source.objects.filter(citations__references__update__published_at__isnull=False)
    unsaid = cited.filter(recorded_at__isnull=True).defer("text").distinct().order_by("pk")
    if not unsaid:
        return
    recorded = _recorded(LedgerKind.SOURCE)
    for source in unsaid:
        if moment := recorded.get(source.sha256):
            source.recorded_at = moment
            source.save(update_fields=["recorded_at"])
            publication.show()
        else:
            publication.record_source(source)


def _recorded(kind: LedgerKind) -> dict[str, datetime]:
    """Return {of what row: when} of the entries of a kind that still have their payload."""
    entries = LedgerEntry.objects.filter(kind=kind).values_list("payload", "recorded_at")
    return {json.loads(payload)[kind]: moment for payload, moment in entries if payload is not None}
