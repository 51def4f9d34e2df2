"""What waits for a second person before it is public: updates and revisions."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Q
from django.utils.translation import gettext_lazy as _

from ..vocabulary import Review


class ReviewableQuerySet(models.QuerySet):
    def published(self, *, until: datetime | None = None) -> Self:
        """Keep what is public, or what was by the moment `until`."""
        if until is None:
            return self.filter(published_at__isnull=False)
        return self.filter(published_at__lt=until)

    def submitted(self) -> Self:
        """Keep what waits for a reviewer, the longest first."""
        return self.filter(published_at__isnull=True, submitted_at__isnull=False).order_by(
            "submitted_at", "pk"
        )

    def returned(self) -> Self:
        return self.filter(published_at__isnull=True, returned_at__isnull=False).order_by(
            "returned_at", "pk"
        )


class Reviewable(models.Model):
    """A draft until it is submitted; then it waits, is published, or returned with a note."""

    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        verbose_name=_("recorded by"),
        related_name="%(class)ss",
    )
    created_at = models.DateTimeField(_("recorded at"), auto_now_add=True)
    submission = models.ForeignKey(
        "Submission",
        models.PROTECT,
        null=True,
        editable=False,
        verbose_name=_("submission"),
        related_name="%(class)ss",
    )
    submitted_at = models.DateTimeField(_("submitted at"), null=True, editable=False)
    returned_at = models.DateTimeField(_("returned at"), null=True, editable=False)
    review_note = models.TextField(_("note of the reviewer"), blank=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        verbose_name=_("published by"),
        related_name="published_%(class)ss",
    )
    published_at = models.DateTimeField(_("published at"), null=True, editable=False, db_index=True)

    class Meta:
        abstract = True

    @property
    def stage(self) -> Review:
        """How far it has come: a value of Review."""
        if self.published_at:
            return Review.PUBLISHED
        if self.submitted_at:
            return Review.SUBMITTED
        return Review.RETURNED if self.returned_at else Review.DRAFT


def review_constraints(model):
    """One stage at a time, each with what belongs to it."""
    return [
        CheckConstraint(
            condition=Q(published_at__isnull=True) | Q(published_at__gte=F("created_at")),
            name=f"{model}_is_recorded_before_it_is_published",
        ),
        CheckConstraint(
            condition=Q(published_at__isnull=False) | Q(published_by__isnull=True),
            name=f"{model}_of_a_publisher_is_published",
        ),
        CheckConstraint(
            condition=Q(submitted_at__isnull=True) | Q(returned_at__isnull=True),
            name=f"{model}_waits_or_is_returned",
        ),
        CheckConstraint(
            condition=Q(returned_at__isnull=True) | ~Q(review_note=""),
            name=f"{model}_is_returned_with_a_note",
        ),
    ]
