from datetime import datetime
from typing import Self, TypedDict

from django.db import models
from django.db.models import CheckConstraint, Q
from django.utils.translation import gettext_lazy as _

from ..vocabulary import LedgerKind
from .fields import choice_constraint


def _digest_field(label, **options):
    return models.CharField(label, max_length=64, **options)


class LedgerHead(TypedDict):
    """What the next entry needs to know of the newest one."""

    sequence: int
    digest: str
    recorded_at: datetime


class LedgerQuerySet(models.QuerySet["LedgerEntry"]):
    def until(self, moment: datetime | None) -> Self:
        """Keep the entries recorded before a moment; all of them if it is None."""
        return self if moment is None else self.filter(recorded_at__lt=moment)

    def head(self) -> LedgerHead | None:
        """Return the newest entry: one query."""
        return self.order_by("-sequence").values("sequence", "digest", "recorded_at").first()


class LedgerEntry(models.Model):
    """One published change, chained to the one before by digest; see `rules.digest`.

    `payload` is canonical JSON; after a lawful erasure it and its salt are null.
    """

    sequence = models.PositiveBigIntegerField(_("sequence"), primary_key=True)
    recorded_at = models.DateTimeField(_("recorded at"), db_index=True)
    kind = models.CharField(_("kind"), max_length=20, choices=LedgerKind)
    payload = models.TextField(_("payload"), null=True)
    salt = models.CharField(_("salt"), max_length=64, null=True)
    content_digest = _digest_field(_("content digest"))
    prev_digest = _digest_field(_("digest of the entry before"), unique=True)
    digest = _digest_field(_("digest"), unique=True)

    objects = LedgerQuerySet.as_manager()

    class Meta:
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger entries")
        ordering = ["-sequence"]
        permissions = [("verify_ledgerentry", "Can run the verification")]
        constraints = [
            choice_constraint("ledger", "kind", LedgerKind),
            CheckConstraint(
                condition=Q(payload__isnull=True, salt__isnull=True)
                | Q(payload__isnull=False, salt__isnull=False),
                name="ledger_payload_has_its_salt",
            ),
        ]

    def __str__(self):
        return f"{self.sequence}: {self.get_kind_display()}"
