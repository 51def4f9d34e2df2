"""What the account log says of a change: the facts before and after, an entry each, and a mail."""

from threading import Thread

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import translation

from ..models import AccountLog, User
from ..models.account_log import FLAGS, AccountChange
from ..watching import security_log
from . import notes

SCOPE = ("countries", "organizations", "working_groups")
type Facts = dict[AccountChange, str]
"""What an account is, in words."""
type Changes = dict[AccountChange, tuple[str, str]]
"""{what changed of an account: the words before and after}."""


def facts_of(account: User) -> Facts:
    """Say in English what an account is: six queries."""
    with translation.override("en"):
        scope = [str(row) for name in SCOPE for row in getattr(account, name).order_by("pk")]
        rights = account.user_permissions.values_list("codename", flat=True)
        return {
            AccountChange.USERNAME: account.username,
            AccountChange.NAME: account.get_full_name(),
            AccountChange.EMAIL: account.email,
            AccountChange.LANGUAGE: account.language,
            AccountChange.ACTIVE: _yes(account.is_active),
            AccountChange.STAFF: _yes(account.is_staff),
            AccountChange.SUPERUSER: _yes(account.is_superuser),
            AccountChange.ROLES: ", ".join(sorted(roles_of(account))),
            AccountChange.PERMISSIONS: ", ".join(sorted(rights)),
            AccountChange.SCOPE: "; ".join(scope),
        }


def _yes(flag: bool) -> str:
    return "yes" if flag else "no"


def roles_of(account: User) -> set[str]:
    """Return the names of the groups that an account has: one query."""
    return set(account.groups.values_list("name", flat=True)) if account.pk else set()


def changes_between(before: Facts, after: Facts) -> Changes:
    return {what: (before[what], new) for what, new in after.items() if before[what] != new}


def log(
    account: User,
    by: User | None,
    changes: Changes,
    *,
    also: str = "",
    send: notes.Send = notes.now,
) -> None:
    """Add an entry for each change, in its transaction, and mail them, to `also` too."""
    entries = [
        AccountLog(account=account, by=by, what=what, old=old, new=new)
        for what, (old, new) in changes.items()
    ]
    if entries:
        AccountLog.objects.bulk_create(entries)
        transaction.on_commit(lambda: _tell(entries))
        notes.account_changed(entries, also=also, send=send)


def log_alone(
    account: User, by: User | None, what: AccountChange, *, old: str = "", new: str = ""
) -> None:
    """Add one entry to the account log, of what is no column of an account, and mail it."""
    log(account, by, {what: (old, new)}, send=beside)


def _tell(entries: list[AccountLog]) -> None:
    """Log what changed as one event; to what, only where the words are ours and name nobody."""
    ours = [entry for entry in entries if entry.what in (AccountChange.ROLES, *FLAGS)]
    security_log.event(
        "account_changed",
        account=entries[0].account_id,
        by=entries[0].by_id,
        what=", ".join(entry.what for entry in entries),
        **{str(entry.what): entry.new for entry in ours},
    )


def beside(message: EmailMessage) -> None:
    """Send a mail in a thread, so that nobody waits for it: one way for `notes` to send."""
    Thread(target=message.send, daemon=True).start()
