"""Sessions, each of which knows its account; the module is Django's SESSION_ENGINE."""

from datetime import UTC, datetime, timedelta
from typing import Self

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property

BEGAN, SEEN, CONFIRMED = "began_at", "seen_at", "confirmed_at"
"""What a session knows, as seconds since 1970: the login, the last page, the last proof of who."""
DEVICE = "device"
PASSWORD_OF_LOGIN = "password"  # noqa: S105  # where its digest lies, until the second step
"""The name of the browser, in a few words."""
SEEN_SECONDS = 300
"""So exact is when a session was seen last."""


class SessionQuerySet(models.QuerySet["Session"]):
    def of(self, account) -> Self:
        """Those that have not ended, the latest first."""
        mine = self.filter(account=account, expire_date__gt=timezone.now())
        return mine.order_by("-expire_date", "session_key")


class Session(AbstractBaseSession):
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="sessions"
    )

    objects = SessionQuerySet.as_manager()

    class Meta:
        default_permissions = []

    @classmethod
    def get_session_store_class(cls):
        return SessionStore

    @property
    def public_name(self):
        """What a page calls the session: its key is as good as a password."""
        return salted_hmac("tracker.session", self.session_key, algorithm="sha256").hexdigest()[:32]

    @cached_property
    def known(self):
        """What the session knows of itself: `began` and `seen`, and the `device`."""
        data = self.get_decoded()
        moments = {name: datetime.fromtimestamp(data.get(name, 0), UTC) for name in (BEGAN, SEEN)}
        return {
            "began": moments[BEGAN], "seen": moments[SEEN], "device": data.get(DEVICE, ""),
        }  # fmt: skip


class SessionStore(DatabaseStore):
    """Ends after SESSION_COOKIE_AGE without a page, and SESSION_LONGEST after its login anyway."""

    @classmethod
    def get_model_class(cls):
        return Session

    def create_model_instance(self, data):
        if SESSION_KEY in data:
            for name in (BEGAN, SEEN, CONFIRMED):
                data.setdefault(name, seconds())
        row = super().create_model_instance(data)
        row.account_id = data.get(SESSION_KEY)
        return row

    def get_expiry_age(self, **kwargs):
        age = super().get_expiry_age(**kwargs)
        if (began := self.get(BEGAN)) is None:
            return age
        return max(0, min(age, began + settings.SESSION_LONGEST - seconds()))

    def get_expiry_date(self, **kwargs):
        return timezone.now() + timedelta(seconds=self.get_expiry_age())

    def go_on(self):
        """Note that a page was asked for, once in a while: each time would be a write."""
        if seconds() - self.get(SEEN, 0) > SEEN_SECONDS:
            self[SEEN] = seconds()

    def confirm(self):
        """Note that the person proved just now who they are, and take another key.

        Django keeps the one that there is for whoever is logged in already.
        """
        self.cycle_key()
        self[CONFIRMED] = seconds()

    @property
    def is_fresh(self):
        """Whether they did so lately, by the login too."""
        return seconds() - self.get(CONFIRMED, 0) < settings.FRESH_SECONDS


def seconds():
    return int(timezone.now().timestamp())
