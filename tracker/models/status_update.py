from datetime import date, datetime
from functools import lru_cache
from typing import Self

from django.db import models
from django.db.models import CheckConstraint, F, FilteredRelation, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from ..vocabulary import Evidence, Kind, Status
from .citation import with_references
from .fields import EDTFField, choice_constraint, edtf_constraint
from .reviewable import Reviewable, ReviewableQuerySet, review_constraints
from .revision import translation_of
from .snapshot import prefetch_state_at
from .translated import TranslatedQuerySet

FUTURE = _("This date is in the future; an update tells what has happened.")
RETRACTIONS = ("correction", "withdrawal")
"""The entries after which a published update no longer counts."""


class StatusUpdateQuerySet(TranslatedQuerySet, ReviewableQuerySet["StatusUpdate"]):
    def standing(self, *, until: datetime | None = None) -> Self:
        """Keep the published updates that nobody corrected or withdrew, also by a moment."""
        ended = Q()
        for retraction in RETRACTIONS:
            when = f"{retraction}__published_at"
            ended |= Q(**({f"{when}__isnull": False} if until is None else {f"{when}__lt": until}))
        return self.published(until=until).exclude(ended)

    def drafts(self) -> Self:
        return self.filter(
            published_at__isnull=True, submitted_at__isnull=True, returned_at__isnull=True
        ).order_by("created_at", "pk")

    def to_countersign(self) -> Self:
        """Keep the emergency publications that no second person has signed, the oldest first."""
        return (
            self.published()
            .exclude(emergency_reason="")
            .filter(countersignature__isnull=True)
            .order_by("published_at")
        )

    def with_references(self, *, until: datetime | None = None) -> Self:
        return with_references(self, until=until)

    def newest_first(self) -> Self:
        return self.order_by("-effective_on", "-published_at", "-pk")

    def with_old_status(self, *, until: datetime | None = None) -> Self:
        """Add `old_status`: what the same initiative, or the same country of it, had before."""
        return self.annotate(old_status=_old_status(until))

    def steps_of_promises(self) -> "models.QuerySet[StatusUpdate, tuple[int, str, date]]":
        """Return (initiative, status, day) of the updates of whole promises, the earliest first."""
        return (
            self.filter(country__isnull=True)
            .exclude(initiative__kind=Kind.ASPIRATION)
            .order_by("effective_on", "published_at", "pk")
            .values_list("initiative_id", "status", "effective_on")
        )

    def for_timeline(self, *, until: datetime | None = None) -> Self:
        """Fetch whole timeline entries, with quotes and what was said of them later: two queries,
        and one of the initiatives as they were at the moment `until`.

        `correction_shown`, `withdrawal_shown` and `countersignature_shown` are None if they are
        not there, or came after the moment `until`; a withdrawal counts whenever it came.
        """
        shown = {
            f"{name}_shown": FilteredRelation(
                name,
                condition=Q(**{f"{name}__published_at__lt": until})
                if until and name != "withdrawal"
                else Q(),
            )
            for name in (*RETRACTIONS, "countersignature")
        }
        return (
            self.with_old_status(until=until)
            .with_references(until=until)
            .annotate(**shown, sentence_added=translation_of("update", until=until))
            .select_related("initiative", "country", *shown)
            .prefetch_related(*prefetch_state_at("initiative", until))
            .fetch_mode(models.FETCH_RAISE)
        )


@lru_cache(maxsize=8)
def _old_status(until):
    before = (
        StatusUpdate.objects.standing(until=until)
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
    return Subquery(before.values("status")[:1])


class StatusUpdate(Reviewable):
    """What is known to have changed, on which date, on which citations.

    Once `published_at` is set a database trigger refuses any change but a lawful erasure.
    `effective_on` is the day by which it is sorted: see `rules.projection.effective_day`.
    An emergency publication says why; the label stays until a second person countersigns.
    """

    correction_shown = withdrawal_shown = countersignature_shown = None  # see `for_timeline`

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
    emergency_reason = models.TextField(_("reason of the emergency"), blank=True, editable=False)
    effective_on = models.DateField(null=True, editable=False)

    objects = models.Manager.from_queryset(StatusUpdateQuerySet)()

    class Meta:
        verbose_name = _("status update")
        verbose_name_plural = _("status updates")
        ordering = [F("effective_on").desc(nulls_first=True), "-published_at", "-pk"]
        indexes = [
            models.Index(
                fields=["initiative", "effective_on"], name="update_by_initiative_and_day"
            ),
            models.Index(fields=["-effective_on", "-published_at", "-id"], name="update_by_day"),
        ]
        permissions = [("review_statusupdate", "Can approve, return, correct and countersign")]
        constraints = [
            choice_constraint("update", "status", Status),
            choice_constraint("update", "evidence", Evidence),
            edtf_constraint("update", "changed_on"),
            CheckConstraint(condition=~Q(changed_on=""), name="update_is_dated"),
            *review_constraints("update"),
            CheckConstraint(
                condition=Q(emergency_reason="") | Q(published_at__isnull=False),
                name="update_of_an_emergency_is_published",
            ),
            CheckConstraint(
                condition=Q(published_at__isnull=True, effective_on__isnull=True)
                | Q(published_at__isnull=False, effective_on__isnull=False),
                name="update_takes_effect_as_it_is_published",
            ),
        ]

    def __str__(self):
        return f"{self.get_status_display()}: {self.sentence}"
