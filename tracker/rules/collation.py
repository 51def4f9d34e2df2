"""The order of names in each language: that of its alphabet, not of the numbers of its letters."""

import re

from ..languages import LANGUAGES

DOTTED = {row.code for row in LANGUAGES if row.has_dotted_i}
_TURKIC_I = str.maketrans("Iİ", "ıi")
_FIRST = 0xE000  # a private character for each letter: after all that is in no alphabet
_PLACES = {
    row.code: {ord(letter): _FIRST + place for place, letter in enumerate(row.alphabet)}
    for row in LANGUAGES
}
_DIGRAPHS = {
    row.code: (re.compile("|".join(map(re.escape, row.digraphs))), row.digraphs)
    for row in LANGUAGES
    if row.digraphs
}


def capital(text: str, language: str) -> str:
    """Return a text with a capital at its beginning: in two languages that of i has a dot."""
    if text.startswith("i") and language in DOTTED:
        return f"İ{text[1:]}"
    return f"{text[:1].upper()}{text[1:]}"


def sort_key(text: str, language: str | None) -> str:
    """Return what sorts a text among others of a language, without differences of case."""
    if language in DOTTED:
        text = text.translate(_TURKIC_I)
    text = text.casefold()
    if language in _DIGRAPHS:
        pair, letters = _DIGRAPHS[language]
        text = pair.sub(lambda found: letters[found[0]], text)
    return text.translate(_PLACES.get(language or "", {}))
