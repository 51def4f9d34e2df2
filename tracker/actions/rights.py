"""Who may do what to which row; the actions ask, and so do the pages that offer them."""

from ..models import Country, Initiative, Revision, StatusUpdate, User
from ..models.version import version_of
from .refusals import Conflict, NotAllowed, OwnScope, SelfApproval

REVIEW = "tracker.review_statusupdate"


def visible_initiatives(user):
    """Return the initiatives that somebody of the staff may know of at the desk.

    Whoever may see drafts sees all; a focal point what is public in their scope.
    """
    if user.has_perm("tracker.view_initiative"):
        return Initiative.objects.all()
    return Initiative.objects.published().in_scope_of(user)


def visible_updates(user):
    """Return the updates that somebody may know of: a focal point, those of their own hand."""
    if user.has_perm("tracker.view_statusupdate"):
        return StatusUpdate.objects.all()
    return StatusUpdate.objects.filter(
        created_by=user, initiative__in=visible_initiatives(user).order_by().values("pk")
    )


def countries_for(user, initiative):
    """Return the countries of which somebody may speak: of all, unless a country is their scope."""
    if user.has_perm("tracker.view_initiative") or not user.countries.exists():
        return Country.objects.all()
    bodies = initiative.organizations.filter(focal_points=user).exists()
    groups = initiative.working_groups.filter(focal_points=user).exists()
    return Country.objects.all() if bodies or groups else user.countries.all()


def may_record(user, initiative):
    return user.has_perm("tracker.add_statusupdate") and (
        visible_initiatives(user).filter(pk=initiative.pk).exists()
    )


def check_record(user, initiative):
    """Raise NotAllowed unless somebody may draft and submit updates of the initiative."""
    if not may_record(user, initiative):
        raise NotAllowed


def check_review(user, row, *, authors):
    """Raise NotAllowed unless somebody may review the row, which `authors` wrote."""
    if not user.has_perm(REVIEW):
        raise NotAllowed
    if user in authors:
        raise SelfApproval
    subject = row.subject if isinstance(row, Revision) else getattr(row, "initiative", row)
    own = Initiative.objects.in_scope_of(user)
    if isinstance(subject, Initiative) and own.filter(pk=subject.pk).exists():
        raise OwnScope


def may_review(user, row, *, authors):
    try:
        check_review(user, row, authors=authors)
    except NotAllowed:
        return False
    return True


def reviewers_of(row, *, authors):
    """Return the active people who may review the row."""
    people = User.objects.with_perm(REVIEW, backend="django.contrib.auth.backends.ModelBackend")
    return [person for person in people if may_review(person, row, authors=authors)]


def lock(row, *, version):
    """Read the row as it stands and keep others from writing it until the transaction ends.

    Raises Conflict if it is not of that version any more; None asks for no version.
    """
    type(row)._default_manager.select_for_update().get(pk=row.pk)
    row.refresh_from_db()
    if version is not None and version_of(row) != version:
        raise Conflict
