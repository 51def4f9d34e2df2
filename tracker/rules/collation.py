"""The order of names in each language: that of its alphabet, not of the numbers of its letters."""

import re

ALPHABETS = {
    "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "tr": "abcçdefgğhıijklmnoöpqrsştuüvwxyz",
    "az": "abcçdeəfgğhxıijkqlmnoöprsştuüvwyz",
    "kk": "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя",
    "ky": "абвгдеёжзийклмнңоөпрстуүфхцчшщъыьэюя",
    "uz": "abcdefghijklmnopqrstuvwxyzõğşč",
}
"""Latin letters that an alphabet lacks stand where other alphabets have them."""
_UZBEK_PAIRS = {"oʻ": "õ", "gʻ": "ğ", "sh": "ş", "ch": "č"}
"""Two letters that are one of the alphabet, and what stands for them there."""
_PAIR = re.compile("|".join(_UZBEK_PAIRS))
DOTTED = ("tr", "az")
_TURKIC_I = str.maketrans("Iİ", "ıi")
_FIRST = 0xE000  # a private character for each letter: after all that is in no alphabet
_PLACES = {
    language: {ord(letter): _FIRST + place for place, letter in enumerate(letters)}
    for language, letters in ALPHABETS.items()
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
    if language == "uz":
        text = _PAIR.sub(lambda pair: _UZBEK_PAIRS[pair[0]], text)
    return text.translate(_PLACES.get(language or "", {}))
