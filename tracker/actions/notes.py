"""Notes by e-mail to people of the staff: after the commit, and a failure loses nothing."""

from collections.abc import Callable, Iterable

from django.conf import settings
from django.core import mail
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..models import AccountLog, Correction, StatusUpdate, User, Withdrawal
from ..vocabulary import Role
from .nouns import authors_of
from .rights import Reviewed, reviewers_of

type Send = Callable[[mail.EmailMessage], object]
"""How a message goes out once the transaction is committed."""
type Words = tuple[str, str]
"""The subject, with a place for the name of the row, and the text."""


def submitted(row: Reviewed) -> None:
    """Tell those who may review it that something waits."""
    _send(reviewers_of(row, authors=authors_of(row)), row, _submitted)


def published(row: Reviewed) -> None:
    """Tell the author that it is public."""
    _send([row.created_by], row, _published)


def returned(row: Reviewed) -> None:
    """Tell the author what is missing."""
    _send([row.created_by], row, _returned)


def to_countersign(update: StatusUpdate) -> None:
    """Tell the others that an emergency publication needs a second person."""
    _send(reviewers_of(update, authors=[update.created_by]), update, _to_countersign)


def retracted(annotation: Correction | Withdrawal) -> None:
    """Tell the author that an update of theirs was corrected or withdrawn."""
    _send(
        [annotation.update.created_by],
        annotation.update,
        lambda row: _retracted(annotation.reason),
    )


def now(message: mail.EmailMessage) -> object:
    return message.send()


def one_time_link(account: User, url: str, *, send: Send = now) -> None:
    """Send a person the link by which they set their password, and nobody else."""
    with translation.override(account.language):
        hours = settings.PASSWORD_RESET_TIMEOUT // 3600
        text = ngettext(
            "Set your own password here. The link works once, and for %(hours)s hour:",
            "Set your own password here. The link works once, and for %(hours)s hours:",
            hours,
        ) % {"hours": hours}
        subject = _("Your account %s: set your password") % account.username
        _write(account.email, subject, f"{text}\n\n{url}", send)


def account_changed(entries: list[AccountLog], *, also: str = "", send: Send = now) -> None:
    """Tell a person what was changed of their account, and all administrators.

    The person is told at the address that they had before, too, which is `also`, and when they may
    no longer log in.
    """
    account = entries[0].account
    told = {also: account.language, account.email: account.language}
    administrators = User.objects.filter(groups__name=Role.ADMINISTRATOR, is_active=True)
    for person in administrators:
        told.setdefault(person.email, person.language)
    for address, language in told.items():
        with translation.override(language):
            subject = _("Account changed: %s") % account.username
            _write(address, subject, _account_changed(entries), send)


def _account_changed(entries: list[AccountLog]) -> str:
    by = entries[0].by
    done = _("By %s.") % by.username if by else _("By a command on the server, or without a login.")
    end = _("If this should not be, tell another administrator, or who runs the site.")
    changes = "\n".join(entry.in_words() for entry in entries)
    return f"{entries[0].account.username}\n{settings.SITE_URL}\n\n{changes}\n\n{done}\n{end}"


def _submitted(row: Reviewed) -> Words:
    return _("Waiting for your review: %s"), _(
        "Somebody submitted this. Please approve it or return it."
    )


def _published(row: Reviewed) -> Words:
    return _("Published: %s"), _("What you submitted is public now.")


def _returned(row: Reviewed) -> Words:
    return _("Returned to you: %s"), _("The note of the reviewer:") + f"\n\n{row.review_note}"


def _to_countersign(row: StatusUpdate) -> Words:
    return _("To countersign: %s"), (
        _("This was published in an emergency, because:") + f"\n\n{row.emergency_reason}"
    )


def _retracted(reason: str) -> Words:
    return _("No longer standing: %s"), (
        _("An update of yours was corrected or withdrawn, because:") + f"\n\n{reason}"
    )


def _send[R: Reviewed](people: Iterable[User | None], row: R, words: Callable[[R], Words]) -> None:
    """Write to each person in their language once the transaction is committed."""
    for person in people:
        if person and person.is_active:
            with translation.override(person.language):
                subject, text = words(row)
                _write(
                    person.email, subject % _name(row), f"{_name(row)}\n{_address(row)}\n\n{text}"
                )


def _write(address: str, subject: str, text: str, send: Send = now) -> None:
    """Send a message once the transaction is committed, if there is an address."""
    if address:
        message = mail.EmailMessage(
            " ".join(subject.split()), f"{text}\n", settings.DEFAULT_FROM_EMAIL, [address]
        )
        transaction.on_commit(lambda: send(message), robust=True)


def _name(row: Reviewed) -> str:
    return str(row.initiative if isinstance(row, StatusUpdate) else row.subject)


def _address(row: Reviewed) -> str:
    kind = "desk_submission" if isinstance(row, StatusUpdate) else "desk_revision"
    return f"{settings.SITE_URL}{reverse(kind, args=[row.pk])}"
