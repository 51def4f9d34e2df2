"""Making what follows from the published entries where it is missing."""

import json
from datetime import datetime
from itertools import batched
from typing import Any

from ..models import Citation, Initiative, LedgerEntry, Source, StatusUpdate, search_index
from ..models.revision import noun_models
from ..vocabulary import RECORD, LedgerKind
from . import ledger
from .history import links_of
from .ledger import Publication

NOUNS = [name for name in RECORD if name not in ("initiative", "source")]
OLD_KINDS = [
    LedgerKind.SOURCE, LedgerKind.INITIATIVE, LedgerKind.UPDATE, LedgerKind.REVISION,
    LedgerKind.CORRECTION, LedgerKind.WITHDRAWAL, LedgerKind.COUNTERSIGNATURE, LedgerKind.ERASURE,
]  # fmt: skip
"""The first entry of any other kind is where the ledger begins to name nouns and links."""


def rebuild(*, everything: bool = False) -> int:
    """Make the snapshots of the published initiatives that have none, or of all of them.

    A ledger that names no initiatives yet, or no other nouns, is of an older version, and gets the
    entries of all that are public. In any other, what has no entry was written past every action:
    it gets none, and `verify` names it. Returns how many initiatives were rebuilt.
    """
    with ledger.publication() as publication:
        _record_sources(publication)
        _record_nouns(publication)
        return _rebuild_initiatives(publication, everything=everything)


def _rebuild_initiatives(publication: Publication, *, everything: bool) -> int:
    initiatives = Initiative.objects.ever_published().select_related("plan").order_by("pk")
    updates = StatusUpdate.objects.published().order_by()
    initiatives = initiatives.filter(pk__in=updates.values("initiative"))
    if not everything:
        initiatives = initiatives.filter(snapshots__isnull=True)
    is_older = not LedgerEntry.objects.filter(kind=LedgerKind.INITIATIVE).exists()
    count = 0
    for initiative in initiatives.iterator(chunk_size=500):
        if is_older and not initiative.snapshots.exists():
            publication.record_initiative(initiative)
        publication.rebuild(initiative)
        count += 1
    return count


def reindex() -> int:
    """Fold the words of all published initiatives again, and index them; return how many."""
    with ledger.publication() as publication:
        _record_sources(publication)
        _record_nouns(publication)
        count = _rebuild_initiatives(publication, everything=True)
        search_index.rebuild()
    return count


def _record_sources(publication: Publication) -> None:
    """Let the source say when the ledger said what it is; an older ledger says so of all cited."""
    unsaid = Source.objects.cited().filter(recorded_at__isnull=True).defer("text").order_by("pk")
    if not unsaid:
        return
    recorded, is_older = _recorded(LedgerKind.SOURCE), not _names_nouns()
    for source in unsaid:
        if moment := recorded.get(source.sha256):
            source.recorded_at = moment
            source.save(update_fields=["recorded_at"])
            publication.show()
        elif is_older:
            publication.record_source(source)


def _record_nouns(publication: Publication) -> None:
    """Let a ledger that names no nouns, quotes and links say which are public, once."""
    if _names_nouns():
        return
    _record_links(publication)
    for name in (*NOUNS, "citation"):
        model = Citation if name == "citation" else noun_models()[name]
        for row in model._default_manager.filter(published_at__isnull=False).order_by("pk"):
            publication.record_noun(row, public_since=row.published_at)


def _record_links(publication: Publication) -> None:
    published = Initiative.objects.ever_published().order_by("pk")
    for some in batched(published.iterator(chunk_size=500), 500):
        links = links_of([initiative.pk for initiative in some])
        for initiative in some:
            publication.record_links(initiative, links[initiative.pk])


def _names_nouns() -> bool:
    return LedgerEntry.objects.exclude(kind__in=OLD_KINDS).exists()


def _recorded(kind: LedgerKind) -> dict[Any, datetime]:
    """Return {of what row: when} of the entries of a kind that still have their payload."""
    entries = LedgerEntry.objects.filter(kind=kind).values_list("payload", "recorded_at")
    return {json.loads(payload)[kind]: moment for payload, moment in entries if payload is not None}
