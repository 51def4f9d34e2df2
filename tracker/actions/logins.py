"""Who may try to log in, asked before anything is hashed, and what is noted of it.

An attempt is counted before it is made, so that many at once are as many. A device on which the
account logged in before is counted by itself: whoever locks an account, or sits behind the same
address, keeps out neither.
"""

import logging
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import ngettext

from ..models import Throttle, User
from ..models.account_log import AccountChange
from ..rules.networks import household
from ..rules.throttle import wait_after
from .account_log import log_alone

FREE = {"name": 5, "device": 10, "address": 20, "code": 5}
"""So often each may fail before it has to wait."""
QUIET = timedelta(hours=1)
"""So long without another failure, and the earlier ones are forgotten."""
KEPT = timedelta(days=1)
"""So long a row that is forgotten stays where it is: nobody else writes it then."""

logger = logging.getLogger("tracker.security")


class TooOften(ValidationError):
    """Somebody has to wait, `seconds` long, whatever they typed."""

    def __init__(self, seconds: int) -> None:
        minutes = max(1, -(-seconds // 60))
        text = ngettext(
            "Too many attempts. Try again in %(minutes)s minute.",
            "Too many attempts. Try again in %(minutes)s minutes.",
            minutes,
        )
        super().__init__(text % {"minutes": minutes}, code="too_often")
        self.seconds = seconds


class Key(NamedTuple):
    """What failures are counted by: its sort, one of FREE, and whose it is."""

    sort: str
    value: str

    @property
    def digest(self) -> str:
        value = f"{self.sort}:{self.value}"
        return salted_hmac("tracker.throttle", value, algorithm="sha256").hexdigest()


class Attempt:
    """One attempt by an account, or by a name that there is not; counted as soon as it is made.

    Raises TooOften if one of its keys has to wait.
    """

    def __init__(self, keys: list[Key], account: User | None) -> None:
        self.keys, self.account = keys, account
        self._count()

    @transaction.atomic
    def _count(self) -> None:
        now = timezone.now()
        for key in sorted(self.keys):
            _add_failure(key, now)

    def succeeded(self) -> None:
        """Forget the failures of the account; those of an address are others' as well."""
        Throttle.objects.filter(forgotten_at__lt=timezone.now() - KEPT).delete()
        own = [key.digest for key in self.keys if key.sort != "address"]
        Throttle.objects.filter(key__in=own).update(failures=0, locked_until=None)
        self._take_back([key for key in self.keys if key.sort == "address"])

    def was_not_made(self) -> None:
        """Take it back: nobody looked at what was typed."""
        self._take_back(self.keys)

    def _take_back(self, keys: list[Key]) -> None:
        for key in keys:
            row = Throttle.objects.filter(key=key.digest)
            row.update(failures=Greatest(F("failures") - 1, 0), locked_until=None)

    def failed(self, event: str) -> None:
        """Note it; the first time that an account has to wait stands in its log, too."""
        name = self.account.pk if self.account else None
        logger.info(event, extra={"account": name})
        for key in self.keys:
            row = Throttle.objects.filter(key=key.digest).first()
            if row and row.failures == FREE[key.sort]:
                logger.info("locked", extra={"account": name, "sort": key.sort})
                if self.account and key.sort in ("name", "code"):
                    log_alone(self.account, None, AccountChange.LOCKED)


def _add_failure(key: Key, now: datetime) -> None:
    """Add a failure to a key; raise TooOften if it has to wait yet."""
    rows = Throttle.objects.select_for_update()
    row, _is_new = rows.get_or_create(key=key.digest, defaults={"forgotten_at": now + QUIET})
    if row.locked_until and row.locked_until > now:
        raise TooOften(int((row.locked_until - now).total_seconds()))
    if row.forgotten_at < now:
        row.failures = 0
    row.failures += 1
    wait = wait_after(row.failures, free=FREE[key.sort])
    row.locked_until = now + wait if wait else None
    row.forgotten_at = now + wait + QUIET
    row.save()


def try_password(*, username: str, address: str, devices: Mapping[str, str]) -> Attempt:
    """Count an attempt to log in; raise TooOften before anything is hashed.

    `devices` is what the browser is called by each account that logged in on it before. What an
    attempt costs does not tell whether there is such an account.
    """
    account = User.objects.filter(username=username).first()
    device = devices.get(str(account.pk), "") if account else ""
    return Attempt([*_keys(username, address, device)], account)


def try_code(*, account: User, devices: Mapping[str, str]) -> Attempt:
    """Count an attempt with a second factor, of somebody who knew the password."""
    return Attempt([Key("code", f"{account.pk}:{devices.get(str(account.pk), '')}")], account)


@transaction.atomic
def used_once(*, account: User, code: str, seconds: int) -> bool:
    """Whether this code of an account was not used in the last `seconds`; it is from now on."""
    now = timezone.now()
    digest = Key("used code", f"{account.pk}:{code}").digest
    Throttle.objects.filter(key=digest, forgotten_at__lt=now).delete()
    until = now + timedelta(seconds=seconds)
    _row, is_new = Throttle.objects.get_or_create(key=digest, defaults={"forgotten_at": until})
    return is_new


def _keys(username: str, address: str, device: str) -> Iterator[Key]:
    if device:
        yield Key("device", device)
        return
    yield Key("name", unicodedata.normalize("NFKC", username).casefold())
    yield Key("address", household(address))


def logged_in(account: User) -> None:
    logger.info("login", extra={"account": account.pk})


def recovery_code_used(account: User) -> None:
    logger.info("recovery_code_used", extra={"account": account.pk})


@transaction.atomic
def sign_on_added(account: User) -> None:
    """Note that a sign-on elsewhere opens this account from now on."""
    log_alone(account, account, AccountChange.SIGN_ON_ADDED, new=settings.SIGN_ON_NAME)
    logger.info("sign_on_added", extra={"account": account.pk})
