"""The accounts that the first start makes."""

import secrets

from django.contrib.auth.models import Group
from django.db import transaction

from ..models import User
from ..vocabulary import Role

FIRST_ACCOUNTS = {
    "focal-point": {"role": Role.FOCAL_POINT},
    "reviewer": {"role": Role.REVIEWER, "is_staff": True},
    "administrator": {"role": Role.ADMINISTRATOR, "is_staff": True, "is_superuser": True},
}


@transaction.atomic
def make_first_accounts():
    """Make one account a role and return {user name: password}; nothing if anybody is there."""
    if User.objects.exists():
        return {}
    passwords = {}
    for username, details in FIRST_ACCOUNTS.items():
        flags = {key: value for key, value in details.items() if key != "role"}
        passwords[username] = secrets.token_urlsafe(12)
        user = User.objects.create_user(username, password=passwords[username], **flags)
        user.groups.set(Group.objects.filter(name=details["role"]))
    return passwords
