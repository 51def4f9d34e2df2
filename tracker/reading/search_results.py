"""What is shown of an initiative that was found where its title does not say why."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from itertools import islice
from typing import NamedTuple

from django.utils.translation import get_language

from ..models.revision import translation_of
from ..models.snapshot import Standing
from ..models.translated import (
    LocalizedText,
    in_each_language,
    in_every_language,
    localized_texts,
    text_and_language,
)
from ..rules.excerpt import excerpt
from ..rules.folding import WORD, Term, terms
from . import dimensions
from .names import Names, all_names, tokens_of
from .record_at import RecordAt
from .search import QUOTE


class SearchResult(NamedTuple):
    """An initiative that a search found, and why, if its title does not say so.

    The `excerpt` is of one of its texts that has the words, or empty; the `names` that have them
    are of what it is linked to.
    """

    initiative: Standing
    excerpt: LocalizedText
    names: list[LocalizedText]


def explain(
    record: RecordAt, initiatives: Collection[Standing], question: str
) -> list[SearchResult]:
    """Say why some initiatives were found, which are fetched `with_texts`.

    A query, of an earlier day three; none where the titles have all words.
    """
    lacking: dict[int, list[Term]] = {}
    for initiative in initiatives:
        tokens = tokens_of(LocalizedText(*text_and_language(initiative, "title")))
        lacking[initiative.key] = [term for term in terms(question) if not term.matches(tokens)]
    said, speakers = _said(record, [key for key, words in lacking.items() if words])
    found = [
        (initiative, *_best(_texts(initiative, said[initiative.key]), lacking[initiative.key]))
        for initiative in initiatives
    ]
    unsaid = [(initiative, words) for initiative, _excerpt, words in found if words]
    names = _names(record, unsaid, speakers)
    return [
        SearchResult(initiative, cut, names[initiative.key]) for initiative, cut, _words in found
    ]


def _said(
    record: RecordAt, keys: Collection[int]
) -> tuple[dict[int, list[LocalizedText]], set[tuple[int, int | None]]]:
    """Return {key: the quotes and sentences of its standing updates, those of the newest first}.

    And who is quoted: {(key, speaker)}.
    """
    found: dict[int, list[LocalizedText]] = defaultdict(list)
    speakers: set[tuple[int, int | None]] = set()
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
        speakers.add((key, speaker))
    return found, speakers


def _texts(initiative: Standing, said: Iterable[LocalizedText]) -> list[LocalizedText]:
    """Return all texts of an initiative, those in the language of the page first."""
    wording = [in_every_language(initiative, field) for field in ("summary", "title")]
    texts = [LocalizedText(text, code) for texts in wording for code, text in texts.items()]
    return _own_first([*said, *texts])


def _best(texts: Iterable[LocalizedText], wanted: list[Term]) -> tuple[LocalizedText, list[Term]]:
    """Return an excerpt of the first text that has most of the terms, and the terms it has not."""
    best, left = LocalizedText("", ""), wanted
    for text in texts:
        if not left:
            break
        tokens = tokens_of(text)
        lacking = [term for term in wanted if not term.matches(tokens)]
        if len(lacking) < len(left):
            best, left = text, lacking
    return _cut(best, [term for term in wanted if term not in left]), left


def _cut(text: LocalizedText, wanted: Collection[Term]) -> LocalizedText:
    plain = " ".join(text.split())
    for match in WORD.finditer(plain):
        tokens = tokens_of(LocalizedText(match.group(), text.language))
        if any(term.matches(tokens) for term in wanted):
            return LocalizedText(excerpt(plain, *match.span()), text.language)
    return LocalizedText("", "")


def _names(
    record: RecordAt,
    rows: Collection[tuple[Standing, list[Term]]],
    speakers: Collection[tuple[int, int | None]],
) -> dict[int, list[LocalizedText]]:
    """Return {key: names of what the initiative links to, one for each term} of what is public.

    `rows` are initiatives, each with its terms; `speakers` are (key, speaker) of who is quoted.
    """
    found: dict[int, list[LocalizedText]] = defaultdict(list)
    if not rows:
        return found
    public: set[tuple[str, int | None]] = {
        (dimension, value.key)
        for dimension, values in dimensions.choices(record).items()
        for value in values
    }
    public |= {("speaker", speaker) for _key, speaker in speakers}
    named = [row for row in all_names(record) if (row.dimension, row.key) in public]
    having = {
        term: [row for row in named if term.matches(row.tokens)]
        for term in {term for _initiative, lacking in rows for term in lacking}
    }

    def is_linked(row: Names, key: int) -> bool:
        if row.dimension == "speaker":
            return (key, row.key) in speakers
        return record.index.has(row.dimension, row.key, key)

    for initiative, lacking in rows:
        for term in lacking:
            its = (row for row in having[term] if is_linked(row, initiative.key))
            found[initiative.key] += [_name(row, term) for row in islice(its, 1)]
    return found


def _name(row: Names, term: Term) -> LocalizedText:
    return next(text for text in _own_first(row.texts) if term.matches(tokens_of(text)))


def _own_first(texts: Iterable[LocalizedText]) -> list[LocalizedText]:
    return sorted(texts, key=lambda text: text.language != get_language())
