"""A quote is verbatim: it stands in its source's text, character for character."""

from collections.abc import Iterable
from typing import NamedTuple


class QuoteNotFound(ValueError):
    """The quote is not in the text.

    `matched` is the longest beginning of the quote that is, `found` what the text has after it,
    `wanted` what the quote has there; `matched` is empty if not even the beginning is found.
    """

    def __init__(self, *, matched: str, wanted: str, found: str) -> None:
        super().__init__(wanted)
        self.matched, self.wanted, self.found = matched, wanted, found


def locate(text: str, quote: str, *, context: int = 30) -> tuple[int, int]:
    """Return the (start, end) offsets of the first place where `quote` stands in `text`.

    Offsets count Unicode code points, as Python, SQLite and PostgreSQL do. Raises QuoteNotFound.
    """
    start = text.find(quote) if quote else -1
    if start >= 0:
        return start, start + len(quote)
    length = _longest_beginning(text, quote)
    after = text.find(quote[:length]) + length if length else 0
    raise QuoteNotFound(
        matched=quote[max(0, length - context) : length],
        wanted=quote[length : length + context],
        found=text[after : after + context] if length else "",
    )


def _longest_beginning(text: str, quote: str) -> int:
    """Return how many characters of the quote, from its first on, stand together in the text."""
    known, unknown = 0, len(quote)
    while unknown - known > 1:
        middle = (known + unknown) // 2
        if quote[:middle] in text:
            known = middle
        else:
            unknown = middle
    return known


class Piece(NamedTuple):
    """A part of a text, and whether any quote covers it."""

    text: str
    is_quoted: bool


def marked(text: str, spans: Iterable[tuple[int, int]]) -> list[Piece]:
    """Return a whole text in pieces, those that (start, end) of any span cover marked as quoted."""
    found: list[Piece] = []
    place = 0
    for start, end in sorted(spans):
        if start > place:
            found.append(Piece(text[place:start], is_quoted=False))
        if end > max(start, place):
            found.append(Piece(text[max(start, place) : end], is_quoted=True))
        place = max(place, end)
    if place < len(text):
        found.append(Piece(text[place:], is_quoted=False))
    return found
