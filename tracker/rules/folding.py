"""One way to fold words before they are searched, used on both sides: text and question.

A word becomes lower-case ASCII: without differences of case (Turkish İ, I and ı are one), of
compatibility forms, diacritics, ё and е, of the letters that a keyboard may lack (ə ө ү ұ қ ғ ң ҳ
ў), of apostrophes, and of Latin and Cyrillic letters that look the same.
"""

import re
import unicodedata
from collections.abc import Set as AbstractSet
from itertools import chain, repeat
from typing import NamedTuple

from anyascii import anyascii

from ..languages import BY_CODE, LANGUAGES
from .language_tags import primary
from .memory import remembered

MOST_WORDS = 12
"""How many words of a question are read."""
WORD = re.compile(r"[^\W_]+(?:[ʻʼ’‘'`´][^\W_]+)*")
_APOSTROPHES = dict.fromkeys(map(ord, "ʻʼ’‘'`´"))
_LETTERS = str.maketrans("әəөүұқғңҳһіı", "аaоуукгнххиi")
_TWINS = str.maketrans("авсеіјкмнорѕтухѵ", "abceijkmhopstyxv")
"""Cyrillic letters and the Latin ones that look the same."""
_CYRILLIC = re.compile("[Ѐ-ӿ]")
_LATIN = re.compile("[a-z]")
_NUMERAL = re.compile("[ivxlcdm]+")
STEMMED = {row.code: row.stemmer for row in LANGUAGES if row.stemmer}


class Term(NamedTuple):
    """A folded word of a question: it matches a token that begins with `beginning`, unless that is
    empty, or that is one of `exact`.
    """

    beginning: str
    exact: tuple[str, ...]

    def matches(self, tokens: AbstractSet[str]) -> bool:
        """Whether one of the folded words of a text is the word that is asked for."""
        if not tokens.isdisjoint(self.exact):
            return True
        return bool(self.beginning) and any(token.startswith(self.beginning) for token in tokens)


@remembered(most=1024)
def folded(text: str, language: str = "") -> tuple[str, ...]:
    """Return the folded words of a text, each once, with their stems in its language, if known."""
    tokens = map(_tokens, text.split(), repeat(primary(language)))
    return tuple(dict.fromkeys(chain.from_iterable(tokens)))


@remembered(most=256)
def terms(question: str) -> tuple[Term, ...]:
    """Return the words of a question; a text must have all of them.

    An acronym, in capitals or of two letters, is only found as a whole word; any other word finds
    what begins with it, and what has the same stem in a language that has a stemmer.
    """
    found = []
    for word in WORD.findall(question.replace("\0", " "))[:MOST_WORDS]:
        [plain] = _folded(word, "")
        is_acronym = len(word) <= 2 or (len(word) <= 5 and word.isupper() and word.isalpha())
        stems = [stem for code in STEMMED for stem in _folded(word, code)[1:]]
        found.append(Term("", (plain,)) if is_acronym else Term(plain, (plain, *stems)))
    return tuple(found)


@remembered(most=16384)
def _tokens(text: str, language: str) -> tuple[str, ...]:
    """Return what the words of a text without spaces are folded to, one after the other."""
    return tuple(token for word in WORD.findall(text) for token in _folded(word, language))


def _folded(word: str, language: str) -> tuple[str, ...]:
    """Return the folded word, and its stem if the language has a stemmer: "en0promis" of a promise.

    The mark keeps the stem of a word from being taken for a word of another language.
    """
    lower = plain(word)
    if language in STEMMED and lower.isalpha() and _script(lower) == BY_CODE[language].script:
        return _ascii(lower), f"{language}0{_ascii(_stem(lower, language))}"
    return (_ascii(lower),)


def plain(word: str) -> str:
    """Return a word in small letters of its script, without the differences of typing."""
    lower = unicodedata.normalize("NFKC", word).translate(_APOSTROPHES).casefold()
    if _CYRILLIC.search(lower):
        latin = lower.translate(_TWINS)
        lower = latin if _LATIN.search(lower) or _NUMERAL.fullmatch(latin) else lower
    return _bare(lower)


def _stem(word: str, language: str) -> str:
    """Return the stem, by a stemmer of its own: it holds the word meanwhile, and threads differ."""
    import snowballstemmer  # where used: 3 MB for all its languages

    stem: str = snowballstemmer.stemmer(STEMMED[language]).stemWord(word)
    return stem


def _script(word: str) -> str:
    return "Cyrl" if _CYRILLIC.search(word) else "Latn"


def _bare(lower: str) -> str:
    """Leave out diacritics, and put the letters in the place of which others are typed."""
    if lower.isascii():
        return lower
    apart = unicodedata.normalize("NFD", lower.replace("й", "\0"))
    bare = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return bare.replace("\0", "й").translate(_LETTERS)


def _ascii(word: str) -> str:
    return re.sub("[^a-z0-9]", "", anyascii(word).lower()) or word.encode().hex()
