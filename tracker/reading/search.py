"""Finding by words: initiatives by their texts and the names of what they link to, rows by names.

A name, in any language, or an alias stands for what it names, so "Turkey" finds what is linked to
Türkiye. A question is a text as somebody typed it; its terms are its folded words.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from difflib import get_close_matches

from django.db.models import QuerySet, Value

from ..models.initiative import Initiative
from ..models.search_index import by_text, keys_by_index
from ..models.translated import LocalizedText, language_in, unrewritten
from ..rules.bitset import bitset_of
from ..rules.folding import MOST_WORDS, STEMMED, Term, folded, terms
from . import dimensions
from .linked_rows import ValueKey, linked
from .names import Names, all_names, have_all
from .record_at import RecordAt
from .version_cache import VersionCache

MOST_TITLES = 2000
QUOTE = "references__citation__"
"""The path from an update to its quotes."""


def matching_bits(question: str, record: RecordAt) -> int:
    """Return the bitset of the initiatives that have every word of a question.

    A query, or two if a word names speakers; none for words that were asked before at the data
    version. Of an earlier day the query reads all texts of the day.
    """
    asked = terms(question)
    names = all_names(record)
    named = {term: _rows_matching(names, [term]) for term in asked}
    speakers = {key for rows in named.values() for key in rows.get("speaker", ())}
    quoted = _quoting(speakers, record)
    found = record.index.everything if asked else 0
    for term, bits in zip(asked, _bits_having(asked, record), strict=True):
        for dimension, keys in named[term].items():
            if dimension == "speaker":
                bits |= bitset_of(key for speaker in keys for key in quoted[speaker])
            else:
                bits |= record.index.select({dimension: keys})
        found &= bits
    return found


def rows_named(question: str, record: RecordAt) -> dict[str, list[int]]:
    """Return {dimension: keys} of the rows that have every word of a question in their names.

    Of sources the title and the publisher are read, as the page shows them.
    """
    sources = dimensions.choices(record).get("source", ())
    named = [Names("source", row.key, [LocalizedText(row.name, "")]) for row in sources]
    return _rows_matching([*all_names(record), *named], terms(question))


def keys_having(
    rows: QuerySet, columns: Collection[str], question: str, *, aliases: str = ""
) -> list[int]:
    """Return the keys of the rows of which the columns have every word of a question.

    `aliases` is the path to aliases that count too. All rows are read: one query, or two.
    """
    asked = terms(question)
    tokens = _tokens_in(rows, columns, aliases)
    return [key for key, having in tokens.items() if have_all(having, asked)]


def keys_of_initiatives_having(
    rows: QuerySet[Initiative], columns: Collection[str], question: str, record: RecordAt
) -> list[int]:
    """Return the same of initiatives that are not public; the names of their links count too."""
    asked, tokens = terms(question), _tokens_in(rows, columns)
    names: dict[tuple[str, ValueKey], set[str]] = {
        (thing.dimension, thing.key): thing.tokens for thing in all_names(record)
    }
    for dimension, key, value in linked([*tokens]):
        tokens[key] |= names.get((dimension, value), set())
    return [key for key, having in tokens.items() if have_all(having, asked)]


def matches_question(word: str, question: str) -> bool:
    """Whether a word of a text is one that a question asks for, or begins like it."""
    tokens = {token for code in ("", *STEMMED) for token in folded(word, code)}
    return any(term.matches(tokens) for term in terms(question))


def suggestion(question: str, record: RecordAt) -> str:
    """Return the question with each unknown word replaced by the most alike known one, or "".

    Known are the words of names and of the latest titles, in the active language: two queries.
    """
    titles = record.initiatives().by_news().values_list("title", flat=True)[:MOST_TITLES]
    names = (row.name for rows in dimensions.choices(record).values() for row in rows)
    known = {" ".join(folded(word)): word for text in (*titles, *names) for word in text.split()}
    words = []
    for place, word in enumerate(question.split()):
        alike = []
        if place < MOST_WORDS:
            alike = get_close_matches(" ".join(folded(word)), known, n=1, cutoff=0.75)
        words.append(known[alike[0]].strip(".,;:()«»“”") if alike else word)
    other = " ".join(words)
    return other if folded(other) != folded(question) else ""


def _bits_having(asked: Collection[Term], record: RecordAt) -> list[int]:
    """Return for each term the bitset of the initiatives that have it in their texts."""
    kept = _bits_by_term.get(record.version, record.as_of, dict)
    found = dict(kept)  # other threads add to what is kept, and empty it
    new = [term for term in dict.fromkeys(asked) if term not in found]
    keys = keys_by_index(new) if record.until is None else _keys_by_text(new, record)
    read = dict(zip(new, map(bitset_of, keys), strict=True))
    if len(kept) + len(read) > MOST_TERMS:
        kept.clear()
    kept.update(read)
    found.update(read)
    return [found[term] for term in asked]


MOST_TERMS = 64
"""Of how many terms the bitsets are kept: 25 KB each at 200,000 initiatives."""
_bits_by_term: VersionCache[date | None, dict[Term, int]] = VersionCache(most=4)
"""{earlier day, or None: {term: bitset}}."""


def _keys_by_text(asked: Collection[Term], record: RecordAt) -> list[list[int]]:
    """Return for each term the keys of the initiatives of an earlier day: one query."""
    found: list[list[int]] = [[] for _term in asked]
    rows = record.initiatives().rewrite(False).order_by()
    by_term = [
        rows.filter(by_text(term)).values_list(Value(place), rows.KEY)
        for place, term in enumerate(asked)
    ]
    if by_term:
        for place, key in by_term[0].union(*by_term[1:], all=True).order_by():
            found[place].append(key)
    return found


def _quoting(speakers: Collection[int], record: RecordAt) -> dict[int, list[int]]:
    """Return {speaker: keys of the initiatives of which an update quotes that person}."""
    found: dict[int, list[int]] = defaultdict(list)
    if speakers:
        updates = record.quotable_updates().filter(**{f"{QUOTE}speaker__in": speakers})
        rows = updates.order_by().values_list(f"{QUOTE}speaker", "initiative")
        for speaker, key in rows.distinct():
            found[speaker].append(key)
    return found


def _rows_matching(names: Iterable[Names], asked: Collection[Term]) -> dict[str, list[int]]:
    """Return {dimension: keys} of the rows that have every one of some terms in their names."""
    found: dict[str, list[int]] = defaultdict(list)
    for thing in names:
        if thing.match(asked):
            found[thing.dimension].append(thing.key)
    return dict(found)


def _tokens_in(rows: QuerySet, columns: Collection[str], aliases: str = "") -> dict[int, set[str]]:
    """Return {key: folded words of the columns and aliases} of all rows."""
    tokens: dict[int, set[str]] = defaultdict(set)
    rows = unrewritten(rows)
    for key, *texts in rows.order_by().values_list("pk", *columns):
        for text, column in zip(texts, columns, strict=True):
            tokens[key].update(folded(text or "", language_in(column)))
    if aliases:
        names = rows.order_by().values_list("pk", f"{aliases}__name", f"{aliases}__language")
        for key, name, language in names.exclude(**{aliases: None}):
            tokens[key].update(folded(name, language))
    return tokens
