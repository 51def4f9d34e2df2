"""What is shown of an initiative that was found where its title does not say why."""

from collections import defaultdict
from itertools import islice
from typing import Any, NamedTuple

from django.utils.translation import get_language

from ..models.revision import translation_of
from ..models.translated import (
    LocalizedText,
    in_each_language,
    in_every_language,
    localized_texts,
    text_and_language,
)
from ..rules.excerpt import excerpt
from ..rules.folding import WORD, terms
from . import dimensions
from .bitset_index import linked
from .search import QUOTE, all_names, tokens_of


class Hit(NamedTuple):
    """An initiative that was found, and what has those words of the question that its title lacks.

    The `excerpt` is of one of its texts, or empty; the `names` are of what it is linked to.
    """

    initiative: Any
    excerpt: str
    names: list[LocalizedText]


def hits(record, initiatives, question):
    """Return the Hits of some initiatives fetched `with_texts`.

    A query, of an earlier day three; none where the titles have all words.
    """
    lacking = {}
    for initiative in initiatives:
        forms = tokens_of(LocalizedText(*text_and_language(initiative, "title")))
        lacking[initiative.key] = [word for word in terms(question) if not word.is_in(forms)]
    said, speakers = _said(record, [key for key, words in lacking.items() if words])
    found = [
        (initiative, *_best(_texts(initiative, said[initiative.key]), lacking[initiative.key]))
        for initiative in initiatives
    ]
    unsaid = [(initiative, words) for initiative, _excerpt, words in found if words]
    names = _names(record, unsaid, speakers)
    return [Hit(initiative, cut, names[initiative.key]) for initiative, cut, _words in found]


def _said(record, keys):
    """Return {key: the quotes and sentences of its standing updates, those of the newest first}.

    And the links to the speakers of the quotes: {("speaker", key, speaker)}.
    """
    found, speakers = defaultdict(list), set()
    if not keys:
        return found, speakers
    updates = record.quotable_updates().filter(initiative__in=keys).newest_first().rewrite(False)
    rows = updates.annotate(added=translation_of("update", until=record.until)).values_list(
        "initiative", f"{QUOTE}speaker", f"{QUOTE}quote", f"{QUOTE}source__language", "added",
        *in_each_language("sentence").values(),
    )  # fmt: skip
    for key, speaker, text, language, added, *sentences in rows:
        found[key] += [LocalizedText(text, language)] if text else []
        found[key] += [LocalizedText(added, get_language())] if added else []
        found[key] += localized_texts(sentences)
        speakers.add(("speaker", key, speaker))
    return found, speakers


def _texts(initiative, said):
    """Return all texts of an initiative, those in the language of the page first."""
    wording = [in_every_language(initiative, field) for field in ("summary", "title")]
    texts = [LocalizedText(text, code) for texts in wording for code, text in texts.items()]
    return _own_first([*said, *texts])


def _best(texts, words):
    """Return an excerpt of the first text that has most of the words, and the words it has not."""
    best, left = LocalizedText("", ""), words
    for text in texts:
        if not left:
            break
        forms = tokens_of(text)
        lacking = [word for word in words if not word.is_in(forms)]
        if len(lacking) < len(left):
            best, left = text, lacking
    return _cut(best, [word for word in words if word not in left]), left


def _cut(text, words):
    plain = " ".join(text.split())
    for match in WORD.finditer(plain):
        forms = tokens_of(LocalizedText(match.group(), text.language))
        if any(word.is_in(forms) for word in words):
            return LocalizedText(excerpt(plain, *match.span()), text.language)
    return ""


def _names(record, rows, speakers):
    """Return {key: names of what the initiative is linked to, one for each word} of what is public.

    `rows` are initiatives, each with its words; `speakers` are links to those who are quoted.
    """
    found = defaultdict(list)
    if not rows:
        return found
    choices = dimensions.choices(record).items()
    public = {(name, choice.key) for name, facets in choices for choice in facets}
    public |= {(facet, speaker) for facet, _key, speaker in speakers}
    things = [thing for thing in all_names(record.version) if (thing.facet, thing.key) in public]
    having = {
        word: [thing for thing in things if word.is_in(thing.forms)]
        for word in {word for _initiative, words in rows for word in words}
    }
    is_linked = _links(record, [initiative for initiative, _words in rows], speakers)
    for initiative, words in rows:
        for word in words:
            its = (thing for thing in having[word] if is_linked(thing, initiative.key))
            found[initiative.key] += [_name(thing, word) for thing in islice(its, 1)]
    return found


def _links(record, initiatives, speakers):
    """Return what says whether one of some initiatives is linked to a thing: a query at most."""
    index, links = record.index, speakers
    if index is None:
        links = speakers | set(linked([initiative.key for initiative in initiatives]))
        links |= {("plan", initiative.key, initiative.plan_id) for initiative in initiatives}

    def is_linked(thing, key):
        if index is None or thing.facet == "speaker":
            return (thing.facet, key, thing.key) in links
        return index.has(thing.facet, thing.key, key)

    return is_linked


def _name(thing, word):
    return next(text for text in _own_first(thing.texts) if word.is_in(tokens_of(text)))


def _own_first(texts):
    return sorted(texts, key=lambda text: text.language != get_language())
