from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ..vocabulary import EventClass
from .fields import EDTFField, choice_constraint, edtf_constraint
from .named import NamedModel, NounQuerySet


class Place(NamedModel):
    """A town or region; `country` only where a source says in which it lies."""

    country = models.ForeignKey(
        "Country",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("country"),
        related_name="places",
    )

    class Meta(NamedModel.Meta):
        verbose_name = _("place")
        verbose_name_plural = _("places")


class EventQuerySet(NounQuerySet["Event"]):
    def for_list(self) -> Self:
        return (
            self.select_related("place", "country")
            .order_by(F("held_on_latest").desc(nulls_last=True), "slug")
            .fetch_mode(models.FETCH_RAISE)
        )

    def for_detail(self, *, until: datetime | None = None) -> Self:
        return (
            self.select_related("place", "country")
            .prefetch_related("themes")
            .with_references(until=until)
            .fetch_mode(models.FETCH_RAISE)
        )

    def coming(self, *, on: date) -> Self:
        """Keep the events whose last possible day is not before `on`, the nearest first."""
        return self.filter(held_on_latest__gte=on).order_by(
            "held_on_latest", "held_on_earliest", "slug"
        )


class Event(NamedModel):
    """A summit, a meeting or a festival, at which something was said or decided."""

    classification = models.CharField(_("classification"), max_length=30, choices=EventClass)
    held_on = EDTFField(_("held on"), blank=True)
    held_on_latest: date | None
    place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, verbose_name=_("place"), related_name="events"
    )
    country = models.ForeignKey(
        "Country",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("country"),
        related_name="events",
        help_text=_("Only if a source names it."),
    )
    themes = models.ManyToManyField(
        "Theme", blank=True, verbose_name=_("themes"), related_name="events"
    )

    objects = models.Manager.from_queryset(EventQuerySet)()

    class Meta(NamedModel.Meta):
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints = [
            choice_constraint("event", "classification", EventClass),
            edtf_constraint("event", "held_on"),
        ]

    def get_absolute_url(self):
        return reverse("event", args=[self.slug])
