"""Whether there is anything to read in a text."""

import unicodedata

UNSEEN = {"Cc", "Cf", "Cn", "Co", "Cs", "Me", "Mn", "Zl", "Zp", "Zs"}
"""Unicode's categories of what is not seen by itself: controls, formats, marks, blanks."""
FILLERS = set("\u115f\u1160\u2800\u3164\uffa0\ufffc")
"""What counts as a letter or a sign, and is drawn as a blank."""


def has_visible(text: str) -> bool:
    return any(
        unicodedata.category(letter) not in UNSEEN and letter not in FILLERS for letter in text
    )
