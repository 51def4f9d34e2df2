"""The dimensions by which initiatives are seen: theme, country, body, plan, event, source.

Each function asks one question of all its dimensions in one query.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Case, F, QuerySet, Value, When
from django.db.models.functions import Concat
from django.utils.translation import get_language

from ..models.action_plan import ActionPlan
from ..models.country import Country
from ..models.event import Event
from ..models.keys import within
from ..models.organization import Organization
from ..models.snapshot import Standing
from ..models.source import Source
from ..models.theme import Theme
from ..models.translated import (
    LocalizedText,
    language_of,
    text_and_language,
    translated,
    unrewritten,
)
from ..models.working_group import WorkingGroup
from ..rules import edtf
from ..rules.collation import sort_key
from ..rules.tally import Tally
from ..vocabulary import Kind
from .earlier import MODELS
from .linked_rows import LINKS, linked
from .record_at import RecordAt
from .version_cache import VersionCache


class DimensionValue(NamedTuple):
    """One value of a dimension: what a page links to and a filter offers.

    The `name` is a LocalizedText. The `detail` of a plan is its period, of a source its date.
    """

    key: int
    slug: str
    name: str
    detail: str = ""
    tally: Tally | None = None


class DimensionValues(list[DimensionValue]):
    """The values of a dimension, in the order of their names."""

    @cached_property
    def by_slug(self) -> dict[str, DimensionValue]:
        return {value.slug: value for value in self}


VALUE_COLUMNS = ("dimension", "pk", "slug", "label", "written_in", "detail")
NEIGHBOURS = 6
"""How many initiatives a page names that share its parent, plan or event."""
SHARED = ("parent", "plan", "announced_at")
PUBLIC: dict[str, Callable[[RecordAt], QuerySet[Any]]] = {
    "theme": lambda record: record.public(Theme),
    "country": lambda record: record.public(Country),
    "working_group": lambda record: record.public(WorkingGroup),
    "organization": lambda record: record.public(Organization),
    "plan": lambda record: record.public(ActionPlan),
    "event": lambda record: record.public(Event),
}
"""{dimension: function that returns a queryset of its public values}; without the sources."""


def choices(record: RecordAt) -> dict[str, DimensionValues]:
    """Return {dimension: values} of all that is public: one query a data version."""
    key = get_language(), record.as_of
    return _choices.get(record.version, key, lambda: _read_choices(record))


_choices: VersionCache[tuple[str | None, date | None], dict[str, DimensionValues]] = VersionCache(
    most=4 * len(settings.LANGUAGES)
)


def _read_choices(record: RecordAt) -> dict[str, DimensionValues]:
    public = [_named_rows(record, dimension) for dimension in PUBLIC]
    sources = (
        record.public(Source)
        .annotate(
            dimension=Value("source"),
            label=Case(
                When(title="", then=F("publisher")),
                default=Concat("title", Value(", "), "publisher"),
            ),
            written_in=Value(""),
            detail=F("published_on"),
        )
        .order_by()
    )
    rows = sources.values_list(*VALUE_COLUMNS).union(*public, all=True).order_by()
    found: dict[str, list[DimensionValue]] = defaultdict(list)
    for dimension, key, slug, label, language, detail in rows:
        name: str = LocalizedText(label, language)
        if dimension == "source":
            name = f"{label}, {edtf.describe(detail)}"
        found[dimension].append(DimensionValue(key, slug, name, detail))
    for dimension, values in found.items():
        _call_as_then(record, dimension, values)
    return {name: DimensionValues(sorted(values, key=_by_name)) for name, values in found.items()}


def _call_as_then(record: RecordAt, dimension: str, values: list[DimensionValue]) -> None:
    """Put in the place of values that were revised since how they were called then: one query."""
    model = MODELS[dimension]
    then = {key for noun, key in record.earlier.texts if noun == dimension}
    places = {value.key: place for place, value in enumerate(values) if value.key in then}
    if not places:
        return
    for row in record.public(model).filter(pk__in=[*places]):
        if isinstance(row, Source):
            name = str(row)
            value = DimensionValue(row.pk, row.slug, name, row.published_on)
        else:
            named: Any = row
            detail = named.period if dimension == "plan" else ""
            text = LocalizedText(*text_and_language(row, "name"))
            value = DimensionValue(row.pk, named.slug, text, detail)
        values[places[row.pk]] = value


def _by_name(value: DimensionValue) -> tuple[str, str]:
    """Order by the name; of the same name by the address, and not as the database happens to."""
    return sort_key(value.name, get_language()), value.slug


class Coverage(NamedTuple):
    """How many public sources there are, and the EDTF texts of their first and last date."""

    sources: int
    first: str
    last: str


def coverage(record: RecordAt) -> Coverage:
    """Say what the record rests on."""
    dates = [source.detail for source in choices(record).get("source", ())]
    first = min(dates, key=lambda text: edtf.days(text)[0], default="")
    return Coverage(len(dates), first, max(dates, key=lambda text: edtf.days(text)[1], default=""))


def links_of(record: RecordAt, initiative: Standing) -> dict[str, list[DimensionValue]]:
    """Return {dimension: values} that an initiative is linked to: a query at most.

    Without the event at which it was announced, which its page names elsewhere. The index knows
    what is public; the links of anything else are read.
    """
    named, index, key = choices(record), record.index, initiative.key
    pairs = () if index.is_public(key) else {(name, value) for name, _key, value in linked([key])}
    found = {
        dimension: [
            value
            for value in named.get(dimension, ())
            if index.has(dimension, value.key, key) or (dimension, value.key) in pairs
        ]
        for dimension in LINKS
    }
    found["event"] = [event for event in found["event"] if event.key != initiative.announced_at_id]
    return {dimension: values for dimension, values in found.items() if values}


class Related(NamedTuple):
    """Initiatives beside one, each as a DimensionValue whose `detail` is its status.

    The detail of an aspiration is empty. `shared` names what the `neighbours` share with it: its
    parent, its plan or the event at which it was announced.
    """

    parts: list[DimensionValue]
    shared: str
    neighbours: list[DimensionValue]


def related(record: RecordAt, initiative: Standing) -> Related:
    """Return what is Related to an initiative: one query, none if nothing is."""
    index, key = record.index, initiative.key
    parts, neighbours = index.keys_with("parent", key), []
    shared = next((name for name in SHARED if getattr(initiative, f"{name}_id")), "")
    if shared:
        value = getattr(initiative, f"{shared}_id")
        neighbours = index.neighbours(shared, value, key, NEIGHBOURS // 2)
    neighbours = [one for one in neighbours if one not in parts]
    rows = _initiatives(record, [*parts, *neighbours]) if parts or neighbours else {}
    return Related(
        [rows[one] for one in parts if one in rows],
        shared,
        [rows[one] for one in neighbours if one in rows],
    )


def _initiatives(record: RecordAt, keys: Iterable[int]) -> dict[int, DimensionValue]:
    rows = record.initiatives().order_by().rewrite(False)
    status = Case(When(kind=Kind.ASPIRATION, then=Value("")), default=F("status"))
    rows = rows.filter(within(rows.KEY, keys)).annotate(
        label=translated("title"), written_in=language_of("title"), detail=status
    )
    return {
        key: DimensionValue(key, slug, LocalizedText(title, language), detail)
        for key, slug, title, language, detail in rows.values_list(rows.KEY, *VALUE_COLUMNS[2:])
    }


def links_of_group(record: RecordAt, group: WorkingGroup) -> dict[str, list[DimensionValue]]:
    """Return {dimension: values} of a group: its member countries and its subgroups."""
    named = choices(record)
    members = {country.pk for country in group.countries.all()}
    below = {row.pk for row in record.holding(WorkingGroup, "parent", group)}
    found = {
        "country": [value for value in named.get("country", ()) if value.key in members],
        "working_group": [value for value in named.get("working_group", ()) if value.key in below],
    }
    return {dimension: values for dimension, values in found.items() if values}


def tallies(record: RecordAt, *dimensions: str) -> dict[str, list[DimensionValue]]:
    """Return {dimension: values with the tally of their initiatives}, the fullest first."""
    named = choices(record)
    found = {
        dimension: [
            value._replace(tally=record.index.tally(dimension, value.key))
            for value in named.get(dimension, ())
        ]
        for dimension in dimensions
    }
    for values in found.values():
        values.sort(key=_fullest_first)
    return found


def _fullest_first(value: DimensionValue) -> tuple[int, tuple[str, str]]:
    return -value.tally.total if value.tally else 0, _by_name(value)


def _named_rows(record: RecordAt, dimension: str) -> QuerySet[Any, Any]:
    rows = PUBLIC[dimension](record)
    detail = F("period") if dimension == "plan" else Value("")
    named: QuerySet[Any, Any] = (
        unrewritten(rows)
        .annotate(
            dimension=Value(dimension),
            label=translated("name"),
            written_in=language_of("name"),
            detail=detail,
        )
        .order_by()
        .values_list(*VALUE_COLUMNS)
    )
    return named
