"""What is called nearly like a row: so that nothing is entered twice."""

from collections import Counter
from collections.abc import Collection, Iterator
from typing import Any

from django.db.models import F, Model, Q, QuerySet

from ..models.alias import TARGETS as WITH_ALIASES
from ..models.alias import Alias
from ..models.initiative import Initiative
from ..models.keys import within
from ..models.milestone import Milestone
from ..models.revision import target_name
from ..models.search_index import keys_by_index
from ..models.source import Source
from ..models.translated import in_each_language, unrewritten
from ..rules.alike import are_alike
from ..rules.folding import terms

MOST = 5


def naming_columns(model: type[Model]) -> list[str]:
    """Return the columns of a noun by which one row is taken for another."""
    if model is Source:
        return ["title", "publisher", "published_on", "url"]
    field = "title" if model in (Initiative, Milestone) else "name"
    return [*in_each_language(field).values()]


def rows_alike(row: Any) -> list[Any]:
    """Return a few public rows of the same noun that have another's name, or one with a slip in it.

    `row` may be new. Of sources all that are archived are asked, for the address, too; of
    milestones those of the same initiative. Two queries, three of a noun with other names; all
    names are read, but of initiatives those that the index finds.
    """
    if isinstance(row, Source):
        return _sources_alike(row)
    model = type(row)
    others: Any = model._default_manager.exclude(pk=row.pk)
    texts = [text for name in naming_columns(model) if (text := getattr(row, name))]
    named = _names(row, unrewritten(others).published(), texts)
    keys = {key for key, name in named if any(are_alike(name, text) for text in texts)}
    return list(others.filter(pk__in=keys).order_by("pk")[:MOST]) if keys else []


def _sources_alike(row: Source) -> list[Source]:
    """Return those at the same address, and those of the same day, publisher and title."""
    at_once = Q(published_on=row.published_on)
    at_its_address = Q(url=row.url) if row.url else Q(pk__in=[])
    others = Source.objects.exclude(pk=row.pk).filter(at_once | at_its_address)
    return [
        one
        for one in others.defer("text").order_by("pk")
        if (row.url and one.url == row.url)
        or (are_alike(one.publisher, row.publisher) and are_alike(one.title, row.title))
    ][:MOST]


def _names(row: Any, rows: QuerySet, texts: Collection[str]) -> Iterator[tuple[int, str]]:
    """Yield (key, name) of each name of some public rows."""
    model = type(row)
    if isinstance(row, Milestone):
        rows = rows.filter(initiative=row.initiative_id)
    elif isinstance(row, Initiative):
        rows = rows.filter(within("pk", _keys_found(texts)))
    columns = naming_columns(model)
    for key, *names in rows.order_by().values_list("pk", *columns):
        yield from ((key, name) for name in names if name)
    noun = target_name(model)
    if noun in WITH_ALIASES:
        public = Q(**{f"{noun}__in": rows.order_by().values("pk")})
        yield from Alias.objects.filter(public).order_by().values_list(F(f"{noun}_id"), "name")


def _keys_found(texts: Collection[str]) -> set[int]:
    """Return the keys of the initiatives that have all words of a text but one."""
    found: set[int] = set()
    for text in texts:
        words = terms(text)
        having = Counter(key for keys in keys_by_index(words) for key in set(keys))
        enough = max(1, len(words) - 1)
        found |= {key for key, count in having.items() if count >= enough}
    return found
