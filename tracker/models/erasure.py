from django.db import models
from django.db.models import CheckConstraint, Q
from django.utils.translation import gettext_lazy as _


class Erasure(models.Model):
    """That the payload of a ledger entry was dropped by law, and why: never taken back."""

    entry = models.OneToOneField(
        "LedgerEntry", models.PROTECT, verbose_name=_("ledger entry"), related_name="erasure"
    )
    reason = models.TextField(_("reason"), max_length=500)
    published_at = models.DateTimeField(_("published at"), editable=False)

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        ordering = ["-published_at", "-pk"]
        constraints = [CheckConstraint(condition=~Q(reason=""), name="erasure_has_a_reason")]

    def __str__(self):
        return self.reason
