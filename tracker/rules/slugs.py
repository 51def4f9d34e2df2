"""Part of an address, made of the words of any script."""

import re

from anyascii import anyascii

LONGEST = 70
"""In characters; a column takes 80, and a number may follow."""
_SIGNS = re.compile("['`\"]")
_OTHERS = re.compile("[^a-z0-9]+")


def slug_of(words: str) -> str:
    """Return words in small Latin letters and digits, with hyphens between them.

    What is too long ends with a whole word, if it has more than one; words of signs alone are "".
    """
    slug = _OTHERS.sub("-", _SIGNS.sub("", anyascii(words).lower())).strip("-")
    if len(slug) <= LONGEST:
        return slug
    cut = slug[: LONGEST + 1]
    return cut.rpartition("-")[0] or cut[:LONGEST]
