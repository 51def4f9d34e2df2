"""What is said of a published update afterwards; the update itself is never changed."""

import json
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Q
from django.utils.translation import gettext_lazy as _

from ..vocabulary import RevisedField
from .translated import in_each_language, in_every_language


class Annotation(models.Model):
    """One entry a published update, by somebody of the staff; frozen by a database trigger."""

    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        editable=False,
        verbose_name=_("recorded by"),
        related_name="%(class)ss",
    )
    published_at = models.DateTimeField(_("published at"), editable=False, db_index=True)

    class Meta:
        abstract = True
        ordering = ["-published_at", "-pk"]


def _replacement(related_name):
    return models.OneToOneField(
        "StatusUpdate",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("right update"),
        related_name=related_name,
    )


class Correction(Annotation):
    """That a published update was wrong, and why; it stays visible, struck through."""

    update = models.OneToOneField(
        "StatusUpdate", models.PROTECT, verbose_name=_("wrong update"), related_name="correction"
    )
    replacement = _replacement("corrects")
    reason = models.TextField(_("reason"), max_length=500)

    class Meta(Annotation.Meta):
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        constraints = [
            CheckConstraint(
                condition=Q(replacement__isnull=True) | ~Q(replacement=F("update")),
                name="correction_replacement_is_another",
            ),
        ]

    def __str__(self):
        return self.reason


class Withdrawal(Annotation):
    """That a published update is no longer shown, and why; that there was one stays visible.

    With the last one of an initiative that stands, the initiative is withdrawn.
    """

    update = models.OneToOneField(
        "StatusUpdate", models.PROTECT, verbose_name=_("update"), related_name="withdrawal"
    )
    replacement = _replacement("stands_in_for")
    reason = models.TextField(_("reason"), max_length=500)

    class Meta(Annotation.Meta):
        verbose_name = _("withdrawal")
        verbose_name_plural = _("withdrawals")
        constraints = [
            CheckConstraint(
                condition=Q(replacement__isnull=True) | ~Q(replacement=F("update")),
                name="withdrawal_replacement_is_another",
            ),
        ]

    def __str__(self):
        return self.reason


class Countersignature(Annotation):
    """That a second person stands by an emergency publication."""

    update = models.OneToOneField(
        "StatusUpdate",
        models.PROTECT,
        verbose_name=_("update"),
        related_name="countersignature",
    )

    class Meta(Annotation.Meta):
        verbose_name = _("countersignature")
        verbose_name_plural = _("countersignatures")

    def __str__(self):
        return str(self.update)


RETRACTIONS: dict[str, type[Correction] | type[Withdrawal]] = {
    RevisedField.CORRECTION: Correction,
    RevisedField.WITHDRAWAL: Withdrawal,
}
"""{field of a revision: what its publication says of an update}."""


def retraction_text(retraction: Correction | Withdrawal) -> str:
    """Return what a revision holds of a correction or a withdrawal until it is published."""
    reasons = in_every_language(retraction, "reason")
    said = {"reason": reasons, "replacement": retraction.replacement_id}
    return json.dumps(said, ensure_ascii=False)


def retraction_of(revision: Any) -> Correction | Withdrawal:
    """Return what a waiting revision proposes, not saved; its replacement may be gone."""
    said = json.loads(revision.new)
    columns = in_each_language("reason")
    written = {columns[code]: text for code, text in said["reason"].items()}
    return RETRACTIONS[revision.field](
        update=revision.update, created_by=revision.created_by,
        replacement_id=said["replacement"], **written,
    )  # fmt: skip
