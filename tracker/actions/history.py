"""All from which the state of an initiative follows, at any moment: read fast, for many at once."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from itertools import batched, chain, starmap
from typing import NamedTuple

from django.db.models import Value

from ..models import Initiative, Reference, Revision, StatusUpdate
from ..models.citation import BY_PLACE
from ..models.initiative import InitiativeQuerySet
from ..models.record_fields import citation_text, linked_model
from ..models.translated import in_each_language, unrewritten
from ..rules.folding import folded
from ..rules.projection import Change
from ..vocabulary import RECORD

CHUNK = 500
SENTENCES = in_each_language("sentence")


class Translation(NamedTuple):
    """The folded words of a sentence in a language that was added at a moment."""

    added_at: datetime
    language: str
    words: tuple[str, ...]


class PublishedUpdate(NamedTuple):
    """A published update; `ends` are the moments after which it does not count any more.

    `words` are those of its sentence and quotes, folded.
    """

    published_at: datetime
    change: Change
    ends: list[datetime]
    words: list[str]
    translations: list[Translation]


class History(NamedTuple):
    """An initiative with its published updates and revisions, in the order of publication.

    `links` are {field: text} of what it is linked to now, without the empty ones.
    """

    initiative: Initiative
    updates: list[PublishedUpdate]
    revisions: list[Revision]
    links: dict[str, str]


def history_of(initiative: Initiative) -> History:
    """Return the History of one initiative, whose row is read already: five queries."""
    return _histories([initiative])[0]


def histories(initiatives: InitiativeQuerySet) -> Iterator[History]:
    """Yield the History of each initiative: six queries for each CHUNK of them."""
    rows = initiatives.select_related("plan").iterator(chunk_size=CHUNK)
    for some in batched(rows, CHUNK):
        yield from _histories(some)


def _histories(initiatives: Collection[Initiative]) -> list[History]:
    keys = [initiative.pk for initiative in initiatives]
    revisions, translations = _revisions(keys)
    updates = _updates(keys, translations)
    links = links_of(keys)
    return [
        History(
            initiative, updates[initiative.pk], revisions[initiative.pk], links[initiative.pk]
        )
        for initiative in initiatives
    ]  # fmt: skip


def links_of(keys: Collection[int]) -> dict[int, dict[str, str]]:
    """Return {initiative: {field: text}} of what initiatives are linked to: two queries."""
    queries = []
    for field in RECORD["initiative"]:
        model = linked_model(Initiative, field)
        if model is None:
            continue
        rows = unrewritten(Initiative.objects.filter(pk__in=keys, **{f"{field}__isnull": False}))
        queries.append(rows.order_by().values_list("pk", Value(str(field)), f"{field}__slug"))
    slugs: dict[tuple[int, str], list[str]] = defaultdict(list)
    for key, name, slug in queries[0].union(*queries[1:], all=True).order_by():
        slugs[key, name].append(slug)
    quotes = Reference.objects.filter(initiative__in=keys).select_related("citation__source")
    for reference in quotes.defer("citation__source__text").order_by():
        assert reference.initiative_id
        slugs[reference.initiative_id, "citations"].append(citation_text(reference.citation))
    found: dict[int, dict[str, str]] = defaultdict(dict)
    for (key, name), several in slugs.items():
        found[key][name] = " ".join(sorted(several))
    return found


def _revisions(
    keys: Collection[int],
) -> tuple[dict[int, list[Revision]], dict[int, list[Translation]]]:
    """Return {initiative: its revisions}, and {update: what was added to it}: one query."""
    published = Revision.objects.published().changes().order_by()
    of_initiatives = published.filter(initiative__in=keys)
    found = of_initiatives.union(published.filter(update__initiative__in=keys), all=True)
    revisions: dict[int, list[Revision]] = defaultdict(list)
    translations: dict[int, list[Translation]] = defaultdict(list)
    for revision in found.order_by("published_at", "id"):
        assert revision.published_at
        if revision.update_id:
            words = folded(revision.new, revision.language)
            added = Translation(revision.published_at, revision.language, words)
            translations[revision.update_id].append(added)
        elif revision.initiative_id:
            revisions[revision.initiative_id].append(revision)
    return revisions, translations


def _updates(
    keys: Collection[int], translations: Mapping[int, list[Translation]]
) -> dict[int, list[PublishedUpdate]]:
    quotes: dict[int, list[tuple[str, str]]] = defaultdict(list)
    cited = Reference.objects.filter(
        update__initiative__in=keys, update__published_at__isnull=False
    ).order_by(*BY_PLACE)
    for update, quote, language in cited.values_list(
        "update", "citation__quote", "citation__source__language"
    ):
        quotes[update].append((quote, language))
    updates: dict[int, list[PublishedUpdate]] = defaultdict(list)
    published = StatusUpdate.objects.published().filter(initiative__in=keys).rewrite(False)
    columns = ("pk", "initiative", "published_at", "status", "evidence", "changed_on", "country",
               "effective_on", "correction__published_at", "withdrawal__published_at")  # fmt: skip
    rows = published.order_by("published_at", "pk").values_list(*columns, *SENTENCES.values())
    for pk, key, at, status, evidence, since, country, day, corrected, withdrawn, *said in rows:
        change = Change(status, evidence, since, country, day, at.date())
        ends = [moment for moment in (corrected, withdrawn) if moment]
        sentences = [(text, code) for text, code in zip(said, SENTENCES, strict=True) if text]
        words = [*chain.from_iterable(starmap(folded, sentences + quotes[pk]))]
        updates[key].append(PublishedUpdate(at, change, ends, words, translations[pk]))
    return updates
