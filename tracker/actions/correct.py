"""Saying of a published update that it was wrong, or that it is no longer shown."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ..models import Correction, StatusUpdate, User, Withdrawal
from . import ledger, notes
from .ledger import Publication
from .review import approve_locked
from .rights import lock
from .steps import check_step


def correct(*, correction: Correction, by: User, version: str | None) -> None:
    """Publish a correction of somebody else's update, and the update that stands in its place.

    `correction` is unsaved, and saved by this; its `replacement`, if any, is published
    already or a submission of somebody else, which is approved by this. `version` is that of the
    wrong update. Raises Conflict, NotAllowed, and what `publish_locked` raises.
    """
    with ledger.publication(by=by) as publication:
        update = lock(correction.update, version=version)
        check_step("correct", by, update)
        if correction.replacement:
            correction.replacement = lock(correction.replacement)
            _let_stand(publication, correction.replacement, update, by=by)
        _retract(publication, correction, update, by=by)


def withdraw(*, withdrawal: Withdrawal, by: User, version: str | None) -> None:
    """Take somebody else's update from the pages; that it was there, and why it went, stays.

    `withdrawal` is unsaved, and saved by this; `version` is that of its update. Raises Conflict,
    NotAllowed; ValidationError if the update is withdrawn already, or the last that stands.
    """
    with ledger.publication(by=by) as publication:
        update = lock(withdrawal.update, version=version)
        check_step("withdraw", by, update)
        _retract(publication, withdrawal, update, by=by)


def _let_stand(
    publication: Publication, replacement: StatusUpdate, update: StatusUpdate, *, by: User
) -> None:
    """Publish what is to stand in the place of an update, if it is not public already."""
    if replacement.initiative_id != update.initiative_id:
        raise ValidationError({"replacement": _("This update is of another initiative.")})
    if not replacement.published_at:
        approve_locked(publication, replacement, by=by)
    elif not StatusUpdate.objects.standing().filter(pk=replacement.pk).exists():
        raise ValidationError({"replacement": _("This update does not stand any more.")})


def _retract(
    publication: Publication,
    annotation: Correction | Withdrawal,
    update: StatusUpdate,
    *,
    by: User,
) -> None:
    _check_something_stands(update)
    annotation.update = update
    annotation.created_by, annotation.published_at = by, publication.at
    annotation.full_clean(exclude=["created_by"])
    annotation.save()
    publication.record(annotation)
    publication.project(update.initiative)
    notes.retracted(annotation)


def _check_something_stands(update: StatusUpdate) -> None:
    """Refuse to end the last update of a whole initiative: it would have no status."""
    others = StatusUpdate.objects.standing().filter(
        initiative=update.initiative_id, country__isnull=True
    )
    if not others.exclude(pk=update.pk).exists():
        raise ValidationError(
            _("It is the only update of this initiative that stands: name one in its place."),
            code="last",
        )
