"""Finding initiatives by words: of their texts, and of the names of what they are linked to.

A name, in any language, or an alias stands for what it names, so "Turkey" finds what is linked to
Türkiye.
"""

from collections import defaultdict
from difflib import get_close_matches
from functools import lru_cache
from itertools import cycle
from typing import NamedTuple

from django.conf import settings
from django.db.models import F, Q, Value

from ..rules.folding import STEMMED, Asked, asked, folded
from . import lens
from .action_plan import ActionPlan
from .alias import TARGETS, Alias
from .country import Country
from .event import Event
from .facet_index import LINKS
from .organization import Organization
from .theme import Theme
from .translated import in_each_language
from .working_group import WorkingGroup

MOST_TITLES = 2000
NAMED = {
    "country": Country,
    "organization": Organization,
    "working_group": WorkingGroup,
    "theme": Theme,
    "plan": ActionPlan,
    "event": Event,
}


class Word(NamedTuple):
    """A word of a question; `links` is the condition of what is linked to what it names, if any."""

    asked: Asked
    links: Q | None


def words(question, version):
    """Return the Words of a question, with the names of a data version: three queries, once."""
    names = _names(version)
    return [Word(word, _links(_having(names, [word]))) for word in asked(question)]


def named(question, record):
    """Return {lens: keys} of what has every word of a question in its names and aliases.

    Of sources the title and the publisher are read, as the page shows them.
    """
    sources = lens.choices(record).get("source", ())
    named_so = [("source", source.key, set(folded(source.name))) for source in sources]
    asked_for = asked(question)
    return _having([*_names(record.version), *named_so], asked_for) if asked_for else {}


def is_asked(word, question):
    """Whether a word of a text is one that a question asks for, or begins like it."""
    having = {form for code in ("", *STEMMED) for form in folded(word, code)}
    return any(_matches(asked_word, having) for asked_word in asked(question))


def suggestion(question, record):
    """Return the question with each unknown word replaced by the most alike known one, or "".

    Known are the words of names and of the latest titles, in the active language: two queries.
    """
    titles = record.initiatives().by_news().values_list("title", flat=True)[:MOST_TITLES]
    names = (facet.name for facets in lens.choices(record).values() for facet in facets)
    known = {" ".join(folded(word)): word for text in (*titles, *names) for word in text.split()}
    words = []
    for word in question.split():
        alike = get_close_matches(" ".join(folded(word)), known, n=1, cutoff=0.75)
        words.append(known[alike[0]].strip(".,;:()«»“”") if alike else word)
    other = " ".join(words)
    return other if folded(other) != folded(question) else ""


def _having(names, words):
    found = defaultdict(list)
    for facet, key, having in names:
        if all(_matches(word, having) for word in words):
            found[facet].append(key)
    return dict(found)


def _matches(word, having):
    if not having.isdisjoint(word.exact):
        return True
    return bool(word.beginning) and any(other.startswith(word.beginning) for other in having)


@lru_cache(maxsize=1)
def _names(version):
    """Return [(facet, key, folded words of its names and aliases)] of what has a name."""
    first, *others = (_rows(facet, model) for facet, model in NAMED.items())
    found, places = defaultdict(set), defaultdict(set)
    for facet, key, *texts in first.union(*others, all=True).order_by():
        _add(found[facet, key], texts)
    aliases = Alias.objects.values_list("name", "language", *(f"{noun}_id" for noun in TARGETS))
    for name, language, *targets in aliases:
        [(noun, key)] = ((n, k) for n, k in zip(TARGETS, targets, strict=True) if k is not None)
        having = places[key] if noun == "place" else found[noun, key]
        having.update(folded(name, language))
    held = Event.objects.published().rewrite(False).order_by().exclude(place=None)
    for key, place, *texts in held.values_list(
        "pk", "place", *in_each_language("place__name").values()
    ):
        found["event", key] |= places[place]
        _add(found["event", key], texts)
    return [(facet, key, having) for (facet, key), having in found.items() if facet in NAMED]


def _rows(facet, model):
    rows = model.objects.rewrite(False).order_by()
    rows = rows.published() if hasattr(rows, "published") else rows
    names = in_each_language("name").values()
    has_more = model is Organization
    more = [
        F(name) if has_more else Value("") for name in in_each_language("abbreviation").values()
    ]
    return rows.values_list(Value(facet), "pk", *names, *more)


def _add(having, texts):
    for text, (language, _name) in zip(texts, cycle(settings.LANGUAGES)):
        having.update(folded(text or "", language))


def _links(named):
    """Return the condition that an initiative is linked to one of {facet: keys}, or None."""
    links = Q()
    for facet, keys in named.items():
        links |= Q(**{f"{LINKS.get(facet, facet)}__in": keys})
    if "event" in named:
        links |= Q(announced_at__in=named["event"])
    return links or None
