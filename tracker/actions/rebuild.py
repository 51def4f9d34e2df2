"""Making what follows from the published entries where it is missing."""

import json
from datetime import datetime
from itertools import batched
from typing import Any

from ..models import Citation, Initiative, LedgerEntry, Milestone, Source, search_index
from ..models.record_fields import citation_text
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

    An initiative that was published before the ledger named its wording gets its entry now; one
    whose entry was erased has snapshots, and gets no other.
    Returns how many initiatives were rebuilt.
    """
    with ledger.publication() as publication:
        _record_sources(publication)
        _record_nouns(publication)
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
        _record_nouns(publication)
        count = _rebuild_initiatives(publication, everything=True)
        search_index.rebuild()
    return count


def _record_sources(publication: Publication) -> None:
    """Let the ledger say what each cited source is, and the source when the ledger said it."""
    unsaid = Source.objects.cited().filter(recorded_at__isnull=True).defer("text").order_by("pk")
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


def _record_nouns(publication: Publication) -> None:
    """Let the ledger say what was public before it named nouns, quotes and links."""
    _record_links(publication)  # before the first entry of a noun
    for name in (*NOUNS, "citation"):
        model = Citation if name == "citation" else noun_models()[name]
        kind = LedgerKind(name)
        public = model._default_manager.filter(published_at__isnull=False).order_by("pk")
        if _lacks(kind):  # an entry that was erased may be of any row, and all have one
            continue
        recorded = _recorded(kind)
        for row in public:
            identity = row.pk if isinstance(row, Milestone) else getattr(row, "slug", "")
            if (identity or citation_text(row)) not in recorded:
                publication.record_noun(row, public_since=row.published_at)


def _record_links(publication: Publication) -> None:
    """Record the links of the initiatives whose own entries do not have them."""
    first = LedgerEntry.objects.exclude(kind__in=OLD_KINDS).order_by("sequence").first()
    older = Initiative.objects.published().order_by("pk")
    if first:
        older = older.filter(published_at__lt=first.recorded_at)
    if _lacks(LedgerKind.LINKS):
        return
    said = _recorded(LedgerKind.LINKS)
    unsaid = (one for one in older.iterator(chunk_size=500) if one.slug not in said)
    for some in batched(unsaid, 500):
        links = links_of([initiative.pk for initiative in some])
        for initiative in some:
            publication.record_links(initiative, links[initiative.pk])


def _lacks(kind: LedgerKind) -> bool:
    """Whether an entry of a kind was erased."""
    return LedgerEntry.objects.filter(kind=kind, payload=None).exists()


def _recorded(kind: LedgerKind) -> dict[Any, datetime]:
    """Return {of what row: when} of the entries of a kind that still have their payload."""
    entries = LedgerEntry.objects.filter(kind=kind).values_list("payload", "recorded_at")
    return {json.loads(payload)[kind]: moment for payload, moment in entries if payload is not None}
