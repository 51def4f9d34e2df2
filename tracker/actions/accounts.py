"""The accounts that the first start makes."""

import secrets

from django.contrib.auth.models import Group
from django.db import transaction

from ..models import Country, Organization, User
from ..vocabulary import Role

FIRST_ACCOUNTS: list[tuple[str, Role, dict[str, bool]]] = [
    ("focal-point", Role.FOCAL_POINT, {}),
    ("reviewer", Role.REVIEWER, {"is_staff": True}),
    ("editor", Role.EDITOR, {"is_staff": True}),
    ("administrator", Role.ADMINISTRATOR, {"is_staff": True}),
    ("auditor", Role.AUDITOR, {"is_staff": True}),
]


@transaction.atomic
def make_first_accounts() -> dict[str, str]:
    """Make one account a role and return {user name: password}; nothing if anybody is there.

    The scope of the focal point is all that is there.
    """
    if User.objects.exists():
        return {}
    passwords = {}
    for username, role, flags in FIRST_ACCOUNTS:
        passwords[username] = secrets.token_urlsafe(12)
        user = User(username=username, **flags)
        user.set_password(passwords[username])
        user.save()
        user.groups.set(Group.objects.filter(name=role))
        if role == Role.FOCAL_POINT:
            user.countries.set(Country.objects.all())
            user.organizations.set(Organization.objects.all())
    return passwords
