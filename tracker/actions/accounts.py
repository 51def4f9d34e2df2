"""Every write of accounts: who may, and one-time links."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.auth.tokens import default_token_generator
from django.core import checks
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _

from ..models import AccountLog, Country, Organization, User
from ..models.account_log import AccountChange
from ..rules.look_alikes import skeleton
from ..vocabulary import Role
from . import notes
from .account_log import SCOPE, Changes, beside, changes_between, facts_of, log, roles_of
from .refusals import NotAllowed

FIRST_ACCOUNTS = [role.replace(" ", "-") for role in Role]
"""The usernames that the first start makes, one a role."""
COLUMNS = (
    "username", "first_name", "last_name", "email", "language", "is_active", "is_staff",
    "is_superuser",
)  # fmt: skip
"""What an account is, besides its password and the days that Django keeps."""
BY_ANOTHER = ("groups", *SCOPE)
"""What nobody changes of their own account, besides whether it may log in."""
WRITING = {Role.FOCAL_POINT, Role.REVIEWER, Role.EDITOR}
"""The roles that write or review."""
PAUSE = timedelta(minutes=15)
"""So long after a link was mailed to an account, whoever is not logged in gets it no other."""
type Links = Mapping[str, Iterable[Any]]
"""{name of a relation of User: the rows that it has from now on}; what is not named, stays."""


class Link(NamedTuple):
    """A one-time link of an account: `url` if it has to be handed over, "" if it was mailed."""

    account: User
    url: str


def may_manage(user: User, account: User | None = None) -> bool:
    """Whether somebody makes accounts, and changes this one: an administrator, and no superuser.

    What a superuser is, only commands on the server change.
    """
    is_administrator = user.groups.filter(name=Role.ADMINISTRATOR).exists()
    is_theirs = not (account and User.objects.filter(pk=account.pk, is_superuser=True).exists())
    return user.is_active and not user.is_superuser and is_administrator and is_theirs


def check_account(*, account: User, by: User | None, links: Links) -> None:
    """Raise ValidationError, by field, if an account can't become so; NotAllowed without the right.

    `account` has its new columns already. `by` is None of a command on the server: that alone may
    make a superuser, and needs no address, as it prints the link.
    """
    if by and not may_manage(by, account):
        raise NotAllowed
    stored = User.objects.get(pk=account.pk) if account.pk else User()
    wrong = _two_in_one(account, links)
    if by and account.is_superuser != stored.is_superuser:
        wrong["is_superuser"] = _("Only a command on the server makes a superuser.")
    if by == account:
        wrong |= _by_oneself(account, stored, links)
    if account.email != stored.email and _others_with(account.email, account):
        wrong["email"] = _("Another account has this address: two persons are two.")
    if account.username != stored.username and _looks_like_another(account):
        wrong["username"] = _("Another account’s name looks the same: choose a different one.")
    if by and settings.MAIL_IS_SENT and not account.email and _begins_anew(account, links):
        wrong["email"] = _("The one-time link is mailed: an address is needed.")
    if wrong:
        raise ValidationError(wrong)


def _two_in_one(account: User, links: Links) -> dict[str, str]:
    """Refuse a second role beside that of an administrator, but not one that was there before."""
    roles = _roles(account, links)
    if Role.ADMINISTRATOR not in roles or roles <= _roles(account):
        return {}
    if account.is_superuser:
        return {"groups": _("A superuser is no administrator: two persons are two.")}
    if len(roles) > 1:
        return {"groups": _("An administrator holds no other role: two persons are two.")}
    return {}


def _others_with(email: str, account: User) -> bool:
    """Whether another account has the address, or one that is taken for it."""
    others = User.objects.exclude(pk=account.pk).exclude(email="")
    wanted = skeleton(email)
    return any(wanted == skeleton(one) for one in others.values_list("email", flat=True))


def _looks_like_another(account: User) -> bool:
    names = User.objects.exclude(pk=account.pk).values_list("username", flat=True)
    wanted = skeleton(account.username)
    return any(wanted == skeleton(name) and name != account.username for name in names)


def _by_oneself(account: User, stored: User, links: Links) -> dict[str, str]:
    told = _("Another administrator changes this of your account.")
    wrong = {} if account.is_active == stored.is_active else {"is_active": told}
    for name in BY_ANOTHER:
        there = getattr(stored, name).values_list("pk", flat=True)
        if name in links and {row.pk for row in links[name]} != set(there):
            wrong[name] = told
    return wrong


@transaction.atomic
def make_account(*, account: User, by: User | None, links: Links) -> Link:
    """Save a new account without a password, log it, and send its one-time link."""
    check_account(account=account, by=by, links=links)
    changes = _add(account, links)
    link = _link(account, by, changes)
    log(account, by, changes)
    return link


@transaction.atomic
def change_account(*, account: User, by: User | None, links: Links) -> Link | None:
    """Save the columns of an account and its links, and log what changed; return its new link.

    With other roles go single rights, which a superuser could give once.
    Who gets a role that writes or reviews begins anew with a one-time link: the password, which
    somebody else may know, is taken back, and all sessions end.
    """
    check_account(account=account, by=by, links=links)
    stored = User.objects.select_for_update(no_key=True).get(pk=account.pk)
    before, begins_anew = facts_of(stored), _begins_anew(account, links)
    if _roles(account, links) != _roles(account):
        account.is_staff = _opens_data_entry(account, links)
        account.user_permissions.clear()
    account.save(update_fields=COLUMNS)
    _set(account, links)
    changes, link = changes_between(before, facts_of(account)), None
    if begins_anew:
        account.set_unusable_password()
        account.save(update_fields=["password"])
        changes[AccountChange.PASSWORD_TAKEN] = "", ""
        link = _link(account, by, changes) if account.is_active else None
    log(account, by, changes, also=stored.email)
    return link


@transaction.atomic
def send_link(*, account: User, by: User | None) -> Link:
    """Send a one-time link, by which a person sets their own password.

    Raises NotAllowed without the right, ValidationError if there is nowhere to send it.
    """
    if by and not may_manage(by, account):
        raise NotAllowed
    if not account.is_active:
        raise ValidationError(_("%s may not log in.") % account)
    if by and settings.MAIL_IS_SENT and not account.email:
        raise ValidationError(_("%s has no e-mail address.") % account)
    changes: Changes = {}
    link = _link(account, by, changes)
    log(account, by, changes)
    return link


@transaction.atomic
def ask_for_link(*, email: str) -> None:
    """Mail a one-time link to the active accounts of an address, which somebody says is theirs.

    Whoever asks can't tell whether there is one: the mail goes out beside.
    """
    lately = AccountLog.objects.filter(
        what=AccountChange.LINK_SENT, at__gt=timezone.now() - PAUSE
    ).values("account")
    people = User.objects.filter(email__iexact=email, is_active=True).exclude(email="")
    for account in people.exclude(pk__in=lately):
        notes.one_time_link(account, _url(account), send=beside)
        log(account, None, {AccountChange.LINK_SENT: ("", account.email)}, send=beside)


@transaction.atomic
def make_first_accounts() -> dict[str, str]:
    """Make one account a role and return {username: password}; nothing if anybody is there.

    The scope of the focal point is all that is there. The passwords have to be changed, but on
    localhost (`views/middleware.py`).
    """
    if User.objects.exists():
        return {}
    passwords = {}
    for username, role in zip(FIRST_ACCOUNTS, Role, strict=True):
        account = User(username=username)
        links: dict[str, Iterable[Any]] = {"groups": Group.objects.filter(name=role)}
        if role == Role.FOCAL_POINT:
            links["countries"] = Country.objects.all()
            links["organizations"] = Organization.objects.all()
        log(account, None, _add(account, links))
        passwords[username] = secrets.token_urlsafe(12)
        account.set_password(passwords[username])
        account.save(update_fields=["password"])
        User.objects.filter(pk=account.pk).update(password_is_first=True)
    return passwords


def administrators_with_more() -> list[User]:
    """Return the administrators who hold another role too, from before that was refused."""
    administrators = User.objects.filter(groups__name=Role.ADMINISTRATOR)
    others = User.objects.filter(is_superuser=True) | User.objects.filter(
        groups__in=Group.objects.exclude(name=Role.ADMINISTRATOR)
    )
    return list(administrators.filter(pk__in=others.values("pk")).order_by("username"))


def check_administrators(
    *, databases: Sequence[str] | None = None, **options: Any
) -> list[checks.CheckMessage]:
    """Warn of each of them, in `manage.py check --database default`, once there are accounts.

    `migrate` asks too, before it makes the tables and columns.
    """
    if not databases:
        return []
    try:
        found = administrators_with_more()
    except DatabaseError:
        return []
    hint = "Let another administrator take one of them away, or make a second account."
    return [
        checks.Warning(
            f"The administrator {user.username} holds another role.", hint=hint, id="tracker.W001"
        )
        for user in found
    ]


def _add(account: User, links: Links) -> Changes:
    """Save a new account, with a password that nobody knows, and return what it is from now on."""
    account.set_unusable_password()
    account.is_staff = _opens_data_entry(account, links)
    account.full_clean()
    account.save()
    _set(account, links)
    facts = facts_of(account)
    nothing = dict.fromkeys(facts, "") | {
        AccountChange.STAFF: "no", AccountChange.SUPERUSER: "no",
        AccountChange.USERNAME: account.username,
    }  # fmt: skip
    return {AccountChange.CREATED: ("", account.username), **changes_between(nothing, facts)}


def _set(account: User, links: Links) -> None:
    for name, rows in links.items():
        getattr(account, name).set(rows)


def _roles(account: User, links: Links | None = None) -> set[str]:
    """Return the names of the groups that an account has, or will have with its new links."""
    if links and "groups" in links:
        return {group.name for group in links["groups"]}
    return roles_of(account)


def _opens_data_entry(account: User, links: Links) -> bool:
    """A focal point works at the desk alone; every other role has pages of the data entry."""
    return account.is_superuser or bool(_roles(account, links) - {Role.FOCAL_POINT})


def _begins_anew(account: User, links: Links) -> bool:
    """Whether the account is new, or gets a role that writes or reviews."""
    gained = _roles(account, links) - _roles(account)
    return not account.pk or bool(gained & WRITING)


def _link(account: User, by: User | None, changes: Changes) -> Link:
    """Mail a one-time link, or return it to be handed over; add to what changes which of both."""
    if by and settings.MAIL_IS_SENT:
        changes[AccountChange.LINK_SENT] = "", account.email
        notes.one_time_link(account, _url(account))
        return Link(account, "")
    changes[AccountChange.LINK_SHOWN] = "", by.username if by else ""
    return Link(account, _url(account))


def _url(account: User) -> str:
    key = urlsafe_base64_encode(force_bytes(account.pk))
    path = reverse("account_link", args=[key, default_token_generator.make_token(account)])
    return f"{settings.SITE_URL}{path}"
