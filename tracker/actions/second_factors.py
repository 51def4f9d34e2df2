"""Second factors and sessions of accounts: who needs one, what the account log says of them."""

import logging

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from ..models import Session, User
from ..models.account_log import AccountChange
from ..vocabulary import Factor, Role
from .account_log import log_alone

IN_NEED = (Role.REVIEWER, Role.ADMINISTRATOR)
"""Who publishes, or makes accounts."""
PROVING = (Factor.TOTP, Factor.WEBAUTHN)
"""What is a second factor by itself; recovery codes only stand in for one."""

logger = logging.getLogger("tracker.security")


def needs_factor(account: User) -> bool:
    """Whether this account may do nothing without a second factor: one query at most."""
    if not settings.REQUIRE_SECOND_FACTOR:
        return False
    in_need = account.groups.filter(name__in=IN_NEED)
    return bool(account.is_superuser or in_need.exists())


def has_factor(account: User | AbstractBaseUser) -> bool:
    proving = Authenticator.objects.filter(user_id=account.pk, type__in=PROVING)
    return bool(proving.exists())


def factor_added(*, account: User, kind: str) -> None:
    """Note that a person added a second factor to their own account."""
    log_alone(account, account, AccountChange.FACTOR_ADDED, new=kind)
    logger.info("second_factor_added", extra={"account": account.pk, "factor": kind})


def factor_removed(*, account: User, by: User | None, kind: str) -> None:
    log_alone(account, by, AccountChange.FACTOR_REMOVED, old=kind)
    logger.info("second_factor_removed", extra={"account": account.pk, "factor": kind})


@transaction.atomic
def remove_factors(*, account: User) -> int:
    """Remove all second factors of somebody who lost theirs, and end their sessions.

    A command on the server does it, once whoever runs the site knows who asks. Returns how many.
    """
    found = list(Authenticator.objects.filter(user=account))
    for factor in found:
        factor_removed(account=account, by=None, kind=factor.type)
        factor.delete()
    Session.objects.of(account).delete()
    return len(found)


@transaction.atomic
def end_sessions(*, account: User, keep: str, name: str = "") -> int:
    """End the sessions of a person but the one that they `keep`, or only that of a `name`."""
    others = Session.objects.of(account).exclude(session_key=keep)
    keys = [one.session_key for one in others if name in ("", one.public_name)]
    count, _models = Session.objects.filter(session_key__in=keys).delete()
    if count:
        log_alone(account, account, AccountChange.SESSIONS_ENDED, new=str(count))
        logger.info("sessions_ended", extra={"account": account.pk, "count": count})
    return count
