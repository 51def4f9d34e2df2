"""The names of everything that has one, and its aliases: what a word of a question may name."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from functools import partial
from typing import Any

from django.db.models import Case, F, Model, QuerySet, Value, When
from django.db.models.functions import Coalesce

from ..models.action_plan import ActionPlan
from ..models.alias import TARGETS, Alias
from ..models.country import Country
from ..models.event import Event
from ..models.organization import Organization
from ..models.speaker import Speaker
from ..models.theme import Theme
from ..models.translated import (
    LocalizedText,
    in_each_language,
    in_every_language,
    is_translated,
    localized_texts,
    unrewritten,
)
from ..models.working_group import WorkingGroup
from ..rules.folding import Term, folded
from .earlier import former_names
from .record_at import RecordAt
from .version_cache import VersionCache

MODELS = {
    "country": Country,
    "organization": Organization,
    "working_group": WorkingGroup,
    "theme": Theme,
    "plan": ActionPlan,
    "event": Event,
    "speaker": Speaker,
}
"""{dimension: model}; what was said by a speaker is found by the speaker's names too."""
TEXTS = [*in_each_language("name").values(), *in_each_language("abbreviation").values()]
"""The columns that a name may stand in."""


class Names:
    """The `texts` by which a row of a dimension is known, and all their folded words, `tokens`."""

    def __init__(self, dimension: str, key: int, texts: Sequence[LocalizedText]) -> None:
        self.dimension, self.key, self.texts = dimension, key, texts
        self.tokens: set[str] = set().union(*map(tokens_of, texts))

    def match(self, terms: Collection[Term]) -> bool:
        """Whether every one of some terms is in the names."""
        return have_all(self.tokens, terms)


def tokens_of(text: LocalizedText) -> set[str]:
    """Return the folded words of a text."""
    return set(folded(text, text.language))


def have_all(tokens: AbstractSet[str], terms: Collection[Term]) -> bool:
    """Whether every one of some terms is among the tokens; of no terms, no."""
    return bool(terms) and all(term.matches(tokens) for term in terms)


def all_names(record: RecordAt) -> list[Names]:
    """Return the Names of everything that has a name: two queries a data version.

    By a name that it no longer has it is found, too. Of an earlier day each noun is read.
    """
    read = _read if record.until is None else partial(_read_then, record)
    return _names.get(record.version, record.until, read)


_names: VersionCache[datetime | None, list[Names]] = VersionCache(most=8)


def _read_then(record: RecordAt) -> list[Names]:
    found: dict[tuple[str, int], list[LocalizedText]] = defaultdict(list)
    for dimension, model in MODELS.items():
        rows: Any = record.public(model)
        is_named_twice = hasattr(model, "aliases")
        if model is Event:
            rows = rows.select_related("place").prefetch_related("place__aliases")
        elif is_named_twice:
            rows = rows.prefetch_related("aliases")
        for row in rows:
            key = dimension, row.pk
            names = found[key]
            for field in ("name", "abbreviation"):
                if is_translated(row, field):
                    names += _localized(row, field)
            if model is Event and row.place:
                names += _localized(row.place, "name")
            other = row if is_named_twice else getattr(row, "place", None)
            if other and hasattr(other, "aliases"):
                names += [LocalizedText(one.name, one.language) for one in other.aliases.all()]
    return _with_former_names(found, record.until)


def _with_former_names(
    found: dict[tuple[str, int], list[LocalizedText]], until: datetime | None
) -> list[Names]:
    for noun, text, language in former_names(until):
        if noun in found:
            found[noun].append(LocalizedText(text, language))
    return [Names(dimension, key, texts) for (dimension, key), texts in found.items()]


def _localized(row: Any, field: str) -> list[LocalizedText]:
    return [LocalizedText(text, code) for code, text in in_every_language(row, field).items()]


def _read() -> list[Names]:
    first, *others = (_names_of(dimension, model) for dimension, model in MODELS.items())
    union = first.union(*others, _places(), _aliases(), all=True)
    found: dict[tuple[str, int], list[LocalizedText]] = defaultdict(list)
    aliases: list[tuple[tuple[str, int], LocalizedText]] = []
    for dimension, key, *texts in union.order_by():
        if dimension == "alias":
            noun, name, language, *_nothing = texts
            aliases.append(((noun, key), LocalizedText(name, language)))
        else:
            found[dimension, key] += localized_texts(texts)
    for named, text in aliases:
        if named in found:  # what is not public has no names
            found[named].append(text)
    return _with_former_names(found, None)


def _names_of(dimension: str, model: type[Model]) -> QuerySet[Any, Any]:
    rows: Any = unrewritten(model._default_manager.all()).order_by()
    rows = rows.published()
    columns = {field.name for field in model._meta.fields}
    texts = (F(text) if text in columns else Value("") for text in TEXTS)
    named: QuerySet[Any, Any] = rows.values_list(Value(dimension), "pk", *texts)
    return named


def _places() -> QuerySet[Any, Any]:
    """Return the rows that give an event the names of its place."""
    held = Event.objects.published().rewrite(False).order_by().exclude(place=None)
    names = in_each_language("place__name").values()
    blank = (Value("") for _text in range(len(TEXTS) - len(names)))
    return held.values_list(Value("event"), "pk", *names, *blank)


def _aliases() -> QuerySet[Any, Any]:
    """Return the rows of aliases: "alias", the key of what is named, and instead of texts its
    dimension, the alias and its language.

    The alias of a place names each event that was held there.
    """
    paths = {noun: noun for noun in TARGETS} | {"place": "place__events"}
    nouns = [
        When(**{f"{noun}__isnull": False}, then=Value("event" if noun == "place" else noun))
        for noun in TARGETS
    ]
    blank = [Value("") for _text in range(len(TEXTS) - 3)]
    rows = Alias.objects.order_by()
    return rows.values_list(
        Value("alias"), Coalesce(*paths.values()), Case(*nouns), "name", "language", *blank
    )
