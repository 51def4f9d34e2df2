from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Case, CheckConstraint, F, Q, Value, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ..vocabulary import Evidence, Kind, Schedule, Status
from .fields import (
    EDTFField,
    choice_constraint,
    edtf_constraint,
    not_self_constraint,
    refuse_cycle,
    refuse_hidden,
)
from .translated import TranslatedQuerySet, in_each_language, translated
from .user import User


class StateQuerySet(TranslatedQuerySet):
    """Questions to initiatives as they stand, and to snapshots of them as they stood."""

    KEY = "pk"
    """The column that has the key of the initiative."""
    LINK = ""
    """The path to what only the initiative itself has."""

    def open(self) -> Self:
        """Keep the initiatives of which an update is still awaited."""
        return self.exclude(status__in=Status.closed())

    def promises(self) -> Self:
        """Leave the aspirations out: nobody undertook them."""
        return self.exclude(kind=Kind.ASPIRATION)

    def with_schedule(self, *, on: date) -> Self:
        """Add `schedule`, a value of Schedule as it stands on the day `on`.

        Overdue counts from the present deadline, late delivery from the original one; a date is
        past only when its latest possible day is.
        """
        return self.annotate(schedule=_schedule(on))

    def due(self, *, on: date) -> Self:
        """Keep the open promises whose deadline is not past, the nearest first."""
        return self.open().promises().filter(due_latest__gte=on).order_by("due_latest", "slug")

    def overdue(self, *, on: date) -> Self:
        return self.open().promises().filter(due_latest__lt=on).order_by("due_latest", "slug")

    def stale(self, *, on: date) -> Self:
        """Keep the open ones of which nothing was heard for STALE_AFTER_DAYS, the oldest first."""
        return self.open().filter(updated_on__lt=stale_before(on)).order_by("updated_on", "slug")

    def without_evidence(self) -> Self:
        return self.open().filter(evidence=Evidence.NONE_FOUND).order_by("updated_on", "slug")

    def by_news(self) -> Self:
        return self.order_by("-updated_on", f"-{self.KEY}")

    def by_deadline(self) -> Self:
        return self.order_by(F("due_latest").asc(nulls_last=True), self.KEY)

    def by_title(self) -> Self:
        """Order by the titles in the active language, as the database orders texts."""
        return self.order_by(translated("title"), "slug")

    def in_order(self, name: str) -> Self:
        """Put it in one of the orders of the list: "updated", "due" or "title"."""
        orders = {"updated": self.by_news, "due": self.by_deadline, "title": self.by_title}
        return orders[name]()

    def for_list(self) -> Self:
        """Fetch what a row shows; the long texts stay in the database."""
        summaries = in_each_language("summary").values()
        return (
            self.select_related("plan")
            .rewrite(False)
            .defer("search_text", "summary", *summaries)
            .fetch_mode(models.FETCH_RAISE)
        )

    def for_rows(self):
        """Return what a row of a list shows, as named tuples: cheaper than whole initiatives.

        They have the `key` of the initiative, and the queryset needs its schedule.
        """
        titles, plans = in_each_language("title").values(), in_each_language("plan__name").values()
        columns = "slug", "kind", "status", "schedule", "due", "changed_on", *titles, *plans
        rows = self.rewrite(False).annotate(key=F(self.KEY))
        return rows.values_list("key", *columns, named=True)

    def with_texts(self) -> Self:
        """Fetch the wording in every language; its folded words stay in the database."""
        return self.defer("search_text").fetch_mode(models.FETCH_RAISE)

    def with_announcement(self) -> Self:
        """Fetch the event at which it was announced with it."""
        return self.select_related(f"{self.LINK}announced_at")


@lru_cache(maxsize=8)
def _schedule(on):
    return Case(
        When(
            Q(kind=Kind.ASPIRATION) | Q(original_due="") | Q(due="") & ~Q(status=Status.DELIVERED),
            then=Value(Schedule.NO_DATE),
        ),
        When(
            status=Status.DELIVERED,
            changed_on_earliest__gt=F("original_due_latest"),
            then=Value(Schedule.DELIVERED_LATE),
        ),
        When(status=Status.DELIVERED, then=Value(Schedule.DELIVERED_ON_TIME)),
        When(status__in=Status.closed(), then=Value(Schedule.NO_DATE)),
        When(due_latest__lt=on, then=Value(Schedule.OVERDUE)),
        default=Value(Schedule.DUE),
        output_field=models.CharField(),
    )


class InitiativeQuerySet(StateQuerySet["Initiative"]):
    def published(self) -> Self:
        """Keep what is public, and was not withdrawn."""
        return self.ever_published().filter(not_withdrawn())

    def ever_published(self) -> Self:
        return self.filter(published_at__isnull=False)

    def unpublished(self) -> Self:
        return self.filter(published_at__isnull=True)

    def in_scope_of(self, user: User) -> Self:
        """Keep what the countries, organizations and working groups of somebody are linked to."""
        links = Q(countries__in=user.countries.all())
        links |= Q(organizations__in=user.organizations.all())
        links |= Q(working_groups__in=user.working_groups.all())
        return self.filter(pk__in=Initiative.objects.filter(links).order_by().values("pk"))

    def for_detail(self) -> Self:
        return self.select_related("plan", "parent", "announced_at__place").fetch_mode(
            models.FETCH_RAISE
        )


def not_withdrawn(path: str = "", *, until: datetime | None = None) -> Q:
    """Return the condition that an initiative is not withdrawn, or was not by a moment.

    `path` leads to it, as "initiative__".
    """
    column = f"{path}withdrawn_at"
    there = Q(**{column: None})
    return there if until is None else there | Q(**{f"{column}__gte": until})


def is_stale(standing, *, on):
    """Whether nothing was heard of an initiative, or a snapshot, for too long."""
    return standing.status not in Status.closed() and standing.updated_on < stale_before(on)


def stale_before(on: date) -> date:
    """Return the day before which the last news makes an initiative stale on the day `on`."""
    return on - timedelta(days=settings.STALE_AFTER_DAYS)


class InitiativeWording(models.Model):
    """What an initiative says, and each snapshot as it stood: the fields that revisions rewrite.

    The deadline is not among them: an initiative keeps the first one beside the present one.
    """

    title = models.CharField(_("title"), max_length=300)
    summary = models.TextField(
        _("summary"), blank=True, help_text=_("What the source says, in a sentence or two.")
    )

    class Meta:
        abstract = True


class Initiative(InitiativeWording):
    """Anything tracked.

    The columns from `status` on are a projection of its published updates: only
    `actions.publish` writes them. It is public once it has a published update, and withdrawn when
    the last one is.
    """

    slug = models.SlugField(
        _("slug"),
        max_length=80,
        unique=True,
        help_text=_("Part of the page's address; the same in all languages."),
    )
    kind = models.CharField(_("kind"), max_length=30, choices=Kind)
    plan = models.ForeignKey(
        "ActionPlan",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("action plan"),
        related_name="initiatives",
        help_text=_("An action-plan item needs its plan."),
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("part of"),
        related_name="parts",
    )
    announced_at = models.ForeignKey(
        "Event",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("announced at"),
        related_name="announced",
    )
    events = models.ManyToManyField(
        "Event", blank=True, verbose_name=_("events"), related_name="initiatives"
    )
    themes = models.ManyToManyField(
        "Theme", blank=True, verbose_name=_("themes"), related_name="initiatives"
    )
    countries = models.ManyToManyField(
        "Country",
        blank=True,
        verbose_name=_("countries"),
        related_name="initiatives",
        help_text=_("Only states that a source names for it."),
    )
    organizations = models.ManyToManyField(
        "Organization", blank=True, verbose_name=_("organizations"), related_name="initiatives"
    )
    working_groups = models.ManyToManyField(
        "WorkingGroup", blank=True, verbose_name=_("working groups"), related_name="initiatives"
    )
    original_due = EDTFField(
        _("deadline"),
        blank=True,
        help_text=_(
            "As first announced; as exact as the source, for example 2026, May 2026 or 15.05.2026."
        ),
    )

    due = EDTFField(_("present deadline"), blank=True, editable=False)
    due_latest: date | None
    status = models.CharField(
        _("status"), max_length=30, choices=Status, blank=True, editable=False
    )
    evidence = models.CharField(
        _("evidence"), max_length=30, choices=Evidence, blank=True, editable=False
    )
    changed_on = EDTFField(_("status since"), blank=True, editable=False)
    updated_on = models.DateField(_("last news"), null=True, editable=False, db_index=True)
    published_at = models.DateTimeField(_("published at"), null=True, editable=False, db_index=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, editable=False)
    """Since when no update of it stands; it is in no list, and its status is what it was last."""
    search_text = models.TextField(editable=False, blank=True)
    changed_in_version = models.BigIntegerField(default=0, editable=False, db_index=True)
    """The data version at which it, or one of its links, was last written while public."""

    FIXED = ("kind", "slug", "plan")
    """What never changes once it is public; the rest of what was said, only by a revision."""
    PRESENTATION = ()

    PROJECTED = (
        "original_due",
        "original_due_earliest",
        "original_due_latest",
        "due",
        "due_earliest",
        "due_latest",
        "status",
        "evidence",
        "changed_on",
        "changed_on_earliest",
        "changed_on_latest",
        "updated_on",
        "published_at",
        "withdrawn_at",
        "search_text",
    )
    """The columns that only publishing writes; whoever saves anything else leaves them out."""

    COMPUTED = ("changed_in_version", *PROJECTED)
    NOT_VERSIONED = (
        "changed_in_version",
        *(column for column in PROJECTED if column not in ("original_due", "due")),
    )
    """A revision is based on the present deadline that its author read."""

    objects = models.Manager.from_queryset(InitiativeQuerySet)()

    class Meta:
        verbose_name = _("initiative")
        verbose_name_plural = _("initiatives")
        ordering = ["-updated_on", "-pk"]
        constraints = [
            choice_constraint("initiative", "kind", Kind),
            choice_constraint("initiative", "status", Status, blank=True),
            choice_constraint("initiative", "evidence", Evidence, blank=True),
            edtf_constraint("initiative", "original_due"),
            edtf_constraint("initiative", "due"),
            edtf_constraint("initiative", "changed_on"),
            not_self_constraint("initiative", "parent"),
            CheckConstraint(
                condition=~Q(kind=Kind.ACTION_PLAN_ITEM) | Q(plan__isnull=False),
                name="initiative_action_plan_item_has_its_plan",
                violation_error_message=_("An action-plan item needs its plan."),
            ),
            CheckConstraint(
                condition=Q(
                    published_at__isnull=True,
                    updated_on__isnull=True,
                    status="",
                    evidence="",
                    changed_on="",
                    due="",
                )
                | Q(published_at__isnull=False, updated_on__isnull=False)
                & ~Q(status="")
                & ~Q(evidence="")
                & ~Q(changed_on=""),
                name="initiative_is_published_with_its_status",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("initiative", args=[self.slug])

    def clean(self):
        refuse_cycle(self, "parent")
        refuse_hidden(self, "parent")

    @property
    def key(self) -> int:
        """The key of the initiative: a snapshot has it too."""
        return self.pk

    def is_stale(self, *, on):
        return is_stale(self, on=on)
