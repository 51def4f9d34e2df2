from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..rules.digest import person_digest
from .ledger import LedgerEntry


class Attribution(models.Model):
    """Who wrote and who approved what an entry of the ledger records: for auditors.

    The entry holds digests of both, made with the salt that only this row has: so it can be proved
    later who they were, and the public reads no names.
    """

    entry = models.OneToOneField(
        LedgerEntry,
        models.PROTECT,
        primary_key=True,
        verbose_name=_("ledger entry"),
        related_name="attribution",
    )
    wrote = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        verbose_name=_("recorded by"),
        related_name="+",
    )
    approved = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        verbose_name=_("published by"),
        related_name="+",
    )
    salt = models.CharField(_("salt"), max_length=64)

    class Meta:
        default_permissions = ["view"]
        verbose_name = _("attribution")
        verbose_name_plural = _("attributions")
        ordering = ["-entry"]

    def __str__(self):
        return f"{self.entry_id}: {self.wrote or '—'}, {self.approved or '—'}"

    def digests(self) -> dict[str, str]:
        """Return {"wrote": digest, "approved": digest}, as the payload of the entry has them."""
        people = {"wrote": self.wrote_id, "approved": self.approved_id}
        return {
            role: person_digest(salt=self.salt, role=role, key=key)
            for role, key in people.items()
            if key is not None
        }
