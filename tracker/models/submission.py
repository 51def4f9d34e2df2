from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Submission(models.Model):
    """What one person proposes at once: updates and revisions that point to it.

    Each of them is approved or returned by itself, or all of them together; what they have in
    common is who proposed them, and when.
    """

    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        verbose_name=_("recorded by"),
        related_name="submissions",
    )
    created_at = models.DateTimeField(_("recorded at"), auto_now_add=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.created_by}, {self.created_at:%Y-%m-%d %H:%M}"
