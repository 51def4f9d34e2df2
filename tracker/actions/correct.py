"""Saying of a published update that it was wrong, or that it is no longer shown."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import Correction, Revision, StatusUpdate, Submission, User, Withdrawal
from ..models.correction import retraction_of, retraction_text
from ..models.record_fields import YES
from ..models.status_update import StatusUpdateQuerySet
from ..vocabulary import Review
from . import notes
from .ledger import Publication
from .rights import lock, visible_updates
from .steps import check_step

STEP = {Correction: "correct", Withdrawal: "withdraw"}


@transaction.atomic
def propose(*, retraction: Correction | Withdrawal, by: User, version: str | None) -> Revision:
    """Propose that an update ends, and return the revision, which waits for a second person.

    `retraction` is not saved, with its `update`, of which `version` is. One that came back to
    the same person is written anew. Raises Conflict, NotAllowed; ValidationError if the update does
    not stand, the same waits already, or what is to stand in its place does not.
    """
    update = lock(retraction.update, version=version)
    check_step(STEP[type(retraction)], by, update)
    retraction.update, retraction.created_by = update, by
    retraction.full_clean(exclude=["created_by", "published_at"])
    replacement = _replacement_of(retraction, among=visible_updates(by))
    _check(retraction, replacement, is_proposed=True)
    field = type(retraction)._meta.model_name or ""
    before = Revision.objects.filter(update=update, field=field, published_at=None)
    if before.submitted().exists():
        raise ValidationError(_("The same is proposed already, and waits for a reviewer."))
    proposed = before.filter(created_by=by).first()
    proposed = proposed or Revision(update=update, field=field, created_by=by)
    proposed.new, proposed.submission = retraction_text(retraction), _submission(replacement, by)
    proposed.submitted_at, proposed.returned_at = timezone.now(), None
    proposed.save()
    notes.submitted(proposed)
    return proposed


def _submission(replacement: StatusUpdate | None, by: User) -> Submission:
    """Return the submission of what is to stand in its place, if the same person proposed it."""
    if replacement and not replacement.published_at and replacement.created_by == by:
        its: Submission | None = replacement.submission
        if its:
            return its
    return Submission.objects.create(created_by=by)


def publish_locked(publication: Publication, proposed: Revision) -> None:
    """End the update of a locked revision. Raises ValidationError if it can't end any more."""
    retraction = retraction_of(proposed)
    update = lock(retraction.update)
    if hasattr(update, "withdrawal") or hasattr(update, proposed.field):
        raise ValidationError(_("This update does not stand any more."), code="ended")
    retraction.update = update
    replacement = _replacement_of(retraction, among=StatusUpdate.objects.all())
    _check(retraction, replacement)
    retraction.published_at = publication.at
    retraction.full_clean(exclude=["created_by"])
    proposed.new = YES  # the reason stands in one place, where the law may erase it
    proposed.published_at, proposed.published_by = publication.at, publication.by
    proposed.save(update_fields=["new", "published_at", "published_by"])
    retraction.save()
    publication.record(retraction)
    publication.project(update.initiative)
    notes.published(proposed)
    notes.retracted(retraction)


def _check(
    retraction: Correction | Withdrawal,
    replacement: StatusUpdate | None,
    *,
    is_proposed: bool = False,
) -> None:
    """Refuse to end what ended already, and to leave an initiative without a status in public.

    What is to stand in its place stands already; as it is proposed, it may wait for a reviewer.
    Whoever withdraws the last update withdraws the initiative, if nothing of a country stands.
    """
    update = retraction.update
    if replacement:
        if replacement.initiative_id != update.initiative_id:
            raise ValidationError({"replacement": _("This update is of another initiative.")})
        _check_stands(replacement, may_wait=is_proposed)
    if update.country_id or (is_proposed and replacement and not replacement.country_id):
        return
    standing = StatusUpdate.objects.standing().filter(initiative=update.initiative_id)
    others = [*standing.exclude(pk=update.pk).values_list("country", flat=True)]
    if None in others:
        return
    if isinstance(retraction, Correction):
        raise ValidationError(
            _(
                "It is the only update of this initiative that stands: name one in its place, or"
                " withdraw it, and the initiative with it."
            )
        )
    if others:
        raise ValidationError(
            _("What stands of single countries of this initiative is withdrawn first.")
        )


def _replacement_of(
    retraction: Correction | Withdrawal, *, among: StatusUpdateQuerySet
) -> StatusUpdate | None:
    """Return what is to stand in its place, locked; raises ValidationError if it is gone."""
    key = retraction.replacement_id
    if not key:
        return None
    found: StatusUpdate | None = among.filter(pk=key).first()
    if not found:
        raise ValidationError(_("What was to stand in its place is gone."), code="gone")
    return lock(found)


def _check_stands(replacement: StatusUpdate, *, may_wait: bool) -> None:
    if not replacement.published_at:
        if may_wait and replacement.stage == Review.SUBMITTED:
            return
        message = _("What is to stand in its place is not public: approve that first.")
        raise ValidationError({"replacement": message})
    if not StatusUpdate.objects.standing().filter(pk=replacement.pk).exists():
        raise ValidationError({"replacement": _("This update does not stand any more.")})
