"""Passwords that people set: what they must not rest on, and that each is logged."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ..models import Session, User
from ..models.account_log import AccountChange
from .account_log import log

NAMES_OF_THE_SITE = {"ots", "tracker", "turkic"}
LEAST_BESIDES = 8
"""So many characters a password has besides the names of the site."""


@transaction.atomic
def set_own_password(*, account: User, password: str) -> None:
    """Save the password that a person chose for themselves; all their sessions end."""
    account.changed_by = account
    account.set_password(password)
    account.save(update_fields=["password"])
    Session.objects.of(account).delete()


class PasswordRule:
    """Refuses what is guessed first here, and logs every password that is set.

    The words of the site are NAMES_OF_THE_SITE and the host of its address.

    A validator of AUTH_PASSWORD_VALIDATORS: Django tells these of a new password once it is saved,
    that of `manage.py changepassword` too.
    """

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise ValidationError if little is left of a password without the names of the site."""
        rest = password.casefold()
        for word in sorted(names_of_the_site(), key=len, reverse=True):
            rest = rest.replace(word, "")
        is_little = len(rest) < LEAST_BESIDES or not any(letter.isalpha() for letter in rest)
        if rest != password.casefold() and is_little:
            raise ValidationError(self.get_help_text(), code="password_is_the_site")

    def get_help_text(self) -> str:
        return _("Your password can’t be the name of this site with a little added.")

    def password_changed(self, password: str, user: User) -> None:
        log(user, user.changed_by, {AccountChange.PASSWORD_SET: ("", "")})


def names_of_the_site() -> set[str]:
    """Return the words that a password must not rest on, in lower case."""
    host = urlsplit(settings.SITE_URL).hostname or ""
    return NAMES_OF_THE_SITE | {part for part in host.split(".") if len(part) > 3}
