"""Names that a reader takes for the same, or for one with a slip in it."""

from difflib import SequenceMatcher

from .folding import folded

CLOSE = 0.75
"""From this share of letters in common on, one word may be the other with a slip."""


def are_alike(one: str, other: str) -> bool:
    """Whether two names have the same words, in any order, or words that differ by a slip.

    Case, diacritics, signs and blanks make no difference; a number does.
    """
    ours, theirs = folded(one), folded(other)
    if not (ours and theirs):  # of signs alone
        return one.strip() == other.strip()
    if "".join(ours) == "".join(theirs):
        return True
    if len(ours) != len(theirs):
        return False
    left = [word for word in theirs if word not in ours]
    for word in ours:
        if word not in theirs:
            close = next((another for another in left if _is_close(word, another)), None)
            if close is None:
                return False
            left.remove(close)
    return True


def _is_close(one: str, other: str) -> bool:
    if any(letter.isdigit() for letter in one + other):
        return False
    return SequenceMatcher(None, one, other).ratio() >= CLOSE
