"""The score that MDN HTTP Observatory gives a site, by the scoring that it publishes.

It asks the address without TLS, follows, and reads the headers and the HTML where it ends. Left out
is what this site has none of: cookies on the page, scripts of other hosts, CORS.
"""

import re

BASE, LEAST_FOR_A_BONUS = 100, 90
SIX_MONTHS = 15768000
PRIVATE = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}


def score(first, last):
    """Return the points of a site: `first` answers http://, `last` is the page at the end."""
    parts = [
        _redirection(first),
        _policy(last),
        _transport(last),
        _sniffing(last),
        _framing(last),
        _referrer(last),
        _resources(last),
        _scripts(last),
        -20 if last.cookies else 0,
    ]
    points = BASE + sum(part for part in parts if part < 0)
    if points >= LEAST_FOR_A_BONUS:
        points += sum(part for part in parts if part > 0)
    return points


def directives(response):
    """Return {directive: its sources} of the content security policy of an answer."""
    policy = response.get("Content-Security-Policy", "")
    parts = [part.split() for part in policy.split(";") if part.strip()]
    return {name: set(sources) for name, *sources in parts}


def _redirection(first):
    is_secure = first.status_code in (301, 302, 307, 308) and first["Location"].startswith("https:")
    return 0 if is_secure else -20


def _policy(page):
    found = directives(page)
    scripts = found.get("script-src", found.get("default-src"))
    if not found or scripts is None:
        return -25
    if any("unsafe" in source or source in ("*", "https:", "data:") for source in scripts):
        return -20
    if any("unsafe" in source for source in found.get("style-src", ())):
        return 0
    return 10 if found.get("default-src") == {"'none'"} else 5


def _transport(page):
    age = re.search(r"max-age=(\d+)", page.get("Strict-Transport-Security", ""))
    if not age:
        return -20
    return 0 if int(age[1]) >= SIX_MONTHS else -10


def _sniffing(page):
    return 0 if page.get("X-Content-Type-Options") == "nosniff" else -5


def _framing(page):
    if directives(page).get("frame-ancestors") == {"'none'"}:
        return 5
    return 0 if page.get("X-Frame-Options") in ("DENY", "SAMEORIGIN") else -20


def _referrer(page):
    value = page.get("Referrer-Policy")
    return 5 if value in PRIVATE else 0 if value is None else -5


def _resources(page):
    return 10 if page.get("Cross-Origin-Resource-Policy") in ("same-origin", "same-site") else 0


def _scripts(page):
    """Of one's own host no script needs a digest; of another it does."""
    return -5 if re.search(r'<script[^>]* src="(?:https?:)?//', page.text) else 0
