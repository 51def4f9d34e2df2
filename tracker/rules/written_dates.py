"""Dates as people write them, in numbers and in the words of seven languages, read as EDTF texts.

What is read is no more exact than what was written, and nothing is guessed: a text with a word that
is not known ("end of 2026", "until 2026") is no date.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import product
from typing import NamedTuple

from . import edtf
from .date_words import FROM, HALF, PHRASES, QUARTER, TO, said_by
from .folding import plain
from .memory import remembered

MOST_LETTERS = 100
"""How long a text may be that is read; what we print is shorter."""
_NUMBERS = re.compile(
    r"([0-9]{1,4})(\.\s*|[/–-])([0-9]{1,4})(?:\2([0-9]{1,4}))?(?![0-9])"
)  # fmt: skip
_TOKEN = re.compile(
    r"(?P<number>[0-9]+)|(?P<word>[^\W\d_]+(?:[ʻʼ’‘'`´][^\W\d_]+)*)|(?P<doubt>[~?])"
    r"|(?P<dash>\s-\s|\s*–\s*)|(?P<slash>/)|(?P<hyphen>-)|(?P<blank>\s+|[,()ʻʼ’‘'`´]|\.(?!\.))"
)
_DASHES = str.maketrans("—−‒―‐‑", "––––--")
_FIRST_CODE = {QUARTER: 33, HALF: 40}
_FORMS = {
    frozenset({"year"}): "{year}",
    frozenset({"year", "code"}): "{year}-{code}",
    frozenset({"year", "code", "number"}): "{year}-{code}-{number:0>2}",
}
"""{what is said: its EDTF text}."""

type Part = dict[str, str]
"""What is said of a date so far: some of its `year`, the `code` that EDTF has for a month or a
season, the `number` of a day or of a part of a year, its `ordinal`, which `part`, the `doubt`; or
two `years`.
"""


class _Token(NamedTuple):
    """The Parts that a token may say, one after the other, {} for nothing; none if it says no part
    of a date. It may stand before the first of two dates, or between them: `divides` tells how
    surely, 0 for not at all.
    """

    may_say: Sequence[Part]
    divides: int = 0
    opens: bool = False


_DIVIDERS = {"dash": _Token((), 3), "slash": _Token(({},), 2), "hyphen": _Token(({},), 1)}


@remembered(most=4096)
def readings(text: str, language: str = "") -> tuple[str, ...]:
    """Return the EDTF texts that a date may mean, the likelier first; none if it can't be read.

    It may be EDTF already. What a word means in the reader's language goes before what it means in
    another. Several are returned for `03/04/2026`, which is a day of March or of April, for
    `2011/12`, and for a word that is spring to some and summer to others.
    """
    text = text.strip()
    if len(text) <= MOST_LETTERS and _is_date(text):
        return (text,)
    text = text.strip(" .,").translate(_DASHES)
    if not 0 < len(text) <= MOST_LETTERS or text[0] in "/–-" or text[-1] in "/–-":
        return ()
    for sign, words in PHRASES.items():
        text = re.sub(words, sign, text, flags=re.IGNORECASE)
    tokens = _tokens(text, language)
    found = [_finished(part) for part in _together(tokens)] if tokens else []
    return tuple(dict.fromkeys(filter(_is_date, found or _ranges(tokens))))


def _is_date(text: str) -> bool:
    try:
        edtf.days(text)
    except edtf.WrongDate:
        return False
    return True


def _tokens(text: str, language: str) -> list[_Token]:
    """Return the tokens of a text; none if there is anything that says nothing to us."""
    tokens, place = [], 0
    while place < len(text):
        follows_letter = place > 0 and text[place - 1].isalpha()
        numbers = None if follows_letter else _NUMBERS.match(text, place)
        parts = _parts_of_numbers(*numbers.groups()) if numbers else []
        found = numbers if parts else _TOKEN.match(text, place)
        if not found or (numbers and numbers[4] and not parts):
            return []
        tokens.append(_Token(parts) if parts else _token(found, language))
        place = found.end()
    return tokens


def _token(found: re.Match[str], language: str) -> _Token:
    text = found[0]
    match found.lastgroup:
        case "number":
            names = {1: "number", 2: "number", 4: "year"}
            return _Token([{names[len(text)]: text}] if len(text) in names else ())
        case "doubt":
            return _Token([{"doubt": text}])
        case "blank":
            return _Token([{}])
        case "word":
            word = plain(text)
            says = [{one.kind: one.value} if one.kind else {} for one in said_by(word, language)]
            return _Token(says, divides=2 if word in TO else 0, opens=word in FROM)
    return _DIVIDERS[str(found.lastgroup)]


def _parts_of_numbers(one: str, by: str, two: str, three: str | None) -> list[Part]:
    """Return what numbers may say that stand close together; nothing if they are no date."""
    match len(one) > 2, len(two) > 2, three and len(three) > 2:
        case False, False, True if three:
            return _day_first(one, by, two, three)
        case True, False, False if three:
            return [{"year": one, "code": two.zfill(2), "number": three}]
        case True, True, None:
            return [{"years": f"{one}/{two}"}]
        case True, False, None:
            return _year_first(one, by, two)
        case False, True, None:
            return [{"code": one.zfill(2), "year": two}]
        case False, False, None if by.startswith("."):
            return [{"number": one, "code": two.zfill(2)}]
    return []


def _day_first(one: str, by: str, two: str, year: str) -> list[Part]:
    """With a dot the day stands first everywhere; otherwise the month may."""
    orders = [(one, two)] if by.startswith(".") else [(one, two), (two, one)]
    months = [(day, month) for day, month in orders if 1 <= int(month) <= 12]
    return [{"number": day, "code": month.zfill(2), "year": year} for day, month in months]


def _year_first(year: str, by: str, two: str) -> list[Part]:
    """It may be a month, or the last digits of a later year: `2026/05`, `2026/27`."""
    found: list[Part] = []
    if by != "–" and (int(two) <= 12 or by == "-"):
        found.append({"year": year, "code": two.zfill(2)})
    if len(two) == 2 and two > year[2:]:
        found.append({"years": f"{year}/{year[:2]}{two}"})
    return found


def _together(tokens: Sequence[_Token]) -> list[Part]:
    """Return what tokens may say together; each thing is said once."""
    found: list[Part] = [{}]
    for token in tokens:
        found = [
            so_far | more for so_far in found for more in token.may_say if not so_far.keys() & more
        ]
    return found


def _ranges(tokens: Sequence[_Token]) -> list[str]:
    """Return the intervals that tokens may say, divided where it is surest."""
    for how_surely in (3, 2, 1):
        found = [
            interval
            for place, token in enumerate(tokens)
            if token.divides == how_surely
            for interval in _intervals(tokens[:place], tokens[place + 1 :])
        ]
        if found:
            return found
    return []


def _intervals(before: Sequence[_Token], after: Sequence[_Token]) -> Iterator[str]:
    if before and before[0].opens:
        before = before[1:]
    for one, other in product(_together(before), _together(after)):
        start, end = _finished(_filled(one, other)), _finished(_filled(other, one))
        if start and end and "/" not in start + end:
            yield f"{start}/{end}"


def _filled(one: Part, other: Part) -> Part:
    """Return what one side says, with what only the other says of both: "Q1–Q3 2026", "5–7 May"."""
    filled = dict(one)
    if not one:
        return filled
    is_bare = not one.keys() & {"code", "part"} and bool(one.keys() & {"number", "ordinal"})
    if "year" in other and other.keys() - {"year", "doubt"}:
        filled.setdefault("year", other["year"])
    if is_bare and "part" in other:
        filled["part"] = other["part"]
    elif is_bare and "number" in other and "code" in other:
        filled["code"] = other["code"]
    return filled


def _finished(part: Part) -> str:
    """Return the EDTF text of what is said; "" if it is not a date, or more than one."""
    said = {name: value for name, value in part.items() if name != "doubt"}
    doubt = part.get("doubt", "")
    if years := said.pop("years", ""):
        return _of_years(years, said, doubt)
    if "part" in said and "code" not in said and ("ordinal" in said) != ("number" in said):
        name = said.pop("part")
        number = int(said.pop("ordinal", "") or said.pop("number"))
        is_there = 1 <= number <= (4 if name == QUARTER else 2)
        said["code"] = str(_FIRST_CODE[name] + number - 1) if is_there else "00"
    form = _FORMS.get(frozenset(said))
    return form.format(**said) + doubt if form else ""


def _of_years(years: str, said: Part, doubt: str) -> str:
    """Return the text of an interval of years; one winter may lie in two."""
    first, last = years.split("/")
    if said == {"code": edtf.WINTER} and int(last) == int(first) + 1:
        return f"{first}-12{doubt}/{last}-02{doubt}"
    return "" if said else f"{first}{doubt}/{last}{doubt}"
