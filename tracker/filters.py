"""The one reading of a query string: what the list shows, and what a download of it holds."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import django_filters
from django.forms import CheckboxSelectMultiple, MultipleChoiceField
from django.utils.translation import gettext_lazy as _

from .reading import dimensions
from .reading.dimensions import DimensionValue
from .reading.results import find
from .vocabulary import Evidence, Kind, Schedule, Status

AXES = {
    name: {value: DimensionValue(value, value, label) for value, label in axis.choices}
    for name, axis in (
        ("kind", Kind), ("status", Status), ("evidence", Evidence), ("schedule", Schedule),
    )
}  # fmt: skip
"""{dimension: {slug: value}} of those whose values are words of the vocabulary."""
MOST_OPTIONS = 30
"""How many choices of a field are shown: the most common ones."""


class OfferedField(MultipleChoiceField):
    """Takes any of the values that its filter set offers: {slug: DimensionValue}, however many."""

    offered: Mapping[str, DimensionValue] = {}

    def valid_value(self, value):
        return value in self.offered


class DimensionFilter(django_filters.MultipleChoiceFilter):
    """Keeps the initiatives that have any of the chosen values of a dimension, named as the field.

    It narrows Results, not a queryset.
    """

    field_class = OfferedField

    def __init__(self, **kwargs):
        super().__init__(widget=CheckboxSelectMultiple, **kwargs)

    def filter(self, results, value):
        if not value:
            return results
        offered = self.parent.offered[self.field_name]
        return results.having(self.field_name, [offered[slug].key for slug in value])


class InitiativeFilter(django_filters.FilterSet):
    """Reads `q`, the dimensions and `sort` of a query string; once it is valid, `qs` are Results.

    `rows` is the queryset that the initiatives of a page are fetched from. Costs one query for the
    choices of the dimensions, once a data version.
    """

    SORTS = {
        "updated": _("Latest news first"),
        "due": _("Nearest deadline first"),
        "title": _("Title"),
    }
    SORT = "updated"
    """The order where none is asked for."""

    q = django_filters.CharFilter(label=_("Search"), method="search", max_length=200)
    kind = DimensionFilter(label=_("Kind"))
    status = DimensionFilter(label=_("Status"))
    evidence = DimensionFilter(label=_("Evidence"))
    schedule = DimensionFilter(label=_("Schedule"))
    theme = DimensionFilter(label=_("Theme"))
    country = DimensionFilter(label=_("Country"))
    working_group = DimensionFilter(label=_("Working group"))
    organization = DimensionFilter(label=_("Organization"))
    plan = DimensionFilter(label=_("Action plan"))
    event = DimensionFilter(label=_("Event"))
    source = DimensionFilter(label=_("Source"))
    sort = django_filters.ChoiceFilter(
        label=_("Order"), method="order", choices=list(SORTS.items()), empty_label=None
    )

    def __init__(self, data, *, record, rows=None):
        super().__init__(data, find({}, record, rows=rows).in_order(self.SORT))
        named = {name: values.by_slug for name, values in dimensions.choices(record).items()}
        self.offered = {
            name: offered for name, offered in (AXES | named).items() if name in self.form.fields
        }
        for name, offered in self.offered.items():
            self.form.fields[name].offered = offered

    def filter_queryset(self, results):
        """Let each filter narrow the Results; django-filter's own insists on a queryset."""
        for name, value in self.form.cleaned_data.items():
            results = self.filters[name].filter(results, value)
        return results

    def search(self, results, name, value):
        return results.matching(value)

    def order(self, results, name, value):
        return results.in_order(value)

    def no_op(self, results, name, value):
        """Filter nothing: the value says how the view shows what is found."""
        return results

    def shown_fields(self):
        """Return the FilterFields to show, with how many initiatives each choice would find."""
        return [self._shown(field) for field in self.form if field.name in self.offered]

    def chosen(self):
        """Return the Choices that are made, in the order of the form."""
        found = []
        for field in self.form:
            if field.name == "q" and field.value():
                title = _("“%(title)s”") % {"title": field.value()}
                found.append(Choice(field.label, title, self._without("q")))
            elif field.name in self.offered and field.value():
                offered = self.offered[field.name]
                found += [
                    Choice(field.label, offered[value].name, self._without(field.name, value))
                    for value in dict.fromkeys(field.value())
                    if value in offered
                ]
        return found

    def ways_out(self):
        """Return what would be found without one of the things that are asked for, if anything."""
        asked = filter(self.form.cleaned_data.get, ("q", *self.offered))
        counts = {name: self.qs.without(name).count for name in asked}
        return [
            WayOut(self.form[name].label, count, self._without(name))
            for name, count in counts.items()
            if count
        ]

    def _without(self, name, value=None):
        """Return the address's query without the page, and without a name or one of its values."""
        query = self.data.copy()
        query.pop("page", None)
        kept = [other for other in query.pop(name, ()) if value not in (None, other)]
        if kept:
            query.setlist(name, kept)
        return query.urlencode()

    def _shown(self, field):
        offered, chosen = self.offered[field.name].values(), set(field.value() or ())
        shown = self._most_common(field.name, offered, chosen)
        counts = {}
        if self.is_valid():
            counts = self.qs.facet(field.name, [value.key for value in shown])
        options = [
            Option(value.slug, value.name, counts.get(value.key), value.slug in chosen)
            for value in shown
        ]
        return FilterField(field, options, len(offered) - len(shown), bool(chosen))

    def _most_common(self, name, offered, chosen):
        """Leave out the rarest choices of a long list; what is chosen stays."""
        if len(offered) <= MOST_OPTIONS:
            return offered
        most = self.queryset.commonest(name, MOST_OPTIONS)
        return [value for value in offered if value.key in most or value.slug in chosen]


class TimelineFilter(InitiativeFilter):
    """Reads besides the day that the timeline goes back from."""

    until = django_filters.DateFilter(label=_("Until"), method="no_op")


class RoadmapFilter(InitiativeFilter):
    """Reads how the roadmap is drawn instead of an order: it stands in that of the deadlines."""

    SORT = "due"

    ZOOMS = {"year": _("Years"), "quarter": _("Quarters")}
    GROUPS = {"theme": _("Theme"), "working_group": _("Working group"), "plan": _("Action plan")}

    sort = None
    zoom = django_filters.ChoiceFilter(method="no_op", choices=list(ZOOMS.items()))
    group = django_filters.ChoiceFilter(method="no_op", choices=list(GROUPS.items()))

    def choice(self, name):
        """Return what is chosen of one that always has a value."""
        return self.form.cleaned_data[name] or next(iter(getattr(self, f"{name.upper()}S")))


class Choice(NamedTuple):
    """Something that is asked for; `without` is the query that leaves it out."""

    field: str
    label: str
    without: str


class WayOut(NamedTuple):
    """How many would be found without one field, and the query that asks so."""

    field: str
    count: int
    without: str


class Option(NamedTuple):
    """A choice of a field; `count` is None where the query can't be answered."""

    value: str
    label: str
    count: int | None
    is_chosen: bool


class FilterField(NamedTuple):
    """A field of the filter to tick: its bound field, and how many rare choices are not shown."""

    bound: Any
    options: list[Option]
    left_out: int
    is_open: bool
