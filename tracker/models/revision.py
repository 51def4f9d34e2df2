from django.db import models
from django.db.models import CheckConstraint, F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ..vocabulary import RevisedField
from .fields import choice_constraint, one_of_constraint
from .reviewed import Reviewed, ReviewedQuerySet, review_constraints

REVISABLE = {
    "initiative": ("title", "summary", "due"),
    "plan": ("name", "period"),
    "source": ("title", "publisher", "url"),
}
"""What of a published row only a revision may change."""

DATES = ("due", "period")


class RevisionQuerySet(ReviewedQuerySet):
    def for_review(self):
        return self.select_related("initiative", "plan", "source", "created_by")


class Revision(Reviewed):
    """That a published text or date is changed: from what, to what, why, by whom, when.

    It waits for a second person; once it is published a database trigger refuses any change.
    """

    initiative = models.ForeignKey(
        "Initiative",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("initiative"),
        related_name="revisions",
    )
    plan = models.ForeignKey(
        "ActionPlan",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("action plan"),
        related_name="revisions",
    )
    source = models.ForeignKey(
        "Source",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("source"),
        related_name="revisions",
    )
    field = models.CharField(_("field"), max_length=20, choices=RevisedField)
    language = models.CharField(
        _("language"),
        max_length=10,
        blank=True,
        help_text=_("Of the text; empty for what is the same in all languages."),
    )
    old = models.TextField(_("old"), blank=True)
    new = models.TextField(_("new"), blank=True)
    reason = models.TextField(_("reason"), max_length=500)
    erased_at = models.DateTimeField(_("erased at"), null=True, editable=False)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["-published_at", "-pk"]
        constraints = [
            one_of_constraint("revision", tuple(REVISABLE)),
            choice_constraint("revision", "field", RevisedField),
            *review_constraints("revision"),
            CheckConstraint(
                condition=~Q(old=F("new")) | Q(erased_at__isnull=False),
                name="revision_changes_something",
            ),
            CheckConstraint(
                condition=~Q(reason="") | Q(erased_at__isnull=False),
                name="revision_has_a_reason",
            ),
            CheckConstraint(
                condition=Q(published_by__isnull=True) | ~Q(published_by=F("created_by")),
                name="revision_is_not_approved_by_its_author",
            ),
            CheckConstraint(
                condition=~Q(field__in=DATES) | Q(language=""),
                name="revision_of_a_date_has_no_language",
            ),
        ]

    def __str__(self):
        return f"{self.get_field_display()}: {self.reason}"

    def get_absolute_url(self):
        return reverse("desk_revision", args=[self.pk])

    @property
    def target_name(self):
        """The name of the column that is set."""
        return next(name for name in REVISABLE if getattr(self, f"{name}_id"))

    @property
    def target(self):
        """The row whose text or date is changed."""
        return getattr(self, self.target_name)

    @property
    def column(self):
        """The column of the target that is changed."""
        return f"{self.field}_{self.language}" if self.language else self.field
