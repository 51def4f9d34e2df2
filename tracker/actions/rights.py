"""Who may do what to which row; the actions ask, and so do the pages that offer them."""

from collections.abc import Collection, Iterable
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import (
    Exists,
    Manager,
    Model,
    Prefetch,
    Q,
    QuerySet,
    prefetch_related_objects,
)

from ..models import (
    Country,
    Initiative,
    Organization,
    Reference,
    Revision,
    Source,
    StatusUpdate,
    User,
    WorkingGroup,
)
from ..models.initiative import InitiativeQuerySet
from ..models.needed import needed
from ..models.revision import RevisionQuerySet
from ..models.source import SourceQuerySet
from ..models.status_update import StatusUpdateQuerySet
from ..models.version import version_of
from ..vocabulary import Review
from .refusals import Conflict, NotAllowed, OwnScope, SelfApproval

REVIEW = "tracker.review_statusupdate"

type Reviewed = StatusUpdate | Revision
"""What a second person approves before it is public."""


def visible_initiatives(user: User) -> InitiativeQuerySet:
    """Return the initiatives that somebody of the staff may know of at the desk.

    Whoever may see drafts sees all; a focal point what is public in their scope.
    """
    if user.has_perm("tracker.view_initiative"):
        return Initiative.objects.all()
    return Initiative.objects.published().in_scope_of(user)


def visible_updates(user: User) -> StatusUpdateQuerySet:
    """Return the updates that somebody may know of: a focal point, those of their own hand."""
    if user.has_perm("tracker.view_statusupdate"):
        return StatusUpdate.objects.all()
    return StatusUpdate.objects.filter(
        created_by=user, initiative__in=visible_initiatives(user).order_by().values("pk")
    )


def visible_sources(user: User) -> SourceQuerySet:
    """Return the sources whose text somebody may read.

    Whoever may see drafts reads all; a focal point, what is cited in public or by their own hand.
    """
    sources: SourceQuerySet = Source.objects.all()
    if user.has_perm("tracker.view_source"):
        return sources
    theirs = Reference.objects.filter(update__in=visible_updates(user).order_by().values("pk"))
    known = Q(pk__in=sources.cited().order_by().values("pk"))
    return sources.filter(known | Q(pk__in=theirs.values("citation__source")))


def countries_for(user: User, initiative: Initiative) -> QuerySet[Any]:
    """Return the countries of which somebody may speak: of all, unless a country is their scope."""
    countries: Manager[Any] = Country.objects
    if user.has_perm("tracker.view_initiative"):
        return countries.all()
    return countries.filter(
        Q(pk__in=user.countries.values("pk"))
        | ~Exists(user.countries.all())
        | Exists(initiative.organizations.filter(focal_points=user))
        | Exists(initiative.working_groups.filter(focal_points=user))
    )


def may_record(user: User, initiative: Initiative) -> bool:
    return user.has_perm("tracker.add_statusupdate") and (
        visible_initiatives(user).filter(pk=initiative.pk).exists()
    )


def check_record(user: User, initiative: Initiative) -> None:
    """Raise NotAllowed unless somebody may draft and submit updates of the initiative."""
    if not may_record(user, initiative):
        raise NotAllowed


def check_review(user: User, row: Model, *, authors: Collection[User | None]) -> None:
    """Raise NotAllowed unless somebody may review the row, which `authors` wrote."""
    if not user.has_perm(REVIEW):
        raise NotAllowed
    if user in authors:
        raise SelfApproval
    initiative = _initiative_of(row)
    if initiative and Initiative.objects.in_scope_of(user).filter(pk=initiative).exists():
        raise OwnScope
    for scope, named in _scopes_of(row).items():
        if getattr(user, scope).filter(named).exists():
            raise OwnScope


def waiting_for(user: User) -> tuple[StatusUpdateQuerySet, RevisionQuerySet]:
    """Return the updates and the revisions that wait for somebody's review.

    `check_review` says the same of one row, and of what comes along and what it links, too.
    """
    if not user.has_perm(REVIEW):
        return StatusUpdate.objects.none(), Revision.objects.none()
    outside = Initiative.objects.in_scope_of(user).order_by().values("pk")
    updates = StatusUpdate.objects.submitted().exclude(created_by=user)
    revisions = Revision.objects.submitted().exclude(created_by=user).exclude(
        Q(initiative__in=outside)
        | Q(update__initiative__in=outside)
        | Q(milestone__initiative__in=outside)
        | Q(country__in=user.countries.all())
        | Q(organization__in=user.organizations.all())
        | Q(working_group__in=user.working_groups.all())
    )  # fmt: skip
    updates = updates.exclude(initiative__in=outside).exclude(country__in=user.countries.all())
    return updates, revisions


SCOPES: dict[str, tuple[str, type[Model]]] = {
    "countries": ("country", Country),
    "organizations": ("organization", Organization),
    "working_groups": ("working_group", WorkingGroup),
}
"""{a scope of an account, and a link of initiatives: (what a revision calls it, its model)}."""


def _scopes_of(row: Model) -> dict[str, Q]:
    """Return {scope of an account: condition} of the states, bodies and groups of which a row is.

    An update is of its state; a revision of what it changes, and of what it links or links no more.
    """
    if isinstance(row, StatusUpdate):
        return {"countries": Q(pk=row.country_id)} if row.country_id else {}
    found: dict[str, Q] = {}
    if isinstance(row, Revision):
        for scope, (name, _model) in SCOPES.items():
            if key := getattr(row, f"{name}_id"):
                found[scope] = Q(pk=key)
            elif row.field == scope:
                found[scope] = Q(slug__in={*row.old.split(), *row.new.split()})
    return found


def reviewers_of(row: Model, *, authors: Iterable[User | None]) -> list[User]:
    """Return the active people whom `check_review` would let pass: one query."""
    people = User.objects.with_perm(REVIEW, backend="django.contrib.auth.backends.ModelBackend")
    people = people.exclude(pk__in=[author.pk for author in authors if author])
    if initiative := _initiative_of(row):
        for scope in ("countries", "organizations", "working_groups"):
            people = people.exclude(**{f"{scope}__initiatives": initiative})
    for scope, named in _scopes_of(row).items():
        _name, model = SCOPES[scope]
        people = people.exclude(**{f"{scope}__in": model._default_manager.filter(named)})
    return list(people.distinct())


def lock[R: Model](row: R, *, version: str | None = None) -> R:
    """Return the row as it stands, which nobody else writes until the transaction ends.

    Everybody locks in one order: the initiative, which comes with the row, then the row, then what
    it speaks of. An update comes with its references too. Raises Conflict if the row is gone, or
    not of that version any more; None asks for no version. At most three queries.
    """
    initiative = None
    if not isinstance(row, Initiative) and (key := _initiative_of(row)):
        initiative = _for_update(Initiative.objects).get(pk=key)
    try:
        locked = _people(_for_update(type(row)._default_manager)).get(pk=row.pk)
    except ObjectDoesNotExist:
        raise Conflict from None
    belonging: Any = locked  # to an initiative, where there is one
    if initiative and belonging.initiative_id:
        if belonging.initiative_id != initiative.pk:  # what was typed names another initiative
            return lock(locked, version=version)
        belonging.initiative = initiative
    if isinstance(locked, StatusUpdate):
        cited = Prefetch("references", Reference.objects.with_citations())
        prefetch_related_objects([locked], cited)
    if version is not None:
        _lock_needed(locked)
        if version_of(locked) != version:
            raise Conflict
    return locked


def _lock_needed(row: Model) -> None:
    """Lock the drafts that become public with what waits for a reviewer, in one order."""
    if getattr(row, "stage", None) == Review.SUBMITTED:
        drafts = sorted(needed(row), key=lambda one: (one._meta.model_name or "", one.pk))
        for one in drafts:
            if not isinstance(one, Initiative):
                _for_update(type(one)._default_manager).filter(pk=one.pk).first()


def _for_update[R: Model](rows: Manager[R]) -> QuerySet[R]:
    """Lock without their keys: rows that point here may be written meanwhile, on PostgreSQL."""
    return rows.select_for_update(of=("self",), no_key=True)


def _people[R: Model](rows: QuerySet[R]) -> QuerySet[R]:
    has_author = hasattr(rows.model, "created_by")
    return rows.select_related("created_by") if has_author else rows


def _initiative_of(row: Model) -> int | None:
    """Return the key of the initiative to which a row belongs, None of a plan or a source."""
    if isinstance(row, Initiative):
        return row.pk
    key: int | None = getattr(row, "initiative_id", None)
    if key:
        return key
    for name in ("update", "milestone"):
        if belonging := getattr(row, name, None):
            found: int = belonging.initiative_id
            return found
    return None
