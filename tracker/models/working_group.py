from datetime import datetime
from typing import Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .fields import not_self_constraint, refuse_cycle
from .named import NamedModel, NounQuerySet


class WorkingGroupQuerySet(NounQuerySet["WorkingGroup"]):
    def for_detail(self, *, until: datetime | None = None) -> Self:
        return (
            self.select_related("parent")
            .prefetch_related("countries")
            .with_references(until=until)
            .fetch_mode(models.FETCH_RAISE)
        )


class WorkingGroup(NamedModel):
    """A working group, or a subgroup of its `parent`."""

    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("parent group"),
        related_name="subgroups",
    )
    countries = models.ManyToManyField(
        "Country", blank=True, verbose_name=_("member countries"), related_name="working_groups"
    )
    themes = models.ManyToManyField(
        "Theme", blank=True, verbose_name=_("themes"), related_name="working_groups"
    )

    objects = models.Manager.from_queryset(WorkingGroupQuerySet)()

    class Meta(NamedModel.Meta):
        verbose_name = _("working group")
        verbose_name_plural = _("working groups")
        constraints = [not_self_constraint("working_group", "parent")]

    def clean(self):
        refuse_cycle(self, "parent")

    def get_absolute_url(self):
        return reverse("working_group", args=[self.slug])
