from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..vocabulary import Factor, Role
from .fields import choice_constraint


class AccountChange(models.TextChoices):
    """What may change of an account."""

    CREATED = "created", _("account made")
    USERNAME = "username", _("username")
    NAME = "name", _("name")
    EMAIL = "email", _("e-mail address")
    LANGUAGE = "language", _("language")
    ACTIVE = "active", _("may log in")
    STAFF = "staff", _("may open the data entry")
    SUPERUSER = "superuser", _("superuser")
    ROLES = "roles", _("roles")
    PERMISSIONS = "permissions", _("single rights")
    SCOPE = "scope", _("scope")
    LINK_SENT = "link_sent", _("one-time link sent to")
    LINK_SHOWN = "link_shown", _("one-time link shown to")
    PASSWORD_SET = "password_set", _("password set")
    PASSWORD_TAKEN = "password_taken", _("password taken back, until a link is used")
    FACTOR_ADDED = "factor_added", _("second factor added")
    FACTOR_REMOVED = "factor_removed", _("second factor removed")
    SIGN_ON_ADDED = "sign_on_added", _("sign-on connected")
    SESSIONS_ENDED = "sessions_ended", _("logged out on other devices")
    LOCKED = "locked", _("locked for some minutes after wrong passwords or codes")


FLAGS = (AccountChange.ACTIVE, AccountChange.STAFF, AccountChange.SUPERUSER)
"""What is "yes" or "no"."""


FACTORS = (AccountChange.FACTOR_ADDED, AccountChange.FACTOR_REMOVED)
"""What names a second factor."""


class AccountLogQuerySet(models.QuerySet["AccountLog"]):
    def for_list(self) -> Self:
        """Fetch who it is about and who did it, the latest first."""
        rows = self.select_related("account", "by").order_by("-at", "-pk")
        return rows.fetch_mode(models.FETCH_RAISE)


class AccountLog(models.Model):
    """One change of an account: what, from what to what, by whom. Only ever added to.

    `by` is empty where a command on the server did it, or somebody who was not logged in. `old` and
    `new` are words in English, the same for every reader; never a password, nor a link.
    """

    at = models.DateTimeField(_("time"), default=timezone.now, db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("who"),
        related_name="+",
    )
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("account"),
        related_name="log",
    )
    what = models.CharField(_("what"), max_length=20, choices=AccountChange)
    old = models.TextField(_("before"), blank=True)
    new = models.TextField(_("after"), blank=True)

    objects = AccountLogQuerySet.as_manager()

    class Meta:
        default_permissions = ["view"]
        verbose_name = _("entry of the account log")
        verbose_name_plural = _("account log")
        constraints = [choice_constraint("accountlog", "what", AccountChange)]

    def __str__(self):
        return f"{self.account}: {self.get_what_display()}"

    def in_words(self) -> str:
        """Say the change in one line, in the active language."""
        what = str(self.get_what_display())
        if self.old:
            return f"{what}: {self.before} → {self.after or gettext('none')}"
        return f"{what}: {self.after}" if self.new else what

    @property
    def before(self) -> str:
        """What stood before, in the active language where the words are ours."""
        return _in_words(self.what, self.old)

    @property
    def after(self) -> str:
        return _in_words(self.what, self.new)


def _in_words(what: str, value: str) -> str:
    if what == AccountChange.ROLES:
        labels = {role.value: str(role.label) for role in Role}
        return ", ".join(labels.get(name, name) for name in value.split(", "))
    if what in FACTORS:
        return str(dict(Factor.choices).get(value, value))
    if what in FLAGS:
        return {"yes": gettext("yes"), "no": gettext("no")}.get(value, value)
    return value
