"""What the ledger should have recorded of each public noun and quote."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Prefetch

from ..models import Citation, Milestone, Reference, Revision
from ..models.record_fields import linked_model
from ..models.revision import noun_models, target_name
from ..vocabulary import RECORD, LedgerKind, RevisedField
from .payloads import Payload, noun_payload, quote_payload, texts_of

CHUNK = 500
NAMES = {name: str(model._meta.verbose_name).capitalize() for name, model in noun_models().items()}


class Public(NamedTuple):
    """A noun or a quote, since when it is public, and the payloads that its entry may have.

    The first is that of an entry of this very moment, the second that of a later one. Without
    any it can't be compared: a text of it was erased.
    """

    kind: LedgerKind
    key: str | int
    name: str
    moment: datetime
    payloads: tuple[Payload, ...]


def public_nouns() -> Iterator[Public]:
    """Yield every public noun but initiatives and sources, then the quotes."""
    for name in RECORD.keys() - {"initiative", "source"}:
        model = noun_models()[name]
        revisions = _revisions_of(name)
        rows = model._default_manager.filter(published_at__isnull=False).order_by("pk")
        for row in rows.prefetch_related(*_prefetches(model)).iterator(chunk_size=CHUNK):
            yield _noun(name, row, revisions[row.pk])
    yield from _quotes()


def _noun(name: str, row: Any, revisions: list[Revision]) -> Public:
    texts = texts_of(row)
    for revision in revisions:  # the newest first
        texts[revision.column] = revision.old
    key = row.pk if isinstance(row, Milestone) else row.slug
    payloads: tuple[Payload, ...] = ()
    if not any(revision.erased_at for revision in revisions):
        since = row.published_at
        payloads = noun_payload(row, texts), noun_payload(row, texts, public_since=since)
    return Public(LedgerKind(name), key, f"{NAMES[name]} {key}", row.published_at, payloads)


def _quotes() -> Iterator[Public]:
    quotes = Citation.objects.filter(published_at__isnull=False).order_by("pk")
    rows = quotes.select_related("source", "speaker").defer("source__text")
    for quote in rows.iterator(chunk_size=CHUNK):
        moment = quote.published_at
        assert moment
        now = quote_payload(quote)
        payloads = now, quote_payload(quote, public_since=moment)
        name = f"Citation {quote.pk}"
        yield Public(LedgerKind.CITATION, now["citation"], name, moment, payloads)


def _revisions_of(name: str) -> dict[int, list[Revision]]:
    """Return {key of a noun: its revisions, the newest first}: one query."""
    found: dict[int, list[Revision]] = defaultdict(list)
    revisions = Revision.objects.published().changes().filter(**{f"{name}__isnull": False})
    for revision in revisions.order_by("-published_at", "-pk"):
        found[getattr(revision, f"{name}_id")].append(revision)
    return found


def _prefetches(model: Any) -> Iterable[str | Prefetch]:
    """Yield what `texts_of` asks of many rows of a noun."""
    for field in RECORD[target_name(model)]:
        if field == RevisedField.CITATIONS:
            cited = Reference.objects.select_related("citation__source")
            yield Prefetch("references", cited.defer("citation__source__text"))
        elif field == RevisedField.ALIASES or linked_model(model, field):
            yield str(field)
    if model is Milestone:
        yield "initiative"
