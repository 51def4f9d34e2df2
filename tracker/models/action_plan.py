from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import CheckConstraint, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .fields import EDTFField, edtf_constraint, not_self_constraint, refuse_cycle
from .named import NamedModel, NounQuerySet


class ActionPlanQuerySet(NounQuerySet["ActionPlan"]):
    def for_detail(self, *, until: datetime | None = None) -> Self:
        return (
            self.select_related("supersedes")
            .with_references(until=until)
            .fetch_mode(models.FETCH_RAISE)
        )


class ActionPlan(NamedModel):
    """A plan with a period; at most one plan supersedes it."""

    period = EDTFField(_("period"))
    supersedes = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("supersedes"),
        related_name="superseded_by",
        help_text=_("Only if a source says so."),
    )
    themes = models.ManyToManyField(
        "Theme", blank=True, verbose_name=_("themes"), related_name="action_plans"
    )

    objects = models.Manager.from_queryset(ActionPlanQuerySet)()

    class Meta(NamedModel.Meta):
        verbose_name = _("action plan")
        verbose_name_plural = _("action plans")
        ordering = ["-period_latest", "name"]
        constraints = [
            edtf_constraint("action_plan", "period"),
            CheckConstraint(condition=~Q(period=""), name="action_plan_has_a_period"),
            not_self_constraint("action_plan", "supersedes"),
        ]

    def clean(self):
        refuse_cycle(self, "supersedes")

    def get_absolute_url(self):
        return reverse("plan", args=[self.slug])
