"""What is said of a published update afterwards; the update itself is never changed."""

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Q
from django.utils.translation import gettext_lazy as _


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


class Correction(Annotation):
    """That a published update was wrong, and why; it stays visible, struck through."""

    update = models.OneToOneField(
        "StatusUpdate", models.PROTECT, verbose_name=_("wrong update"), related_name="correction"
    )
    replacement = models.OneToOneField(
        "StatusUpdate",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("right update"),
        related_name="corrects",
    )
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
    """That a published update is no longer shown, and why; that there was one stays visible."""

    update = models.OneToOneField(
        "StatusUpdate", models.PROTECT, verbose_name=_("update"), related_name="withdrawal"
    )
    reason = models.TextField(_("reason"), max_length=500)

    class Meta(Annotation.Meta):
        verbose_name = _("withdrawal")
        verbose_name_plural = _("withdrawals")

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
