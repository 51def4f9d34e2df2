"""What somebody may do next with an update or a revision: asked by pages and actions alike."""

from collections.abc import Callable
from functools import cached_property

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ..models import Revision, StatusUpdate
from ..models.reviewable import Reviewable
from ..vocabulary import Review
from .refusals import NotAllowed
from .rights import check_review, may_record

OPEN = (Review.DRAFT, Review.RETURNED)
"""The stages in which a row is with its author."""


def allowed_steps(user, row):
    """Return the names of the steps that the person may take with the row as it stands."""
    case = _Case(user, row)
    return {step for step, checks in STEPS[type(row)].items() if _passes(checks, case)}


def check_step(step, user, row):
    """Raise what the step is refused with, NotAllowed or ValidationError, unless it is allowed."""
    case = _Case(user, row)
    for check in STEPS[type(row)][step]:
        check(case)


def _passes(checks, case):
    try:
        for check in checks:
            check(case)
    except (NotAllowed, ValidationError):
        return False
    return True


class _Case:
    """A person and a row; what costs a query is asked once."""

    def __init__(self, user, row):
        self.user, self.row = user, row

    @property
    def is_mine(self):
        return self.row.created_by_id == self.user.pk

    @cached_property
    def may_record(self):
        return may_record(self.user, self.row.initiative)

    @cached_property
    def refusal(self):
        """What a review by this person is refused with whoever wrote the row, or None."""
        return self._refusal([])

    @cached_property
    def refusal_as_second(self):
        """The same, of a review by a second person."""
        return self._refusal([self.row.created_by])

    def _refusal(self, authors):
        try:
            check_review(self.user, self.row, authors=authors)
        except NotAllowed as refusal:
            return refusal
        return None

    @cached_property
    def annotations(self):
        """What was said of a published update afterwards: names of its relations."""
        names = ("correction", "withdrawal", "countersignature")
        return {name for name in names if hasattr(self.row, name)}


def _may_record(case):
    if not case.may_record:
        raise NotAllowed


def _reviews(case):
    if case.refusal:
        raise case.refusal


def _reviews_as_second(case):
    if case.refusal_as_second:
        raise case.refusal_as_second


def _is_author(case):
    if not case.is_mine:
        raise NotAllowed


def _is_author_or_first(case):
    if not case.is_mine and case.row.created_by_id is not None:
        raise NotAllowed


def _is_open(case):
    if case.row.stage not in OPEN:
        raise NotAllowed


def _is_not_submitted(case):
    if case.row.stage not in OPEN:
        raise ValidationError(_("This update is submitted already."), code="submitted")


def _is_not_public(case):
    if case.row.stage == Review.PUBLISHED:
        raise NotAllowed


def _is_not_published(case):
    if case.row.stage == Review.PUBLISHED:
        raise ValidationError(_("This update is already published."), code="published")


def _waits(case):
    if case.row.stage != Review.SUBMITTED:
        raise ValidationError(_("This does not wait for review any more."), code="not_waiting")


def _lacks_a_second(case):
    if not case.row.emergency_reason or "countersignature" in case.annotations:
        raise ValidationError(_("There is nothing to countersign."), code="countersigned")


def _is_shown(case):
    if case.row.stage != Review.PUBLISHED or "withdrawal" in case.annotations:
        raise ValidationError(_("This update does not stand any more."), code="ended")


def _stands(case):
    _is_shown(case)
    if "correction" in case.annotations:
        raise ValidationError(_("This update does not stand any more."), code="ended")


REVIEWED: dict[str, tuple[Callable, ...]] = {
    "approve": (_waits, _reviews_as_second),
    "return": (_waits, _reviews_as_second),
    "discard": (_is_author, _is_not_public),
}
STEPS: dict[type[Reviewable], dict[str, tuple[Callable, ...]]] = {
    StatusUpdate: {
        "edit": (_may_record, _is_author_or_first, _is_open),
        "submit": (_may_record, _is_author_or_first, _is_not_submitted),
        **REVIEWED,
        "emergency": (_reviews, _is_author, _is_not_published),
        "countersign": (_reviews_as_second, _lacks_a_second),
        "correct": (_reviews_as_second, _stands),
        "withdraw": (_reviews_as_second, _is_shown),
    },
    Revision: REVIEWED,
}
"""{model: {step: what is checked, in this order}}."""
