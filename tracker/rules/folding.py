"""One way to fold a text before it is searched, used on both sides."""

import unicodedata


def fold(text):
    """Return the text without differences of case, compatibility forms, and of ё and е."""
    return unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")
