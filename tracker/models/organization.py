from datetime import datetime
from typing import Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ..vocabulary import BodyClass
from .fields import choice_constraint
from .named import NamedModel, NounQuerySet


class OrganizationQuerySet(NounQuerySet["Organization"]):
    def for_detail(self, *, until: datetime | None = None) -> Self:
        return (
            self.select_related("country")
            .with_references(until=until)
            .fetch_mode(models.FETCH_RAISE)
        )


class Organization(NamedModel):
    """A body other than a state or a working group; `proposed` until it is shown to exist."""

    abbreviation = models.CharField(_("abbreviation"), max_length=20, blank=True)
    classification = models.CharField(_("classification"), max_length=30, choices=BodyClass)
    proposed = models.BooleanField(
        _("proposed"), default=False, help_text=_("Not shown to exist yet.")
    )
    country = models.ForeignKey(
        "Country",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("country"),
        related_name="organizations",
    )
    themes = models.ManyToManyField(
        "Theme", blank=True, verbose_name=_("themes"), related_name="organizations"
    )

    objects = models.Manager.from_queryset(OrganizationQuerySet)()

    class Meta(NamedModel.Meta):
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        constraints = [choice_constraint("organization", "classification", BodyClass)]

    def get_absolute_url(self):
        return reverse("organization", args=[self.slug])
