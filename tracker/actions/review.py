"""The way of an update from a draft to the public: submit, approve, return, countersign."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import Countersignature
from . import ledger, notes
from .publish import publish, record
from .refusals import NotAllowed
from .rights import check_record, check_review, lock


@transaction.atomic
def submit(*, update, by, version):
    """Hand a draft, or a returned one, to the reviewers. Raises Conflict, NotAllowed."""
    lock(update, version=version)
    check_record(by, update.initiative)
    if update.created_by not in (None, by):
        raise NotAllowed
    if update.published_at or update.submitted_at:
        raise ValidationError(_("This update is submitted already."), code="submitted")
    if not update.references.exists():
        raise ValidationError(_("Nothing is published without a citation."), code="no_citation")
    update.created_by = by
    update.submitted_at, update.returned_at = timezone.now(), None
    update.save(update_fields=["created_by", "submitted_at", "returned_at"])
    notes.submitted(update)


@transaction.atomic
def approve(*, update, by, version):
    """Publish a submission. Raises Conflict, NotAllowed, and what `publish` raises."""
    ledger.wait_for_other_writers()
    lock(update, version=version)
    check_waiting(update)
    check_review(by, update, authors=[update.created_by])
    publish(update=update, by=by, version=version)
    notes.published(update)


@transaction.atomic
def return_to_author(*, row, by, note, version):
    """Return a submitted update or revision to its author with a note.

    Raises Conflict, NotAllowed.
    """
    lock(row, version=version)
    check_waiting(row)
    check_review(by, row, authors=[row.created_by])
    if not note.strip():
        raise ValidationError({"note": _("Say what is missing.")})
    row.submitted_at, row.returned_at, row.review_note = None, timezone.now(), note
    row.save(update_fields=["submitted_at", "returned_at", "review_note"])
    notes.returned(row)


@transaction.atomic
def publish_in_emergency(*, update, by, reason, version):
    """Publish one's own draft at once; it is labelled until somebody else countersigns.

    Raises Conflict, NotAllowed, and what `publish` raises.
    """
    ledger.wait_for_other_writers()
    lock(update, version=version)
    check_review(by, update, authors=[])
    if update.created_by != by:
        raise NotAllowed
    if not reason.strip():
        raise ValidationError({"reason": _("Say why it can't wait for a second person.")})
    publish(update=update, by=by, version=version, emergency_reason=reason)
    notes.to_countersign(update)


@transaction.atomic
def countersign(*, update, by, version):
    """Stand by somebody else's emergency publication. Raises Conflict, NotAllowed."""
    at = ledger.next_moment()
    lock(update, version=version)
    check_review(by, update, authors=[update.created_by])
    if not update.emergency_reason or Countersignature.objects.filter(update=update).exists():
        raise ValidationError(_("There is nothing to countersign."), code="countersigned")
    signature = Countersignature.objects.create(update=update, created_by=by, published_at=at)
    record(signature, at=at)


@transaction.atomic
def discard(*, row, by, version):
    """Delete one's own update or revision that is not public. Raises Conflict, NotAllowed."""
    lock(row, version=version)
    if row.created_by != by or row.published_at:
        raise NotAllowed
    row.delete()


def check_waiting(row):
    """Raise ValidationError unless the update or revision waits for a reviewer."""
    if row.published_at or not row.submitted_at:
        raise ValidationError(_("This does not wait for review any more."), code="not_waiting")
