"""Lawful erasure: what an entry said is dropped; that it was there, and why it went, stays."""

import json
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from ..models import (
    Citation,
    Correction,
    Erasure,
    Initiative,
    LedgerEntry,
    Reference,
    Revision,
    StatusUpdate,
    Withdrawal,
)
from ..models.citation import CitationQuerySet
from ..models.revision import RevisionQuerySet
from ..models.translated import unrewritten
from ..vocabulary import LedgerKind
from . import ledger
from .payloads import Payload
from .rights import lock

ERASED: dict[LedgerKind, tuple[type[models.Model], tuple[str, ...]]] = {
    LedgerKind.UPDATE: (StatusUpdate, ("sentence", "emergency_reason", "review_note")),
    LedgerKind.CORRECTION: (Correction, ("reason",)),
    LedgerKind.WITHDRAWAL: (Withdrawal, ("reason",)),
    LedgerKind.REVISION: (Revision, ("old", "new", "reason", "review_note")),
}
"""{kind: (model, the texts that go)} of the entries whose rows hold a text of their own."""


def erase(*, sequence: int, reason: str) -> None:
    """Drop payload and salt of an entry and the texts of its row, and record that, and why.

    An update must be withdrawn before; its quotes go where nothing else rests on them. The
    archived source and earlier downloads of the ledger are beyond reach. Raises ValidationError
    if there is no such entry, it is erased already, or it may not be.
    """
    with ledger.publication() as publication:
        entry = LedgerEntry.objects.filter(sequence=sequence).first()
        if entry is None:
            raise ValidationError(_("There is no such entry."))
        if entry.payload is None:
            raise ValidationError(_("This entry is erased already."))
        payload = json.loads(entry.payload)
        _check(entry.kind, payload, reason)
        entry.payload = entry.salt = None
        entry.save(update_fields=["payload", "salt"])
        erasure = Erasure.objects.create(entry=entry, reason=reason, published_at=publication.at)
        publication.record(erasure)
        if entry.kind in ERASED:
            initiative = _blank(LedgerKind(entry.kind), payload, erasure.published_at)
            if initiative:
                publication.rebuild(initiative)


def _check(kind: str, payload: Payload, reason: str) -> None:
    if kind == LedgerKind.ERASURE:
        raise ValidationError(_("An erasure says only why; it stays."))
    if not reason.strip():
        raise ValidationError(_("Say by which law or order it is erased."))
    if kind == LedgerKind.UPDATE:
        _check_update(payload["update"])


def _check_update(pk: int) -> None:
    if not Withdrawal.objects.filter(update=pk).exists():
        raise ValidationError(_("Withdraw the update first, so that its place says why."))
    published = _translations(pk).published().changes().filter(erased_at=None)
    entries = LedgerEntry.objects.filter(
        kind=LedgerKind.REVISION, recorded_at__in=published.values("published_at")
    )
    if numbers := ", ".join(str(entry.sequence) for entry in entries.order_by("sequence")):
        raise ValidationError(_("Erase its translations first: entries %s.") % numbers)


def _translations(pk: int) -> RevisionQuerySet:
    """Return the translations of an update and of the quotes that go with it."""
    return Revision.objects.filter(Q(update=pk) | Q(citation__in=_quotes_of_it_alone(pk)))


def _quotes_of_it_alone(pk: int) -> CitationQuerySet:
    """Return the quotes on which nothing but an update rests."""
    elsewhere = Reference.objects.filter(citation=OuterRef("pk")).exclude(update=pk)
    quotes = Citation.objects.filter(references__update=pk, is_context=False)
    return quotes.exclude(Exists(elsewhere))


def _blank(kind: LedgerKind, payload: Payload, at: datetime) -> Initiative | None:
    """Drop the texts of the row of an erased entry; return its initiative, if it has one."""
    model, texts = ERASED[kind]
    row: Any = model._default_manager.get(pk=payload[str(kind)])
    initiative = _initiative_of(row)
    if initiative:
        initiative = lock(initiative)
    columns = [
        field.name for field in model._meta.concrete_fields
        if field.name in texts or field.name.rpartition("_")[0] in texts
    ]  # fmt: skip
    blank: dict[str, Any] = {
        name: None if model._meta.get_field(name).null else "" for name in columns
    }
    if kind == LedgerKind.REVISION:
        blank |= {"erased_at": at, "citation": None}
    rows = unrewritten(model._base_manager.filter(pk=row.pk))
    rows.update(**blank)  # rewritten, it would leave the text without a language
    if kind == LedgerKind.UPDATE:
        _translations(row.pk).filter(published_at=None).delete()
        quotes = [quote.pk for quote in _quotes_of_it_alone(row.pk)]
        row.references.all().delete()
        Citation.objects.filter(pk__in=quotes).delete()
    return initiative


def _initiative_of(row: Any) -> Initiative | None:
    update: StatusUpdate | None = getattr(row, "update", None)
    initiative: Initiative | None = update.initiative if update else row.initiative
    return initiative
