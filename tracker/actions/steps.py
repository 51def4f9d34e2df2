"""What somebody may do next with an update or a revision: asked by pages and actions alike."""

from collections.abc import Callable, Iterable
from functools import cached_property

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ..models import Revision, StatusUpdate, User
from ..models.reviewable import Reviewable
from ..vocabulary import Review, RevisedField
from .nouns import authors_of, is_named
from .refusals import NotAllowed
from .rights import REVIEW, Reviewed, check_review, may_record

OPEN = (Review.DRAFT, Review.RETURNED)
"""The stages in which a row is with its author."""

type Check = Callable[[_Case], None]
"""It raises what a step is refused with: NotAllowed or ValidationError."""


def allowed_steps(user: User, row: Reviewed) -> set[str]:
    """Return the names of the steps that the person may take with the row as it stands."""
    case = _Case(user, row)
    return {step for step, checks in STEPS[type(row)].items() if _passes(checks, case)}


def check_step(step: str, user: User, row: Reviewed) -> None:
    """Raise what the step is refused with, NotAllowed or ValidationError, unless it is allowed."""
    case = _Case(user, row)
    for check in STEPS[type(row)][step]:
        check(case)


def _passes(checks: Iterable[Check], case: "_Case") -> bool:
    try:
        for check in checks:
            check(case)
    except (NotAllowed, ValidationError):
        return False
    return True


class _Case:
    """A person and a row; what costs a query is asked once."""

    def __init__(self, user: User, row: Reviewed) -> None:
        self.user, self.row = user, row

    @property
    def update(self) -> StatusUpdate:
        """The row, of a step that only an update has."""
        assert isinstance(self.row, StatusUpdate)
        return self.row

    @property
    def is_mine(self) -> bool:
        return self.row.created_by_id == self.user.pk

    @cached_property
    def may_record(self) -> bool:
        return may_record(self.user, self.update.initiative)

    @cached_property
    def refusal(self) -> NotAllowed | None:
        """What a review by this person is refused with whoever wrote the row, or None."""
        return self._refusal([])

    @cached_property
    def refusal_as_second(self) -> NotAllowed | None:
        """The same, of a review by a second person: of what becomes public along with it, too."""
        waits = self.row.stage == Review.SUBMITTED
        return self._refusal([*authors_of(self.row)] if waits else [self.row.created_by])

    def _refusal(self, authors: list[User | None]) -> NotAllowed | None:
        try:
            check_review(self.user, self.row, authors=authors)
        except NotAllowed as refusal:
            return refusal
        return None

    @cached_property
    def annotations(self) -> set[str]:
        """What was said of a published update afterwards: names of its relations."""
        names = ("correction", "withdrawal", "countersignature")
        return {name for name in names if hasattr(self.row, name)}


def _may_record(case: _Case) -> None:
    if not case.may_record:
        raise NotAllowed


def _may_propose(case: _Case) -> None:
    row = case.row
    assert isinstance(row, Revision)
    if row.is_retraction:
        may = may_record(case.user, row.update.initiative)
    else:
        may = case.user.has_perm("tracker.add_revision")
    if not may:
        raise NotAllowed


def _is_reviewer(case: _Case) -> None:
    """Whoever may not review at all is told so, whatever stage the row is in."""
    if not case.user.has_perm(REVIEW):
        raise NotAllowed


def _reviews(case: _Case) -> None:
    if case.refusal:
        raise case.refusal


def _reviews_as_second(case: _Case) -> None:
    if case.refusal_as_second:
        raise case.refusal_as_second


def _is_author(case: _Case) -> None:
    if not case.is_mine:
        raise NotAllowed


def _is_author_or_first(case: _Case) -> None:
    if not case.is_mine and case.row.created_by_id is not None:
        raise NotAllowed


def _is_open(case: _Case) -> None:
    if case.row.stage not in OPEN:
        raise NotAllowed


def _is_not_submitted(case: _Case) -> None:
    if case.row.stage not in OPEN:
        raise ValidationError(_("This update is submitted already."), code="submitted")


def _is_not_public(case: _Case) -> None:
    if case.row.stage == Review.PUBLISHED:
        raise NotAllowed


def _is_not_published(case: _Case) -> None:
    if case.row.stage == Review.PUBLISHED:
        raise ValidationError(_("This update is already published."), code="published")


def _is_not_named(case: _Case) -> None:
    """A noun goes with its draft, so that none is left that nobody wrote."""
    row = case.row
    if isinstance(row, Revision) and row.field == RevisedField.NEW and is_named(row.target):
        raise NotAllowed


def _waits(case: _Case) -> None:
    if case.row.stage != Review.SUBMITTED:
        raise ValidationError(_("This does not wait for review any more."), code="not_waiting")


def _lacks_a_second(case: _Case) -> None:
    if not case.update.emergency_reason or "countersignature" in case.annotations:
        raise ValidationError(_("There is nothing to countersign."), code="countersigned")


def _is_shown(case: _Case) -> None:
    if case.row.stage != Review.PUBLISHED or "withdrawal" in case.annotations:
        raise ValidationError(_("This update does not stand any more."), code="ended")


def _stands(case: _Case) -> None:
    _is_shown(case)
    if "correction" in case.annotations:
        raise ValidationError(_("This update does not stand any more."), code="ended")


REVIEWED: dict[str, tuple[Check, ...]] = {
    "approve": (_is_reviewer, _waits, _reviews_as_second),
    "return": (_is_reviewer, _waits, _reviews_as_second),
    "discard": (_is_author, _is_not_public, _is_not_named),
}
STEPS: dict[type[Reviewable], dict[str, tuple[Check, ...]]] = {
    StatusUpdate: {
        "edit": (_may_record, _is_author_or_first, _is_open),
        "submit": (_may_record, _is_author_or_first, _is_not_submitted),
        **REVIEWED,
        "emergency": (_reviews, _is_author, _is_not_published),
        "countersign": (_reviews_as_second, _lacks_a_second),
        "correct": (_may_record, _stands),
        "withdraw": (_may_record, _is_shown),
    },
    Revision: {"submit": (_may_propose, _is_author, _is_not_submitted), **REVIEWED},
}
"""{model: {step: what is checked, in this order}}."""
