"""Whether the record is what it claims to be: read everything, compare, change nothing."""

import hashlib
import json
from collections import Counter

from ..models import Citation, Initiative, LedgerEntry, Source, StatusUpdate
from ..rules import chain, digest
from ..vocabulary import LedgerKind
from .projection import payloads, projected

CHUNK = 500


class Verification:
    """One reading of the record. `counts` says how many of what were read, once it is over."""

    def __init__(self):
        self.counts: Counter[str] = Counter()
        self.head = None
        self._recorded = {}

    def findings(self):
        """Yield a sentence for everything that is wrong, in the order of the ledger first."""
        yield from self._ledger()
        yield from self._updates()
        yield from self._sources()
        yield from self._citations()
        yield from self._projections()

    def _ledger(self):
        entries = LedgerEntry.objects.order_by("sequence").values_list(*chain.Link._fields)
        for broken in chain.breaks(self._read(chain.Link(*entry) for entry in entries.iterator())):
            yield f"Ledger entry {broken.sequence} {broken.problem}."

    def _read(self, links):
        """Pass the links on, and keep which update each speaks of."""
        for link in links:
            self.counts["ledger entries"] += 1
            self.head = link
            if link.payload is None:
                self.counts["erased"] += 1
            elif link.kind == LedgerKind.UPDATE:
                self._keep(link)
            yield link

    def _keep(self, link):
        try:
            update = json.loads(link.payload)["update"]
        except (ValueError, KeyError, TypeError):
            return  # its content digest tells
        self._recorded[update] = link.sequence, _fingerprint(link.payload)

    def _updates(self):
        unrecorded = []
        for pk, payload in payloads(StatusUpdate.objects.published()):
            self.counts["published updates"] += 1
            sequence, fingerprint = self._recorded.pop(pk, (None, None))
            if sequence is None:
                unrecorded.append(pk)
            elif fingerprint != _fingerprint(digest.canonical(payload)):
                yield f"Status update {pk} is not what ledger entry {sequence} recorded."
        if len(unrecorded) > self.counts["erased"]:
            yield f"Status update {unrecorded[0]} is published without a ledger entry."
        for pk, (sequence, _unused) in self._recorded.items():
            yield f"Status update {pk} of ledger entry {sequence} is gone."

    def _sources(self):
        for source in Source.objects.order_by("pk").iterator(chunk_size=CHUNK):
            self.counts["sources"] += 1
            if digest.source_digest(source.text) != source.sha256:
                yield f"The text of source {source.slug} does not have the digest recorded."

    def _citations(self):
        source = None
        for citation in Citation.objects.order_by("source", "pk").iterator(chunk_size=CHUNK):
            self.counts["quotes"] += 1
            if source is None or source.pk != citation.source_id:
                source = citation.source
            if source.text[citation.start : citation.end] != citation.quote:
                yield f"The quote of citation {citation.pk} is not in source {source.slug}."

    def _projections(self):
        initiatives = Initiative.objects.order_by("pk").with_updates()
        for initiative in initiatives.iterator(chunk_size=CHUNK):
            self.counts["initiatives"] += 1
            for column, value in projected(initiative, initiative.published_updates).items():
                if getattr(initiative, column) != value:
                    yield f"The {column} of {initiative.slug} does not follow from its updates."
                    break
            if initiative.published_at and not initiative.published_updates:
                yield f"Initiative {initiative.slug} is published without an update."


def _fingerprint(text):
    return hashlib.sha256(text.encode()).digest()
