"""Saying of a published update that it was wrong, or that it is no longer shown."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ..models import Correction, Initiative, StatusUpdate, Withdrawal
from . import ledger, notes
from .projection import update_projection
from .publish import publish, record
from .review import check_waiting
from .rights import check_review, lock


@transaction.atomic
def correct(*, correction, by, version):
    """Publish a correction of somebody else's update, and the update that stands in its place.

    `correction` is an unsaved Correction; its `replacement`, if any, is published already or a
    submission of somebody else, which is approved by this. `version` is that of the wrong update.
    Raises Conflict, NotAllowed, and what `publish` raises.
    """
    ledger.wait_for_other_writers()
    update, replacement = correction.update, correction.replacement
    lock(update, version=version)
    check_review(by, update, authors=[update.created_by])
    if replacement:
        lock(replacement, version=None)
    if replacement and replacement.initiative_id != update.initiative_id:
        raise ValidationError({"replacement": _("This update is of another initiative.")})
    if replacement and not replacement.published_at:
        check_waiting(replacement)
        check_review(by, replacement, authors=[replacement.created_by])
        publish(update=replacement, by=by)
        notes.published(replacement)
    elif replacement and not StatusUpdate.objects.standing().filter(pk=replacement.pk).exists():
        raise ValidationError({"replacement": _("This update does not stand any more.")})
    _retract(correction, by)


@transaction.atomic
def withdraw(*, withdrawal, by, version):
    """Take somebody else's update from the pages; that it was there, and why it went, stays.

    `withdrawal` is unsaved, `version` that of its update. Raises Conflict, NotAllowed.
    """
    ledger.wait_for_other_writers()
    lock(withdrawal.update, version=version)
    check_review(by, withdrawal.update, authors=[withdrawal.update.created_by])
    _retract(withdrawal, by)


def _retract(annotation, by):
    update = annotation.update
    if not StatusUpdate.objects.standing().filter(pk=update.pk).exists() and not (
        isinstance(annotation, Withdrawal)
        and isinstance(getattr(update, "correction", None), Correction)
    ):
        raise ValidationError(_("This update does not stand any more."), code="ended")
    initiative = Initiative.objects.select_for_update().get(pk=update.initiative_id)
    _check_something_stands(update)
    at = ledger.next_moment()
    annotation.created_by, annotation.published_at = by, at
    annotation.full_clean(exclude=["created_by"])
    annotation.save()
    record(annotation, at=at)
    update_projection(initiative=initiative, at=at)
    notes.retracted(annotation)


def _check_something_stands(update):
    """Refuse to end the last update of a whole initiative: it would have no status."""
    others = StatusUpdate.objects.standing().filter(
        initiative=update.initiative_id, country__isnull=True
    )
    if not others.exclude(pk=update.pk).exists():
        raise ValidationError(
            _("It is the only update of this initiative that stands: name one in its place."),
            code="last",
        )
