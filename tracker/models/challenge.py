from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext_lazy as _

from ..vocabulary import Outcome
from .fields import choice_constraint
from .translated import TranslatedQuerySet


class ChallengeQuerySet(TranslatedQuerySet["Challenge"]):
    def open(self) -> Self:
        """Keep what waits for an answer: the first of each block of a network, then the second …

        Among these what waits the longest comes first. So a flood stands behind everybody else.
        """
        turn = Window(RowNumber(), partition_by="block", order_by=("created_at", "pk"))
        waiting = self.filter(resolved_at__isnull=True)
        return waiting.annotate(turn=turn).order_by("turn", "created_at", "pk")

    def resolved(self, *, until: datetime | None = None) -> Self:
        if until is None:
            return self.filter(resolved_at__isnull=False)
        return self.filter(resolved_at__lt=until)


class Challenge(models.Model):
    """What a reader objects to, or the source that they propose.

    Held for the staff; in public stands only that there was one, its outcome and the answer.
    `sender` and `block` are keyed digests of the address it came from, of the block of a network
    that this is of, and of the day: enough to count, no more. What was received before there was a
    block has none.
    """

    initiative = models.ForeignKey(
        "Initiative", models.PROTECT, verbose_name=_("initiative"), related_name="challenges"
    )
    update = models.ForeignKey(
        "StatusUpdate",
        models.SET_NULL,
        null=True,
        blank=True,
        verbose_name=_("update"),
        related_name="challenges",
    )
    text = models.TextField(
        _("What is wrong or missing?"),
        max_length=4000,
        help_text=_("Read by our staff alone; it is not published."),
    )
    link = models.URLField(
        _("A source that shows it"), max_length=500, blank=True, help_text=_("Its address.")
    )
    name = models.CharField(_("Your name, if you like"), max_length=200, blank=True)
    email = models.EmailField(_("Your e-mail, if you want an answer"), blank=True)
    sender = models.CharField(max_length=64, editable=False)
    block = models.CharField(
        max_length=64, editable=False, default="", db_default="", db_index=True
    )
    created_at = models.DateTimeField(_("received at"), auto_now_add=True, db_index=True)
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome, blank=True)
    answer = models.TextField(
        _("answer"), max_length=1000, blank=True, help_text=_("Public: what came of it.")
    )
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        verbose_name=_("answered by"),
        related_name="challenges",
    )
    resolved_at = models.DateTimeField(_("answered at"), null=True, editable=False)

    objects = models.Manager.from_queryset(ChallengeQuerySet)()

    class Meta:
        verbose_name = _("challenge")
        verbose_name_plural = _("challenges")
        ordering = ["-created_at", "-pk"]
        constraints = [
            choice_constraint("challenge", "outcome", Outcome, blank=True),
            CheckConstraint(condition=~Q(text=""), name="challenge_says_something"),
            CheckConstraint(
                condition=Q(resolved_at__isnull=True, resolved_by__isnull=True, outcome="")
                | Q(resolved_at__isnull=False, resolved_by__isnull=False) & ~Q(outcome=""),
                name="challenge_is_answered_by_somebody",
            ),
        ]

    def __str__(self):
        return self.text if len(self.text) <= 120 else f"{self.text[:119]}…"
