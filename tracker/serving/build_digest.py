import hashlib
from functools import cache

from django.conf import settings


@cache
def build_digest():
    """Return a digest of all that a page is made of besides the record: code, words, settings."""
    found = hashlib.sha256()
    for folder in ("tracker", "templates", "locale", "locale_upstream", "static"):
        for path in sorted((settings.BASE_DIR / folder).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                found.update(path.read_bytes())
    shown = (settings.STALE_AFTER_DAYS, settings.TIME_ZONE, settings.SITE_URL, settings.DEBUG)
    found.update(repr(shown).encode())
    return found.hexdigest()
