"""Finding initiatives by words: of their texts, and of the names of what they are linked to.

A name, in any language, or an alias stands for what it names, so "Turkey" finds what is linked to
Türkiye.
"""

from collections import defaultdict
from difflib import get_close_matches
from functools import lru_cache
from typing import NamedTuple

from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce

from ..models.action_plan import ActionPlan
from ..models.alias import TARGETS, Alias
from ..models.country import Country
from ..models.event import Event
from ..models.organization import Organization
from ..models.search_index import keys_by_index
from ..models.speaker import Speaker
from ..models.theme import Theme
from ..models.translated import LocalizedText, in_each_language, language_in, localized_texts
from ..models.working_group import WorkingGroup
from ..rules.folding import STEMMED, Term, folded, terms
from . import dimensions
from .bitset_index import LINKS, bits_of

MOST_TITLES = 2000
MOST_KNOWN = 64
"""Of how many words the bits are kept: 25 KB each at 200,000 initiatives."""
QUOTE = "references__citation__"
"""The path from an update to its quotes."""
TEXTS = [*in_each_language("name").values(), *in_each_language("abbreviation").values()]
"""The columns that a name may stand in."""
NAMED = {
    "country": Country,
    "organization": Organization,
    "working_group": WorkingGroup,
    "theme": Theme,
    "plan": ActionPlan,
    "event": Event,
    "speaker": Speaker,
}


class Word(NamedTuple):
    """A word of a question; what it names is {facet: keys}.

    `links` is the condition of what is linked to that, if to anything.
    """

    terms: Term
    named: dict[str, list[int]]
    links: Q | None


class Names:
    """The names and aliases of one thing, as LocalizedText, and all their folded words."""

    def __init__(self, facet, key, texts):
        self.facet, self.key, self.texts = facet, key, texts
        self.forms = set().union(*map(tokens_of, texts))


def tokens_of(text):
    """Return the set of the folded words of LocalizedText."""
    return set(folded(text, text.language))


def words(question, record):
    """Return the words of a question to a record: a query for names, once a data version."""
    names = all_names(record.version)
    having = [(word, _having(names, [word])) for word in terms(question)]
    return [Word(word, named, _links(named, record)) for word, named in having]


def matching_bits(question, record):
    """Return the bits of what has every word of a question, for the facet index of the record.

    A query, or two if a word names speakers: no row is fetched, however many are found.
    """
    asked_for = words(question, record)
    quoted = _quoted({key for word in asked_for for key in word.named.get("speaker", ())}, record)
    found = record.index.everything if asked_for else 0
    having = _bits_having([word.terms for word in asked_for], record.version)
    for word, bits in zip(asked_for, having, strict=True):
        for facet, values in word.named.items():
            if facet == "speaker":
                bits |= bits_of(key for speaker in values for key in quoted[speaker])
            else:
                bits |= record.index.select({facet: values})
        found &= bits
    return found


def _bits_having(words, version):
    """Return for each word the bits of the initiatives that have it: a query for those new to it.

    They are kept for a data version, so the pages and languages of a search ask once.
    """
    known = _known_bits(version)
    if len(known) > MOST_KNOWN:
        known.clear()
    found = {word: bits for word in words if (bits := known.get(word)) is not None}
    new = [word for word in dict.fromkeys(words) if word not in found]
    found |= {word: bits_of(keys) for word, keys in zip(new, keys_by_index(new), strict=True)}
    known.update(found)
    return [found[word] for word in words]


@lru_cache(maxsize=1)
def _known_bits(version):
    """Return the bits of words at a data version: {Term: bits}, to be added to."""
    return {}


def _quoted(speakers, record):
    """Return {speaker: keys of the initiatives of which an update quotes that person}."""
    found = defaultdict(list)
    if speakers:
        rows = _quoting(speakers, record).values_list(f"{QUOTE}speaker", "initiative")
        for speaker, key in rows.distinct():
            found[speaker].append(key)
    return found


def named(question, record):
    """Return {lens: keys} of what has every word of a question in its names and aliases.

    Of sources the title and the publisher are read, as the page shows them.
    """
    sources = dimensions.choices(record).get("source", ())
    named_so = [Names("source", source.key, [LocalizedText(source.name, "")]) for source in sources]
    asked_for = terms(question)
    return _having([*all_names(record.version), *named_so], asked_for)


def keys_having(rows, columns, question, *, aliases=""):
    """Return the keys of the rows of which the columns have every word of a question.

    `aliases` is the path to aliases that count too. All rows are read: one query, or two.
    """
    having = defaultdict(set)
    rows = rows.rewrite(False) if hasattr(rows, "rewrite") else rows
    for key, *texts in rows.order_by().values_list("pk", *columns):
        for text, column in zip(texts, columns, strict=True):
            having[key].update(folded(text or "", language_in(column)))
    if aliases:
        names = rows.order_by().values_list("pk", f"{aliases}__name", f"{aliases}__language")
        for key, name, language in names.exclude(**{aliases: None}):
            having[key].update(folded(name, language))
    asked_for = terms(question)
    return [key for key, forms in having.items() if _has_all(forms, asked_for)]


def matches_question(word, question):
    """Whether a word of a text is one that a question asks for, or begins like it."""
    having = {form for code in ("", *STEMMED) for form in folded(word, code)}
    return any(asked_word.is_in(having) for asked_word in terms(question))


def suggestion(question, record):
    """Return the question with each unknown word replaced by the most alike known one, or "".

    Known are the words of names and of the latest titles, in the active language: two queries.
    """
    titles = record.initiatives().by_news().values_list("title", flat=True)[:MOST_TITLES]
    names = (facet.name for facets in dimensions.choices(record).values() for facet in facets)
    known = {" ".join(folded(word)): word for text in (*titles, *names) for word in text.split()}
    words = []
    for word in question.split():
        alike = get_close_matches(" ".join(folded(word)), known, n=1, cutoff=0.75)
        words.append(known[alike[0]].strip(".,;:()«»“”") if alike else word)
    other = " ".join(words)
    return other if folded(other) != folded(question) else ""


def _having(names, words):
    found = defaultdict(list)
    for thing in names:
        if _has_all(thing.forms, words):
            found[thing.facet].append(thing.key)
    return dict(found)


def _has_all(forms, words):
    return bool(words) and all(word.is_in(forms) for word in words)


@lru_cache(maxsize=1)
def all_names(version):
    """Return the Names of everything that has a name, at a data version: a query, once."""
    first, *others = (_rows(facet, model) for facet, model in NAMED.items())
    found, aliases = defaultdict(list), []
    for facet, key, *texts in first.union(*others, _places(), _aliases(), all=True).order_by():
        if facet == "alias":
            noun, name, language, *_nothing = texts
            aliases.append(((noun, key), LocalizedText(name, language)))
        else:
            found[facet, key] += localized_texts(texts)
    for thing, words in aliases:
        if thing in found:  # what is not public has no names
            found[thing].append(words)
    return [Names(facet, key, texts) for (facet, key), texts in found.items()]


def _aliases():
    """Return the rows of aliases: what each names, and its text and language instead of texts.

    That of a place names each event that was held there.
    """
    paths = {noun: noun for noun in TARGETS} | {"place": "place__events"}
    nouns = [
        When(**{f"{noun}__isnull": False}, then=Value("event" if noun == "place" else noun))
        for noun in TARGETS
    ]
    columns = "name", "language", *(Value("") for _text in range(len(TEXTS) - 3))
    rows = Alias.objects.order_by()
    return rows.values_list(Value("alias"), Coalesce(*paths.values()), Case(*nouns), *columns)


def _places():
    """Return the rows that give an event the names of its place."""
    held = Event.objects.published().rewrite(False).order_by().exclude(place=None)
    names = in_each_language("place__name").values()
    blank = (Value("") for _text in range(len(TEXTS) - len(names)))
    return held.values_list(Value("event"), "pk", *names, *blank)


def _rows(facet, model):
    rows = model.objects.rewrite(False).order_by()
    if hasattr(rows, "published") and model is not Speaker:  # who is public wherever quoted
        rows = rows.published()
    having = {field.name for field in model._meta.fields}
    return rows.values_list(
        Value(facet), "pk", *(F(text) if text in having else Value("") for text in TEXTS)
    )


def _links(named, record):
    """Return the condition that an initiative is linked to one of {facet: keys}, or None.

    To a speaker it is by what its updates quote.
    """
    links = Q()
    for facet, keys in named.items():
        if facet == "speaker":
            links |= Q(pk__in=_quoting(keys, record).values("initiative"))
        else:
            links |= Q(**{f"{LINKS.get(facet, facet)}__in": keys})
    if "event" in named:
        links |= Q(announced_at__in=named["event"])
    return links or None


def _quoting(speakers, record):
    return record.quotable_updates().filter(**{f"{QUOTE}speaker__in": speakers}).order_by()
