"""The ways to look at the same initiatives: by theme, country, body, plan or source.

Each function asks one question of all its lenses in one query.
"""

from collections import Counter, defaultdict
from functools import cached_property
from typing import NamedTuple

from django.conf import settings
from django.db.models import Case, Count, F, IntegerField, Q, Value, When
from django.db.models.functions import Concat
from django.utils.translation import get_language

from ..models.action_plan import ActionPlan
from ..models.country import Country
from ..models.event import Event
from ..models.initiative import Initiative
from ..models.organization import Organization
from ..models.source import Source
from ..models.theme import Theme
from ..models.translated import LocalizedText, language_of, translated
from ..models.working_group import WorkingGroup
from ..rules import edtf
from ..rules.collation import sort_key
from ..rules.tally import Tally
from ..vocabulary import Kind
from .bitset_index import LINKS


class DimensionValue(NamedTuple):
    """One value of a lens: what a page links to and a filter offers.

    The `name` knows its language. The `detail` of a plan is its period, of a source its date.
    """

    key: int
    slug: str
    name: str
    detail: str = ""
    tally: Tally | None = None


class DimensionValues(list[DimensionValue]):
    """The values of a lens, in the order of their names."""

    @cached_property
    def by_slug(self):
        """The same as {slug: facet}."""
        return {facet.slug: facet for facet in self}


COLUMNS = ("lens", "pk", "slug", "label", "written_in", "detail")
NEIGHBOURS = 6
"""How many initiatives a page names that share its parent, plan or event."""
SHARED = ("parent", "plan", "announced_at")
PUBLIC = {
    "theme": lambda record: Theme.objects.all(),
    "country": lambda record: Country.objects.all(),
    "working_group": lambda record: record.public(WorkingGroup),
    "organization": lambda record: record.public(Organization),
    "plan": lambda record: record.public(ActionPlan),
    "event": lambda record: record.public(Event),
}


def choices(record):
    """Return {lens: facets in the order of their names} for every lens and for sources.

    One query; none if this process asked it already, and nothing was written since. Of an earlier
    day none if the record asked it already.
    """
    if record.until is not None:
        if get_language() not in record.choices:
            record.choices[get_language()] = _choices(record)
        return record.choices[get_language()]
    place = get_language(), record.version
    found = _known.get(place)
    if found is None:
        found = _choices(record)
        if len(_known) >= len(settings.LANGUAGES):
            _known.clear()  # of what was written before
        _known[place] = found
    return found


_known: dict[tuple, dict] = {}


def _choices(record):
    lenses = [_rows(record, lens) for lens in PUBLIC]
    sources = (
        record.public(Source)
        .annotate(
            lens=Value("source"),
            label=Case(
                When(title="", then=F("publisher")),
                default=Concat("title", Value(", "), "publisher"),
            ),
            written_in=Value(""),
            detail=F("published_on"),
        )
        .order_by()
    )
    rows = sources.values_list(*COLUMNS).union(*lenses, all=True).order_by()
    found = defaultdict(list)
    for lens, key, slug, label, language, detail in rows:
        name = (
            f"{label}, {edtf.describe(detail)}"
            if lens == "source"
            else LocalizedText(label, language)
        )
        found[lens].append(DimensionValue(key, slug, name, detail))
    return {
        lens: DimensionValues(
            sorted(facets, key=lambda facet: sort_key(facet.name, get_language()))
        )
        for lens, facets in found.items()
    }


class Coverage(NamedTuple):
    """How many public sources there are, and the EDTF texts of their first and last date."""

    sources: int
    first: str
    last: str


def coverage(named):
    """Say what the record rests on, from the `choices` of all lenses."""
    dates = [source.detail for source in named.get("source", ())]
    first = min(dates, key=lambda text: edtf.days(text)[0], default="")
    return Coverage(len(dates), first, max(dates, key=lambda text: edtf.days(text)[1], default=""))


def links_of(record, initiative):
    """Return {lens: facets} that an initiative is linked to; it brings its plan: a query or two.

    Under "part" are the initiatives that are part of it, under the name that `shared_by` returns
    its NEIGHBOURS; the `detail` of each is its status, of an aspiration empty.
    """
    key, shared, index = initiative.key, shared_by(initiative), record.known_index
    if index and index.has("all", None, key):
        found = _known_links(record, index, key) | _known_others(record, index, initiative, shared)
    else:
        others = [_others(record.initiatives(parent=key), "part")]
        if shared:
            around = _neighbours(record, initiative, shared)
            others += [_others(beside, shared) for beside in around]
        found = _linked(*others, *(_rows(record, lens, initiatives=key) for lens in LINKS))
    if shared in found:
        parts = {part.key for part in found.get("part", ())}
        found[shared] = [facet for facet in sorted(found[shared]) if facet.key not in parts]
    announced_at = initiative.announced_at_id
    found["event"] = [facet for facet in found.get("event", ()) if facet.key != announced_at]
    return {lens: facets for lens, facets in found.items() if facets}


def shared_by(initiative):
    """Name what its neighbours share with an initiative, the closest first; "" if nothing."""
    return next((name for name in SHARED if getattr(initiative, name)), "")


def _neighbours(record, initiative, shared):
    """Yield those recorded just before, and just after it, of the same parent, plan or event.

    Each for itself: PostgreSQL reads all initiatives to find what is in one subquery or another.
    """
    among = record.initiatives(**{shared: getattr(initiative, shared)})
    column = among.KEY
    for side, order in (("lt", f"-{column}"), ("gt", column)):
        beside = among.filter(**{f"{column}__{side}": initiative.key}).order_by(order)
        yield record.initiatives().filter(pk__in=beside.values("pk")[: NEIGHBOURS // 2])


def _others(initiatives, name):
    rows = initiatives.order_by().rewrite(False)
    status = Case(When(kind=Kind.ASPIRATION, then=Value("")), default=F("status"))
    rows = rows.annotate(
        lens=Value(name), label=translated("title"), written_in=language_of("title"), detail=status
    )
    return rows.values_list(*("lens", rows.KEY, *COLUMNS[2:]))


def _known_links(record, index, key):
    named = choices(record)
    return {
        lens: [facet for facet in named.get(lens, ()) if index.has(lens, facet.key, key)]
        for lens in LINKS
    }


def _known_others(record, index, initiative, shared):
    parts, beside = index.having("parent", initiative.key), []
    if shared:
        value = getattr(initiative, f"{shared}_id")
        beside = index.beside(shared, value, initiative.key, NEIGHBOURS // 2)
    if not parts and not beside:
        return {}
    rows = _others(record.initiatives().filter(pk__in={*parts, *beside}), "")
    facets = {facet.key: facet for facet in _linked(rows).get("", ())}
    return {"part": _some(facets, parts), shared: _some(facets, beside)}


def _some(facets, keys):
    return [facets[key] for key in keys if key in facets]


def links_of_group(record, group):
    """Return {lens: facets} of a working group: its member countries and its subgroups."""
    return _linked(
        _rows(record, "country", working_groups=group.pk),
        _rows(record, "working_group", parent=group.pk),
    )


def tallies(record, *lenses, named=None):
    """Return {lens: facets with the tally of their public initiatives}, the fullest first.

    The lens "all" has one facet, of the whole record; `named` are the `choices`, if at hand.
    """
    counted, named = _counted(record, lenses), named or choices(record)
    found = {
        lens: [
            facet._replace(tally=_tally(counted, lens, facet.key)) for facet in named.get(lens, ())
        ]
        for lens in lenses
    }
    if "all" in found:
        found["all"].append(DimensionValue(0, "", "", tally=_tally(counted, "all", None)))
    for facets in found.values():
        facets.sort(key=lambda facet: (-facet.tally.total, sort_key(facet.name, get_language())))
    return found


def initiatives(record, lens, key):
    """Return a queryset of the public initiatives under one value of a lens, each once."""
    if lens == "event":
        event = Q(announced_at=key) | Q(events=key)
        return record.initiatives().among(Initiative.objects.filter(event).values("pk"))
    return record.initiatives(**{LINKS.get(lens, lens): key})


def tally_of(record, lens, key):
    """Return the tally of the public initiatives under one value of a lens; a query at most."""
    if record.index:
        return _tally(record.index.tallies, lens, key)
    rows = initiatives(record, lens, key).order_by().values_list("kind", "status")
    return Tally(rows.annotate(Count("pk")))


def _tally(counted, lens, key):
    counts = counted.get((lens, key), {})
    return Tally((kind, status, count) for (kind, status), count in counts.items())


def _counted(record, lenses):
    """Return {(lens, key): {(kind, status): count}}; of an earlier day by one query."""
    if record.index:
        return record.index.tallies
    first, *others = (_counts_of_day(record, lens) for lens in lenses)
    found = defaultdict(Counter)
    for lens, key, kind, status, count in first.union(*others, all=True).order_by():
        found[lens, key][kind, status] += count
    return found


def _counts_of_day(record, lens):
    if lens == "all":
        key = Value(None, output_field=IntegerField())
    else:
        key = F("plan") if lens == "plan" else F(f"initiative__{LINKS[lens]}")
    return (
        record.initiatives()
        .order_by()
        .rewrite(False)
        .annotate(lens=Value(lens), facet=key)
        .values("lens", "facet", "kind", "status")
        .annotate(count=Count("pk"))
        .values_list("lens", "facet", "kind", "status", "count")
    )


def _linked(first, *others):
    rows = first.union(*others, all=True).order_by() if others else first
    found = defaultdict(list)
    for lens, key, slug, name, language, detail in rows:
        found[lens].append(DimensionValue(key, slug, LocalizedText(name, language), detail))
    return dict(found)


def _rows(record, lens, **conditions):
    rows = PUBLIC[lens](record).filter(**conditions)
    detail = F("period") if lens == "plan" else Value("")
    return (
        rows.rewrite(False)  # modeltranslation's values() would shuffle the columns of a union
        .annotate(
            lens=Value(lens),
            label=translated("name"),
            written_in=language_of("name"),
            detail=detail,
        )
        .order_by()
        .values_list(*COLUMNS)
    )
