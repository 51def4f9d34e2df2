from datetime import datetime
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from .fields import EDTFField, edtf_constraint
from .initiative import not_withdrawn
from .named import Noun, NounQuerySet


class MilestoneQuerySet(NounQuerySet["Milestone"]):
    def published(self, *, until: datetime | None = None) -> Self:
        """Keep what is public of initiatives that are, or what was by the moment `until`."""
        public = super().published(until=until)
        public = public.filter(not_withdrawn("initiative__", until=until))
        if until is None:
            return public.filter(initiative__published_at__isnull=False)
        return public.filter(initiative__published_at__lt=until)

    def for_list(self) -> Self:
        return self.order_by(models.F("due_latest").asc(nulls_last=True), "pk").fetch_mode(
            models.FETCH_RAISE
        )


class Milestone(Noun):
    """A step that can be checked; progress is "k of n reached"."""

    FIXED = ("initiative",)

    initiative = models.ForeignKey(
        "Initiative", models.PROTECT, verbose_name=_("initiative"), related_name="milestones"
    )
    title = models.CharField(_("title"), max_length=300)
    due = EDTFField(_("deadline"), blank=True)
    reached_on = EDTFField(_("reached on"), blank=True)

    objects = models.Manager.from_queryset(MilestoneQuerySet)()

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ["initiative", "due_latest", "pk"]
        constraints = [
            edtf_constraint("milestone", "due"),
            edtf_constraint("milestone", "reached_on"),
        ]

    def __str__(self):
        return self.title

    def is_reached(self, *, on):
        return bool(self.reached_on) and self.reached_on_earliest <= on
