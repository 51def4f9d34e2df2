"""The ways to look at the same initiatives: by theme, country, body, plan or source.

Each function asks one question of all its lenses in one query.
"""

from collections import defaultdict
from typing import NamedTuple

from django.db.models import Case, Count, F, Q, Value, When
from django.db.models.functions import Concat

from ..rules import edtf
from ..rules.tally import Tally
from .action_plan import ActionPlan
from .country import Country
from .event import Event
from .organization import Organization
from .source import Source
from .theme import Theme
from .translated import translated
from .working_group import WorkingGroup


class Facet(NamedTuple):
    """One value of a lens: what a page links to and a filter offers."""

    slug: str
    name: str
    tally: Tally | None = None


PUBLIC = {
    "theme": lambda record: Theme.objects.all(),
    "country": lambda record: Country.objects.all(),
    "working_group": lambda record: record.public(WorkingGroup),
    "organization": lambda record: record.public(Organization),
    "plan": lambda record: record.public(ActionPlan),
    "event": lambda record: record.public(Event),
}


def choices(record):
    """Return {lens: facets in the order of their names} for every lens that a list filters by."""
    lenses = [_rows(record, lens) for lens in PUBLIC if lens != "event"]
    sources = (
        record.public(Source)
        .annotate(
            lens=Value("source"),
            label=Case(
                When(title="", then=F("publisher")),
                default=Concat("title", Value(", "), "publisher"),
            ),
            detail=F("published_on"),
        )
        .order_by()
    )
    rows = (
        sources.values_list("lens", "slug", "label", "detail").union(*lenses, all=True).order_by()
    )
    found = defaultdict(list)
    for lens, slug, label, published_on in rows:
        name = f"{label}, {edtf.describe(published_on)}" if published_on else label
        found[lens].append(Facet(slug, name))
    return {
        lens: sorted(facets, key=lambda facet: facet.name.casefold())
        for lens, facets in found.items()
    }


def links_of(record, initiative):
    """Return {lens: facets} that an initiative, by its key, is linked to; it brings its plan."""
    lenses = ("theme", "country", "working_group", "organization", "event")
    return _linked(record, {lens: {"initiatives": initiative} for lens in lenses})


def links_of_group(record, group):
    """Return {lens: facets} of a working group: its member countries and its subgroups."""
    return _linked(
        record, {"country": {"working_groups": group.pk}, "working_group": {"parent": group.pk}}
    )


def tallies(record, *lenses):
    """Return {lens: facets with the tally of their published initiatives}, the fullest first.

    The lens "all" has one facet, of the whole record, or none while nothing is published.
    """
    queries = [_counts(record, lens) for lens in lenses]
    rows = queries[0].union(*queries[1:], all=True).order_by() if len(queries) > 1 else queries[0]
    counted = defaultdict(list)
    for lens, slug, name, *count in rows:
        counted[lens, slug, name].append(count)
    found = {lens: [] for lens in lenses}
    for (lens, slug, name), counts in counted.items():
        found[lens].append(Facet(slug, name, Tally(counts)))
    for facets in found.values():
        facets.sort(key=lambda facet: (-facet.tally.total, facet.name.casefold()))
    return found


def _linked(record, conditions):
    first, *others = (_rows(record, lens, **condition) for lens, condition in conditions.items())
    found = defaultdict(list)
    for lens, slug, name, _detail in first.union(*others, all=True).order_by():
        found[lens].append(Facet(slug, name))
    return dict(found)


def _rows(record, lens, **conditions):
    rows = PUBLIC[lens](record).filter(**conditions)
    return (
        rows.rewrite(False)  # modeltranslation's values() would shuffle the columns of a union
        .annotate(lens=Value(lens), label=translated("name"), detail=Value(""))
        .order_by()
        .values_list("lens", "slug", "label", "detail")
    )


def _counts(record, lens):
    if lens == "all":
        return _counts_of_all(record)
    path, public = "initiatives", Q(initiatives__published_at__isnull=False)
    if record.until is not None:
        path = "snapshots" if lens == "plan" else "initiatives__snapshots"
        public = Q(**{f"{path}__since__lt": record.until}) & (
            Q(**{f"{path}__until__isnull": True}) | Q(**{f"{path}__until__gte": record.until})
        )
    return (
        PUBLIC[lens](record)
        .rewrite(False)
        .annotate(lens=Value(lens), label=translated("name"))
        .order_by()
        .values("lens", "slug", "label", f"{path}__kind", f"{path}__status")
        .annotate(count=Count(path, filter=public))
        .values_list("lens", "slug", "label", f"{path}__kind", f"{path}__status", "count")
    )


def _counts_of_all(record):
    return (
        record.initiatives()
        .order_by()
        .rewrite(False)
        .annotate(lens=Value("all"), facet=Value(""), label=Value(""))
        .values("lens", "facet", "label", "kind", "status")
        .annotate(count=Count("pk"))
        .values_list("lens", "facet", "label", "kind", "status", "count")
    )
