"""One way to fold a text before it is searched, used on both sides."""

import unicodedata
from functools import lru_cache


@lru_cache(maxsize=1024)
def fold(text):
    """Return the text without differences of case, compatibility forms, and of ё and е."""
    return unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")
