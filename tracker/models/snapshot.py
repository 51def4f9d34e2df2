from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ..vocabulary import Evidence, Kind, Status
from .fields import EDTFField, choice_constraint, edtf_constraint
from .initiative import (
    Initiative,
    InitiativeQuerySet,
    InitiativeWording,
    StateQuerySet,
    is_stale,
)


class SnapshotQuerySet(StateQuerySet["Snapshot"]):
    KEY = "initiative_id"
    LINK = "initiative__"

    def at(self, moment: datetime) -> Self:
        """Keep the one snapshot of each initiative that held just before a moment."""
        return self.filter(Q(until__isnull=True) | Q(until__gte=moment), since__lt=moment)

    def for_detail(self) -> Self:
        return self.select_related(
            "plan", "initiative__parent", "initiative__announced_at__place"
        ).fetch_mode(models.FETCH_RAISE)


def prefetch_state_at(path: str, until: datetime | None) -> list[models.Prefetch]:
    """Return the prefetches of how the initiatives at a path stood at a moment; [] of today's.

    Each gets `state_shown`, a list of the one snapshot that held at the moment `until`.
    """
    if until is None:
        return []
    snapshots = Snapshot.objects.at(until)
    return [models.Prefetch(f"{path}__snapshots", queryset=snapshots, to_attr="state_shown")]


class Snapshot(InitiativeWording):
    """How an initiative stood from one published change of it until the next.

    Follows from the published entries alone, as the columns of Initiative do: `verify` makes it
    again and compares. What `Initiative.FIXED` names never changes once public.
    """

    initiative = models.ForeignKey("Initiative", models.PROTECT, related_name="snapshots")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    kind = models.CharField(max_length=30, choices=Kind)
    slug = models.SlugField(max_length=80)
    plan = models.ForeignKey("ActionPlan", models.PROTECT, null=True, related_name="snapshots")
    original_due = EDTFField(blank=True)
    due = EDTFField(blank=True)
    due_latest: date | None
    status = models.CharField(max_length=30, choices=Status)
    evidence = models.CharField(max_length=30, choices=Evidence)
    changed_on = EDTFField()
    updated_on = models.DateField()
    published_at = models.DateTimeField()
    search_text = models.TextField(blank=True)

    objects = models.Manager.from_queryset(SnapshotQuerySet)()

    class Meta:
        verbose_name = _("snapshot")
        verbose_name_plural = _("snapshots")
        ordering = ["-updated_on", "-initiative_id"]
        indexes = [models.Index(fields=["since", "until"], name="snapshot_by_time")]
        constraints = [
            choice_constraint("snapshot", "kind", Kind),
            choice_constraint("snapshot", "status", Status),
            choice_constraint("snapshot", "evidence", Evidence),
            edtf_constraint("snapshot", "original_due"),
            edtf_constraint("snapshot", "due"),
            edtf_constraint("snapshot", "changed_on"),
            UniqueConstraint(fields=["initiative", "since"], name="snapshot_begins_once"),
            UniqueConstraint(
                fields=["initiative"], condition=Q(until__isnull=True), name="snapshot_is_open_once"
            ),
            CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
                name="snapshot_ends_after_it_begins",
            ),
        ]

    def __str__(self):
        return f"{self.slug}, {self.since:%Y-%m-%d %H:%M}"

    @property
    def key(self) -> int:
        return self.initiative_id

    @property
    def parent(self):
        return self.initiative.parent

    @property
    def parent_id(self) -> int | None:
        return self.initiative.parent_id

    @property
    def announced_at(self):
        return self.initiative.announced_at

    @property
    def announced_at_id(self) -> int | None:
        return self.initiative.announced_at_id

    def get_absolute_url(self):
        return reverse("initiative", args=[self.slug])

    def is_stale(self, *, on):
        return is_stale(self, on=on)


type Standing = Initiative | Snapshot
"""How an initiative stands, or stood."""
type Standings = InitiativeQuerySet | SnapshotQuerySet
"""The same of many: both answer the same questions."""
