"""Codes, as an app of somebody shows them."""

import time

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core.cache import cache

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code(secret=SECRET, *, later=0):
    """Return the code of now, or that of so many half minutes later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later))


def with_app(user):
    """Give somebody an app with SECRET, and recovery codes; return these.

    No code of it was used before: that is what allauth keeps in the cache of the process.
    """
    cache.clear()
    TOTP.activate(user, SECRET)
    return RecoveryCodes.activate(user).get_unused_codes()
