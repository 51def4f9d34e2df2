"""Whether the record is what it claims to be: read everything, compare, change nothing."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from datetime import datetime
from itertools import batched, islice
from multiprocessing import get_context
from typing import NamedTuple

import django
from django.db import connection
from django.db.models import Model, QuerySet

from ..models import (
    ActionPlan,
    Attribution,
    Citation,
    Country,
    Event,
    Initiative,
    LedgerEntry,
    Milestone,
    Revision,
    Snapshot,
    Source,
    StatusUpdate,
    search_index,
)
from ..models.data_version import data_version
from ..models.fields import EDTFField
from ..models.record_fields import text_of
from ..models.revision import noun_models, revised_columns
from ..rules import chain, digest, edtf
from ..vocabulary import RECORD, LedgerKind
from .history import links_of
from .payloads import DESCRIBED, KINDS, Payload, Recorded, source_payload, without_particulars
from .projection import LINKED
from .verify_initiatives import (
    Range,
    VerifiedInitiative,
    fingerprint,
    one_moment,
    ranges_of_initiatives,
    verified_initiatives,
    verified_initiatives_at,
)
from .verify_nouns import public_nouns

CHUNK = 500
PLURALS = {
    LedgerKind.UPDATE: "published updates",
    LedgerKind.REVISION: "revisions",
    LedgerKind.CORRECTION: "corrections",
    LedgerKind.WITHDRAWAL: "withdrawals",
    LedgerKind.COUNTERSIGNATURE: "countersignatures",
    LedgerKind.ERASURE: "erasures",
}
FIRST_KINDS = tuple(PLURALS)
"""What the first ledgers recorded."""
WITH_SUBMISSION = (LedgerKind.UPDATE, LedgerKind.REVISION)
"""The kinds whose rows know of which submission they are; of the others the entry alone does."""
TEXTS = ("sentence", "citations", "emergency", "old", "new", "reason")
"""The keys of payloads that are empty once they are erased."""
DATED = [
    (model, field.name)
    for model in (Source, StatusUpdate, Initiative, Snapshot, Milestone, Event, ActionPlan, Country)
    for field in model._meta.concrete_fields
    if isinstance(field, EDTFField)
]
"""The days beside these are looked at once for all rows that have the same date."""
NAMES: dict[str, object] = {kind: LedgerKind(kind).label for kind in LedgerKind}
NAMES_OF_NOUNS = {
    name: str(model._meta.verbose_name).capitalize() for name, model in noun_models().items()
}


def verify(*, most: int, processes: int = 1) -> tuple["Verification", list[str]]:
    """Read the record; return what was read, and what is wrong, at most so many sentences.

    All is read as of one moment, whoever publishes meanwhile. A second process begins with the
    initiatives, which are half of the work. It can't see what a transaction has not committed, so
    within one there is no second.
    """
    is_indexed = search_index.is_whole()  # asked by a write, so before the moment that is read
    if processes == 1 or connection.in_atomic_block:
        with one_moment():
            return _verified(Verification(is_indexed=is_indexed), most)
    second = ProcessPoolExecutor(1, get_context("spawn"), initializer=django.setup)
    with second, one_moment():
        return _verified(Verification(second, is_indexed=is_indexed), most)


def _verified(verification: "Verification", most: int) -> tuple["Verification", list[str]]:
    return verification, list(islice(verification.findings(), most))


class _Entry(NamedTuple):
    """An entry that speaks of a row; no `moment` in the first ledgers."""

    sequence: int
    moment: datetime | None
    fingerprint: bytes

    def agrees(self, moment: datetime, fingerprints: Iterable[bytes]) -> bool:
        return self.moment in (moment, None) and self.fingerprint in fingerprints


type _Begun = tuple[Range, Future[list[VerifiedInitiative] | None] | None]


class Verification:
    """One reading of the record. `counts` says how many of what were read, once it is over."""

    def __init__(
        self, second: ProcessPoolExecutor | None = None, *, is_indexed: bool = True
    ) -> None:
        self.counts: Counter[str] = Counter()
        self.head: chain.Link | None = None
        self._recorded: dict[tuple[str, object], _Entry] = {}
        self._odd: list[str] = []
        self._emptied: dict[int, tuple[str, datetime]] = {}
        self._lacking: Counter[str] | None = None
        self._erased: set[int] = set()
        self._exact = False
        self._people: dict[int, Attribution] = {}
        self._second, self._is_indexed = second, is_indexed

    def findings(self) -> Iterator[str]:
        """Yield a sentence for everything that is wrong, in the order of the ledger first."""
        try:
            yield from self._findings()
        except edtf.WrongDate as error:
            yield f"“{error}” is no date: what follows from it was not checked."

    def _findings(self) -> Iterator[str]:
        initiatives = self._begin_with_initiatives()
        self._people = Attribution.objects.in_bulk()
        yield from self._ledger()
        yield from self._odd
        for sequence in sorted(self._people.keys() - self._emptied.keys()):
            yield f"Somebody is said to have written ledger entry {sequence}, which names nobody."
        yield from self._erasures()
        for kind, (model, payloads) in KINDS.items():
            yield from self._rows(kind, payloads(_published(model)))
        yield from self._sources()
        yield from self._citations()
        yield from self._days()
        yield from self._nouns()
        yield from self._initiatives(initiatives)
        yield from self._revised_rows()
        yield from self._report_missing()
        if not self._is_indexed:
            yield "The search index does not hold the words of all initiatives: run reindex."

    def _ledger(self) -> Iterator[str]:
        entries = LedgerEntry.objects.order_by("sequence").values_list(*chain.Link._fields)
        for broken in chain.breaks(self._read(chain.Link(*entry) for entry in entries.iterator())):
            yield f"Ledger entry {broken.sequence} {broken.problem}."

    def _read(self, links: Iterable[chain.Link]) -> Iterator[chain.Link]:
        """Pass the links on, and keep which row each speaks of."""
        for link in links:
            self.counts["ledger entries"] += 1
            self.head = link
            if link.payload is None:
                self.counts["erased"] += 1
                self._emptied[link.sequence] = link.kind, link.recorded_at
            else:
                self._remember(link, link.payload)
            yield link

    def _remember(self, link: chain.Link, text: str) -> None:
        # The first ledgers named no initiative, and took the time once more for their entries.
        self._exact = self._exact or link.kind not in FIRST_KINDS
        moment = link.recorded_at if self._exact else None
        try:
            payload = json.loads(text)
            row = link.kind, payload[link.kind]
            if row in self._recorded:
                self._odd.append(f"Ledger entry {link.sequence} repeats an earlier one.")
            beside = ("by",) if link.kind in WITH_SUBMISSION else ("by", "submission")
            taken = {name: payload.pop(name) for name in beside if name in payload}
            if taken:
                text = digest.canonical(payload)
            self._check_people(link.sequence, taken.get("by", {}))
            self._recorded[row] = _Entry(link.sequence, moment, fingerprint(text))
            if link.kind == LedgerKind.ERASURE:
                self._erased.add(payload["entry"])
        except (ValueError, KeyError, TypeError):
            self._odd.append(f"Ledger entry {link.sequence} speaks of nothing that it could.")

    def _check_people(self, sequence: int, by: dict[str, str]) -> None:
        """Compare the accounts that an entry commits to with who is said to have written it."""
        people = self._people.pop(sequence, None)
        if (people.digests() if people else {}) != by:
            self._odd.append(f"Who wrote or approved ledger entry {sequence} is not what it says.")

    def _erasures(self) -> Iterator[str]:
        """A payload is gone only if a later entry says why."""
        for sequence in sorted(self._emptied.keys() ^ self._erased):
            what = "is empty" if sequence in self._emptied else "still has what was erased"
            yield f"Ledger entry {sequence} {what}, but no entry says so."

    def _rows(self, kind: LedgerKind, rows: Iterable[Recorded]) -> Iterator[str]:
        erased = self._erased_moments(kind)
        for pk, moment, payload in rows:
            self.counts[PLURALS[kind]] += 1
            recorded = self._recorded.pop((kind, pk), None)
            if recorded is None and moment in erased:
                erased.pop(moment)
                if any(payload.get(key) for key in TEXTS):
                    yield f"{NAMES[kind]} {pk} still says what was erased."
            elif recorded is None:
                yield f"{NAMES[kind]} {pk} is published without a ledger entry."
            elif not recorded.agrees(moment, _fingerprints(kind, payload)):
                yield f"{NAMES[kind]} {pk} is not what ledger entry {recorded.sequence} recorded."
        for sequence in erased.values():
            yield f"{NAMES[kind]} of the erased ledger entry {sequence} is gone."

    def _erased_moments(self, kind: LedgerKind) -> dict[datetime, int]:
        """Return {moment: sequence} of the entries of a kind that have no payload any more."""
        emptied = self._emptied.items()
        return {moment: sequence for sequence, (what, moment) in emptied if what == kind}

    def _report_missing(self) -> Iterator[str]:
        for (kind, row), entry in self._recorded.items():
            yield f"{NAMES[kind]} {row} of ledger entry {entry.sequence} is gone."

    def _sources(self) -> Iterator[str]:
        revisions: dict[int | None, list[Revision]] = defaultdict(list)
        for revision in Revision.objects.published().changes().filter(source__isnull=False):
            revisions[revision.source_id].append(revision)  # the newest first
        for source in Source.objects.order_by("pk").iterator(chunk_size=CHUNK):
            self.counts["sources"] += 1
            if digest.source_digest(source.text) != source.sha256:
                yield f"The text of source {source.slug} does not have the digest recorded."
            yield from self._check_description(source, revisions[source.pk])

    def _check_description(self, source: Source, revisions: Iterable[Revision]) -> Iterator[str]:
        recorded = self._recorded.pop((LedgerKind.SOURCE, source.sha256), None)
        if recorded is None:
            if source.recorded_at and not self._lacks(LedgerKind.SOURCE):
                yield f"Source {source.slug} is published without a ledger entry."
            return
        if recorded.moment not in (source.recorded_at, None):
            entry = recorded.sequence
            yield f"Source {source.slug} was not recorded when ledger entry {entry} says."
        if not any(revision.erased_at for revision in revisions):
            described = {column: getattr(source, column) for column in DESCRIBED}
            described |= {revision.column: revision.old for revision in revisions}
            said = fingerprint(digest.canonical(source_payload(source, described)))
            if recorded.fingerprint != said:
                yield (
                    f"What is said of source {source.slug} is not what ledger entry"
                    f" {recorded.sequence} and its revisions recorded."
                )

    def _lacks(self, kind: LedgerKind) -> bool:
        """Whether an entry of a kind was erased: it can't be told of which row, but of one each."""
        if self._lacking is None:
            self._lacking = Counter(kind for kind, _moment in self._emptied.values())
        self._lacking[kind] -= 1
        return self._lacking[kind] >= 0

    def _citations(self) -> Iterator[str]:
        source: Source | None = None
        for citation in Citation.objects.order_by("source_id", "pk").iterator(chunk_size=CHUNK):
            self.counts["quotes"] += 1
            if source is None or source.pk != citation.source_id:
                source = Source.objects.filter(pk=citation.source_id).first()
            if source is None:
                yield f"The source of citation {citation.pk} is gone."
            elif source.text[citation.start : citation.end] != citation.quote:
                yield f"The quote of citation {citation.pk} is not in source {source.slug}."
        cited = Source.objects.cited().filter(recorded_at__isnull=True)
        for slug in cited.values_list("slug", flat=True):
            yield f"Source {slug} is cited in public and not in the ledger."

    def _days(self) -> Iterator[str]:
        for model, field in DATED:
            once = edtf.days_once_read if model in (Source, StatusUpdate) else edtf.days
            columns = field, f"{field}_earliest", f"{field}_latest"
            rows = model._base_manager.order_by().values_list(*columns).distinct()
            for text, *days in rows.iterator():
                known = (edtf.days(text), once(text)) if text else ((None, None),)
                if tuple(days) not in known:
                    noun = model._meta.verbose_name
                    yield f"The date “{text}” of a row ({noun}) has days that are not its own."

    def _begin_with_initiatives(self) -> list[_Begun]:
        """Return the ranges of keys, each with its future in the second process."""
        ranges = ranges_of_initiatives()
        if self._second is None:
            return [(keys, None) for keys in ranges]
        read, version = self._second.submit, data_version()
        return [(keys, read(verified_initiatives_at, version, keys)) for keys in ranges]

    def _initiatives(self, begun: list[_Begun]) -> Iterator[str]:
        for keys, elsewhere in reversed(begun):  # the second process begins at the other end
            found = None if elsewhere is None or elsewhere.cancel() else elsewhere.result()
            yield from self._check_initiatives(
                verified_initiatives(keys) if found is None else found
            )

    def _check_initiatives(self, initiatives: Iterable[VerifiedInitiative]) -> Iterator[str]:
        for read in initiatives:
            self.counts["initiatives"] += 1
            yield from read.findings
            if read.is_published:
                yield from self._check_wording(read)

    def _check_wording(self, read: VerifiedInitiative) -> Iterator[str]:
        recorded = self._recorded.pop((LedgerKind.INITIATIVE, read.slug), None)
        links = self._recorded.pop((LedgerKind.LINKS, read.slug), None)
        if recorded is None:
            if not self._lacks(LedgerKind.INITIATIVE):
                yield f"Initiative {read.slug} is published without a ledger entry."
            return
        if read.wording is None or recorded.fingerprint == read.whole:
            return
        if recorded.fingerprint != read.wording:
            yield (
                f"What is said of {read.slug} is not what ledger entry {recorded.sequence}"
                " and its revisions recorded."
            )
        elif links is None:
            if not self._lacks(LedgerKind.LINKS):
                yield f"The links of {read.slug} are published without a ledger entry."
        elif links.fingerprint != read.links:
            yield (
                f"The links of {read.slug} are not what ledger entry {links.sequence}"
                " and its revisions recorded."
            )

    def _nouns(self) -> Iterator[str]:
        """What each noun says, revisions taken back, is what its entry recorded."""
        for kind, key, name, moment, payloads in public_nouns():
            self.counts["nouns"] += kind != LedgerKind.CITATION
            recorded = self._recorded.pop((kind, key), None)
            if recorded is None:
                if payloads and not self._lacks(kind):
                    yield f"{name} is published without a ledger entry."
            elif payloads:
                said = payloads[0] if recorded.moment in (moment, None) else payloads[1]
                if recorded.fingerprint != fingerprint(digest.canonical(said)):
                    yield (
                        f"What is said of {name} is not what ledger entry {recorded.sequence}"
                        " and its revisions recorded."
                    )

    def _revised_rows(self) -> Iterator[str]:
        """What a noun says now is what its newest revision made of it."""
        erased = self._erased_moments(LedgerKind.REVISION)
        changes = Revision.objects.published().changes().order_by("pk")
        for revision in changes.iterator(chunk_size=CHUNK):
            if bool(revision.erased_at) != (revision.published_at in erased):
                yield f"Revision {revision.pk} is marked as erased, or not, against the ledger."
        yield from self._revised_links()
        for name in RECORD.keys() - {"initiative"}:
            newest: dict[tuple[int, str], Revision] = {}
            revisions = Revision.objects.published().changes().filter(**{f"{name}__isnull": False})
            for revision in revisions.select_related(name).order_by("published_at"):
                newest[revision.target.pk, revision.column] = revision
            for (_pk, column), revision in newest.items():
                known = column in revised_columns(type(revision.target))
                current = text_of(revision.target, column) if known else None
                if current != revision.new and not revision.erased_at:
                    yield f"The {column} of {revision.target} is not what its revision made it."

    def _revised_links(self) -> Iterator[str]:
        """What an initiative is linked to is what the newest revision of the link made of it."""
        newest: dict[int, dict[str, Revision]] = defaultdict(dict)
        changed = Revision.objects.published().filter(initiative__isnull=False, field__in=LINKED)
        for revision in changed.order_by("published_at", "pk").iterator(chunk_size=CHUNK):
            newest[revision.initiative_id or 0][revision.field] = revision
        for some in batched(newest, CHUNK):
            links = links_of(some)
            for key in some:
                for field, revision in newest[key].items():
                    if links[key].get(field, "") != revision.new and not revision.erased_at:
                        slug = Initiative.objects.values_list("slug", flat=True).get(pk=key)
                        yield f"The {field} of {slug} are not what their revision made them."


def _published[M: Model](model: type[M]) -> QuerySet[M]:
    return model._default_manager.filter(published_at__isnull=False)


def _fingerprints(kind: LedgerKind, payload: Payload) -> Iterator[bytes]:
    """Yield what the ledger may have recorded of a row: as it is written now, as it once was."""
    yield fingerprint(digest.canonical(payload))
    if kind == LedgerKind.UPDATE:
        yield fingerprint(digest.canonical(without_particulars(payload)))
