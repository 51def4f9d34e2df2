"""Notes by e-mail to authors and reviewers: after the commit, and a failure loses nothing."""

from django.conf import settings
from django.core import mail
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from ..models import StatusUpdate
from .rights import reviewers_of


def submitted(row):
    """Tell those who may review it that something waits."""
    _send(reviewers_of(row, authors=[row.created_by]), row, _submitted)


def published(row):
    """Tell the author that it is public."""
    _send([row.created_by], row, _published)


def returned(row):
    """Tell the author what is missing."""
    _send([row.created_by], row, _returned)


def to_countersign(update):
    """Tell the others that an emergency publication needs a second person."""
    _send(reviewers_of(update, authors=[update.created_by]), update, _to_countersign)


def retracted(annotation):
    """Tell the author that an update of theirs was corrected or withdrawn."""
    _send(
        [annotation.update.created_by],
        annotation.update,
        lambda row: _retracted(row, annotation.reason),
    )


def _submitted(row):
    return _("Waiting for your review: %s"), _(
        "Somebody submitted this. Please approve it or return it."
    )


def _published(row):
    return _("Published: %s"), _("What you submitted is public now.")


def _returned(row):
    return _("Returned to you: %s"), _("The note of the reviewer:") + f"\n\n{row.review_note}"


def _to_countersign(row):
    return _("To countersign: %s"), (
        _("This was published in an emergency, because:") + f"\n\n{row.emergency_reason}"
    )


def _retracted(row, reason):
    return _("No longer standing: %s"), (
        _("An update of yours was corrected or withdrawn, because:") + f"\n\n{reason}"
    )


def _send(people, row, words):
    """Write to each person in their language once the transaction is committed."""
    for person in people:
        if person and person.is_active and person.email:
            with translation.override(person.language):
                subject, text = words(row)
                message = mail.EmailMessage(
                    " ".join((subject % _name(row)).split()),
                    f"{_name(row)}\n{_address(row)}\n\n{text}\n",
                    settings.DEFAULT_FROM_EMAIL,
                    [person.email],
                )
            transaction.on_commit(message.send, robust=True)


def _name(row):
    return str(row.initiative if isinstance(row, StatusUpdate) else row.subject)


def _address(row):
    kind = "desk_submission" if isinstance(row, StatusUpdate) else "desk_revision"
    return settings.SITE_URL + reverse(kind, args=[row.pk])
