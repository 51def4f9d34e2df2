from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from ..vocabulary import Evidence, Kind, Status
from .citation import with_references
from .fields import EDTFField, choice_constraint, edtf_constraint


class StatusUpdateQuerySet(models.QuerySet):
    def published(self):
        return self.filter(published_at__isnull=False)

    def with_references(self):
        return with_references(self)

    def newest_first(self):
        return self.order_by("-effective_on", "-published_at", "-pk")

    def with_old_status(self):
        """Add `old_status`: what the same initiative, or the same country of it, had before."""
        before = (
            StatusUpdate.objects.published()
            .alias(scope=Coalesce("country", 0), outer_scope=Coalesce(OuterRef("country"), 0))
            .filter(
                Q(effective_on__lt=OuterRef("effective_on"))
                | Q(
                    effective_on=OuterRef("effective_on"),
                    published_at__lt=OuterRef("published_at"),
                )
                | Q(
                    effective_on=OuterRef("effective_on"),
                    published_at=OuterRef("published_at"),
                    pk__lt=OuterRef("pk"),
                ),
                initiative=OuterRef("initiative"),
                scope=F("outer_scope"),
            )
            .newest_first()
        )
        return self.annotate(old_status=Subquery(before.values("status")[:1]))

    def steps_of_promises(self):
        """Return (initiative, status, day) of the updates of whole promises, the earliest first."""
        return (
            self.published()
            .filter(country__isnull=True)
            .exclude(initiative__kind=Kind.ASPIRATION)
            .order_by("effective_on", "published_at", "pk")
            .values_list("initiative_id", "status", "effective_on")
        )

    def for_timeline(self):
        """Fetch whole timeline entries, with quotes: two queries."""
        return (
            self.with_old_status()
            .with_references()
            .select_related("initiative", "country", "correction")
            .fetch_mode(models.FETCH_RAISE)
        )


class StatusUpdate(models.Model):
    """What is known to have changed, on which date, on which citations.

    A draft until `published_at` is set; from then on a database trigger refuses any change.
    `effective_on` is the day by which it is sorted: see `rules.projection.effective_day`.
    """

    initiative = models.ForeignKey(
        "Initiative", models.PROTECT, verbose_name=_("initiative"), related_name="updates"
    )
    country = models.ForeignKey(
        "Country",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("country"),
        related_name="updates",
        help_text=_("Only if the change concerns one country and not the whole initiative."),
    )
    status = models.CharField(_("status"), max_length=30, choices=Status)
    evidence = models.CharField(_("evidence"), max_length=30, choices=Evidence)
    changed_on = EDTFField(_("changed on"))
    sentence = models.TextField(
        _("sentence"),
        max_length=500,
        help_text=_("One sentence: what changed, as the public will read it."),
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        verbose_name=_("recorded by"),
        related_name="updates",
    )
    created_at = models.DateTimeField(_("recorded at"), auto_now_add=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        verbose_name=_("published by"),
        related_name="published_updates",
    )
    effective_on = models.DateField(null=True, editable=False)
    published_at = models.DateTimeField(_("published at"), null=True, editable=False, db_index=True)

    objects = StatusUpdateQuerySet.as_manager()

    class Meta:
        verbose_name = _("status update")
        verbose_name_plural = _("status updates")
        ordering = [F("effective_on").desc(nulls_first=True), "-published_at", "-pk"]
        indexes = [
            models.Index(fields=["initiative", "effective_on"], name="update_by_initiative_and_day")
        ]
        constraints = [
            choice_constraint("update", "status", Status),
            choice_constraint("update", "evidence", Evidence),
            edtf_constraint("update", "changed_on"),
            CheckConstraint(condition=~Q(changed_on=""), name="update_is_dated"),
            CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(published_at__gte=F("created_at")),
                name="update_is_recorded_before_it_is_published",
            ),
            CheckConstraint(
                condition=Q(published_at__isnull=False) | Q(published_by__isnull=True),
                name="update_of_a_publisher_is_published",
            ),
            CheckConstraint(
                condition=Q(published_at__isnull=True, effective_on__isnull=True)
                | Q(published_at__isnull=False, effective_on__isnull=False),
                name="update_takes_effect_as_it_is_published",
            ),
        ]

    def __str__(self):
        return f"{self.get_status_display()}: {self.sentence}"
