"""The way of an update from a draft to the public: submit, approve, return, countersign."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import Countersignature, Revision, StatusUpdate, Submission, User
from ..vocabulary import RevisedField
from . import ledger, notes
from .ledger import Publication
from .publish import publish_locked
from .rights import Reviewed, lock
from .steps import check_step


@transaction.atomic
def submit[R: Reviewed](
    *, row: R, by: User, version: str | None, submission: Submission | None = None
) -> R:
    """Hand a draft, or a returned one, to the reviewers, and return it.

    `submission` is what the same person proposes along with it; it is saved with its first row.
    Raises Conflict, NotAllowed; ValidationError if it waits or is public already, or is an update
    that rests on no citation.
    """
    locked = lock(row, version=version)
    check_step("submit", by, locked)
    if isinstance(locked, Revision):
        _check_is_proposed_once(locked)
    if isinstance(locked, StatusUpdate) and not locked.references.all():
        raise ValidationError(_("Nothing is published without a citation."), code="no_citation")
    return hand_in(locked, by, submission)


def _check_is_proposed_once(revision: Revision) -> None:
    same = {revision.target_name: revision.target}
    others = Revision.objects.submitted().exclude(pk=revision.pk).filter(**same)
    if others.filter(field=revision.field, language=revision.language).exists():
        message = _("The same is proposed already, and waits for a reviewer.")
        raise ValidationError(message, code="waits")


def hand_in[R: Reviewed](row: R, by: User, submission: Submission | None = None) -> R:
    """Let a locked draft wait for the reviewers, alone or in a submission, and tell them."""
    row.created_by = by
    row.submission = submission or row.submission or Submission(created_by=by)
    if not row.submission.pk:
        row.submission.save()
    row.submitted_at, row.returned_at = timezone.now(), None
    row.save(update_fields=["created_by", "submission", "submitted_at", "returned_at"])
    notes.submitted(row)
    return row


def approve_locked(publication: Publication, update: StatusUpdate, *, by: User) -> None:
    """Publish a locked submission. Raises NotAllowed, and what `publish_locked` raises."""
    check_step("approve", by, update)
    publish_locked(publication, update)
    notes.published(update)


@transaction.atomic
def return_to_author[R: Reviewed](*, row: R, by: User, note: str, version: str | None) -> R:
    """Return what was submitted to its author with a note, and return the row.

    Raises Conflict, NotAllowed; ValidationError if it does not wait, or the note is empty.
    """
    locked = lock(row, version=version)
    check_step("return", by, locked)
    if not note.strip():
        raise ValidationError({"note": _("Say what is missing.")})
    locked.submitted_at, locked.returned_at, locked.review_note = None, timezone.now(), note
    locked.save(update_fields=["submitted_at", "returned_at", "review_note"])
    notes.returned(locked)
    return locked


def publish_in_emergency(
    *, row: StatusUpdate, by: User, reason: str, version: str | None
) -> StatusUpdate:
    """Publish one's own draft at once; it is labelled until somebody else countersigns.

    Returns it. Raises Conflict, NotAllowed, and what `publish_locked` raises.
    """
    with ledger.publication(by=by) as publication:
        locked = lock(row, version=version)
        check_step("emergency", by, locked)
        if not reason.strip():
            raise ValidationError({"reason": _("Say why it can't wait for a second person.")})
        publish_locked(publication, locked, emergency_reason=reason)
        notes.to_countersign(locked)
    return locked


def countersign(*, row: StatusUpdate, by: User, version: str | None) -> Countersignature:
    """Stand by somebody else's emergency publication.

    Raises Conflict, NotAllowed; ValidationError if there is nothing to sign.
    """
    with ledger.publication(by=by) as publication:
        locked = lock(row, version=version)
        check_step("countersign", by, locked)
        signature = Countersignature.objects.create(
            update=locked, created_by=by, published_at=publication.at
        )
        publication.record(signature)
        publication.show(locked.initiative)
    return signature


@transaction.atomic
def discard(*, row: Reviewed, by: User, version: str | None) -> None:
    """Delete one's own row that is not public, and with its draft a noun that nothing names.

    Raises Conflict, NotAllowed.
    """
    locked = lock(row, version=version)
    check_step("discard", by, locked)
    locked.delete()
    if isinstance(locked, Revision) and locked.field == RevisedField.NEW:
        target: Any = locked.target
        target.delete()
