"""Publishing: one transaction at a time adds to the ledger, which only grows."""

import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import Any, TypedDict

from django.db import connection, transaction
from django.utils import timezone

from ..models import (
    Attribution,
    Citation,
    Initiative,
    LedgerEntry,
    Revision,
    Source,
    Submission,
    User,
)
from ..models.data_version import bump
from ..models.ledger import LedgerHead
from ..models.revision import target_name
from ..rules import digest
from ..vocabulary import LedgerKind
from .history import links_of
from .payloads import (
    DESCRIBED,
    Payload,
    Published,
    initiative_payload,
    links_payload,
    noun_payload,
    payload_of,
    quote_payload,
    source_payload,
    texts_of,
)
from .projection import LINKED, WORDING, rebuild_snapshots, update_projection

_ADVISORY_LOCK = 0x07_5A_11
_is_open = ContextVar("publication", default=False)


class _Chained(TypedDict):
    """What the digest of an entry is made of."""

    prev_digest: str
    sequence: int
    recorded_at: datetime
    kind: LedgerKind
    content_digest: str


class EntryColumns(_Chained):
    """All columns of an entry; a LedgerHead, too."""

    payload: str
    salt: str
    digest: str


@contextmanager
def publication(*, by: User | None = None) -> Iterator["Publication"]:
    """Open the transaction in which `by` publishes, None for the seeds and the commands.

    It waits until the others who publish have committed: enter it before any row is locked. Pass it
    to what helps; inside another it raises RuntimeError, as each knows the newest entry by itself.
    At its end the data version moves, once, if anything public changed.
    """
    if _is_open.get():
        raise RuntimeError("A publication is passed on, and not opened inside another.")
    token = _is_open.set(True)
    try:
        with transaction.atomic():
            _wait_for_other_writers()
            opened = Publication(by=by, head=LedgerEntry.objects.head())
            yield opened
            if opened.is_seen:
                bump(initiatives=opened.initiatives)
    finally:
        _is_open.reset(token)


class Publication:
    """What one transaction publishes: entries of the ledger, and what follows from them.

    `head` is the newest entry, None of an empty ledger; `submission` is what somebody proposed at
    once, of which the entries are. `initiatives` are the keys of those that changed; `is_seen` says
    whether the public sees any change.
    """

    def __init__(self, *, by: User | None, head: LedgerHead | None) -> None:
        self.by, self.head = by, head
        self.submission: Submission | None = None
        self.initiatives: set[int] = set()
        self.is_seen = False
        self._next_moment: datetime | None = None

    @property
    def at(self) -> datetime:
        """The time reserved for the next entry: now, and later than the newest one."""
        if self._next_moment is None:
            self._next_moment = timezone.now()
            if self.head:
                later = self.head["recorded_at"] + timedelta(microseconds=1)
                self._next_moment = max(self._next_moment, later)
        return self._next_moment

    def record(self, row: Published) -> None:
        """Append the entry of a row that was published `at` this moment."""
        kind, payload = payload_of(row)
        self.append(kind=kind, payload=payload, wrote=getattr(row, "created_by", None))

    def record_source(self, source: Source, *, wrote: User | None = None) -> None:
        """Append the entry of what is said of a source, for everything that will rest on it."""
        described = {column: getattr(source, column) for column in DESCRIBED}
        source.recorded_at = self.at
        payload = source_payload(source, described)
        self.append(kind=LedgerKind.SOURCE, payload=payload, wrote=wrote)
        source.save(update_fields=["recorded_at"])

    def record_initiative(self, initiative: Initiative, *, wrote: User | None = None) -> None:
        """Append the entry of all that an initiative says as it is published."""
        wording = {column: getattr(initiative, column) for column in WORDING}
        links = dict.fromkeys(LINKED, "") | links_of([initiative.pk])[initiative.pk]
        payload = initiative_payload(initiative, wording, initiative.original_due, links)
        self.append(kind=LedgerKind.INITIATIVE, payload=payload, wrote=wrote)

    def record_links(self, initiative: Initiative, links: Mapping[str, str]) -> None:
        """Append the entry of the links {field: text} of one that was published without them."""
        payload = links_payload(initiative, dict.fromkeys(LINKED, "") | {**links})
        self.append(kind=LedgerKind.LINKS, payload=payload)

    def record_noun(
        self, row: Any, *, wrote: User | None = None, public_since: datetime | None = None
    ) -> None:
        """Append the entry of a noun, or of a quote, as it is published.

        It becomes public at this moment, or was so since `public_since`: then the entry says how it
        was first, before the revisions of which the ledger knows already.
        """
        if isinstance(row, Citation):
            kind, payload = LedgerKind.CITATION, quote_payload(row, public_since=public_since)
        else:
            name = target_name(type(row))
            kind, texts = LedgerKind(name), texts_of(row)
            revised = Revision.objects.published().changes().filter(**{name: row})
            for revision in revised.order_by("-published_at", "-pk") if public_since else ():
                texts[revision.column] = revision.old
            payload = noun_payload(row, texts, public_since=public_since)
        if public_since is None:
            row.published_at = self.at
            type(row)._base_manager.filter(pk=row.pk).update(published_at=self.at)
        self.append(kind=kind, payload=payload, wrote=wrote)

    def append(self, *, kind: LedgerKind, payload: Payload, wrote: User | None = None) -> None:
        """Append an entry to the chain; it commits to who wrote it and who publishes it.

        It names the submission of which it is, if there is one.
        """
        people = Attribution(wrote=wrote, approved=self.by, salt=secrets.token_hex(16))
        if by := people.digests():
            payload = payload | {"by": by}
        if self.submission:
            payload = {"submission": self.submission.pk} | payload
        columns = next_entry(
            self.head, kind=kind, payload=payload, at=self.at, salt=secrets.token_hex(16)
        )
        people.entry = LedgerEntry.objects.create(**columns)
        if by:
            people.save(force_insert=True)
        self.head, self._next_moment, self.is_seen = columns, None, True

    def project(self, initiative: Initiative) -> None:
        """Write what follows from the newest entry for a locked initiative: see `projection`."""
        assert self.head, "The projection follows from an entry."
        update_projection(initiative=initiative, at=self.head["recorded_at"])
        self.show(initiative)

    def rebuild(self, initiative: Initiative) -> None:
        """Write what follows from all entries for a locked initiative, today and before."""
        rebuild_snapshots(initiative=initiative)
        self.show(initiative)

    def show(self, *initiatives: Initiative) -> None:
        """Note a public change; the bitset index reads the initiatives anew."""
        self.initiatives.update(initiative.pk for initiative in initiatives)
        self.is_seen = True


def next_entry(
    head: LedgerHead | None, *, kind: LedgerKind, payload: Payload, at: datetime, salt: str
) -> EntryColumns:
    """Return the columns of the entry that follows `head`, or begins the chain after None."""
    text = digest.canonical(payload)
    chained: _Chained = {
        "prev_digest": head["digest"] if head else digest.START,
        "sequence": head["sequence"] + 1 if head else 1,
        "recorded_at": at,
        "kind": kind,
        "content_digest": digest.content_digest(salt=salt, payload=text),
    }
    return {**chained, "payload": text, "salt": salt, "digest": digest.entry_digest(**chained)}


def _wait_for_other_writers() -> None:
    """Let one transaction at a time publish; on SQLite an IMMEDIATE one is alone already."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ADVISORY_LOCK])
