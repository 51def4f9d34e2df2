"""Where a request comes from: its address, and the browsers on which people logged in before."""

import secrets

from django.conf import settings
from django.core import signing

SALT = "tracker.devices"
MOST_ACCOUNTS = 5
"""So many accounts are known on one browser, the latest."""
BROWSERS = ("Edg", "OPR", "YaBrowser", "Firefox", "Chrome", "Safari")
SYSTEMS = ("Android", "iPhone", "iPad", "Windows", "Mac OS", "CrOS", "Linux")
NAMES = {
    "Edg": "Edge",
    "OPR": "Opera",
    "YaBrowser": "Yandex",
    "Mac OS": "macOS",
    "CrOS": "ChromeOS",
}


def client_address(request):
    """Return where a request came from: behind a proxy, what the proxy says."""
    if settings.BEHIND_PROXY:
        return request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return request.META.get("REMOTE_ADDR", "")


def known_devices(request):
    """Return {account: what this browser is called} of the accounts that logged in on it before."""
    try:
        cookie = request.COOKIES.get(settings.DEVICE_COOKIE_NAME, "")
        return signing.loads(cookie, salt=SALT, max_age=settings.DEVICE_COOKIE_AGE)
    except signing.BadSignature:
        return {}


def remember_device(request, response, account):
    """Let the browser of a request be known for an account from now on, by a signed cookie."""
    known = known_devices(request)
    name = known.pop(str(account.pk), None) or secrets.token_urlsafe(16)
    latest = [*known.items()][-MOST_ACCOUNTS + 1 :]
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        signing.dumps(dict([*latest, (str(account.pk), name)]), salt=SALT),
        max_age=settings.DEVICE_COOKIE_AGE,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )


def browser_name(request):
    """Name browser and system in two words at most, for the list of sessions; "" if unknown."""
    agent = request.headers.get("User-Agent", "")
    found = [next((name for name in names if name in agent), "") for names in (BROWSERS, SYSTEMS)]
    return ", ".join(NAMES.get(name, name) for name in found if name)
