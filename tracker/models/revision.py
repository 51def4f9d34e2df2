from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Q
from django.utils.translation import gettext_lazy as _

from ..vocabulary import RevisedField
from .fields import choice_constraint


class Revision(models.Model):
    """That a published text or deadline was changed: from what, to what, why, by whom, when."""

    initiative = models.ForeignKey(
        "Initiative", models.PROTECT, verbose_name=_("initiative"), related_name="revisions"
    )
    field = models.CharField(_("field"), max_length=20, choices=RevisedField)
    language = models.CharField(
        _("language"),
        max_length=10,
        blank=True,
        help_text=_("Of the text; empty for the deadline."),
    )
    old = models.TextField(_("old"), blank=True)
    new = models.TextField(_("new"), blank=True)
    reason = models.TextField(_("reason"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        editable=False,
        verbose_name=_("recorded by"),
        related_name="revisions",
    )
    published_at = models.DateTimeField(_("published at"), editable=False)

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["-published_at", "-pk"]
        constraints = [
            choice_constraint("revision", "field", RevisedField),
            CheckConstraint(condition=~Q(old=F("new")), name="revision_changes_something"),
            CheckConstraint(condition=~Q(reason=""), name="revision_has_a_reason"),
            CheckConstraint(
                condition=Q(field=RevisedField.DUE, language="")
                | ~Q(field=RevisedField.DUE) & ~Q(language=""),
                name="revision_of_a_text_names_its_language",
            ),
        ]

    def __str__(self):
        return f"{self.get_field_display()}: {self.reason}"


class Correction(models.Model):
    """That a published update was wrong, and why; the update stays visible beside it."""

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
    reason = models.TextField(_("reason"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        editable=False,
        verbose_name=_("recorded by"),
        related_name="corrections",
    )
    published_at = models.DateTimeField(_("published at"), editable=False)

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["-published_at", "-pk"]
        constraints = [
            CheckConstraint(condition=~Q(reason=""), name="correction_has_a_reason"),
            CheckConstraint(
                condition=Q(replacement__isnull=True) | ~Q(replacement=F("update")),
                name="correction_replacement_is_another",
            ),
        ]

    def __str__(self):
        return self.reason
