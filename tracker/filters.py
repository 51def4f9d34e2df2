"""The one reading of a query string: what the list shows, and what a download of it holds."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any, NamedTuple

import django_filters
from django.db.models import Q
from django.forms import CheckboxSelectMultiple, MultipleChoiceField
from django.utils.translation import gettext_lazy as _

from .models import Initiative
from .models.translated import translated
from .reading import dimensions
from .reading.results import Counted, Selection
from .reading.search import matching_bits, words
from .vocabulary import Evidence, Kind, Schedule, Status

AXES = {
    name: {value: dimensions.DimensionValue(value, value, label) for value, label in axis.choices}
    for name, axis in (
        ("kind", Kind), ("status", Status), ("evidence", Evidence), ("schedule", Schedule),
    )
}  # fmt: skip
FEW = 500
"""How many initiatives may be named to the database one by one."""
MOST_OPTIONS = 30
"""How many choices of a facet are shown: the most common ones."""


class OfferedField(MultipleChoiceField):
    """Takes any of the values that its filter set offers: {value: Facet}, however many."""

    offered: Mapping[str, dimensions.DimensionValue] = {}

    def valid_value(self, value):
        return value in self.offered


class AnyOfFilter(django_filters.MultipleChoiceFilter):
    """Keep the initiatives that have any of the chosen values; each is kept once."""

    field_class = OfferedField

    def __init__(self, *args, **kwargs):
        super().__init__(*args, widget=CheckboxSelectMultiple, **kwargs)

    def filter(self, qs, value):
        return qs.filter(**{f"{self.field_name}__in": value}) if value else qs


class LinkFilter(AnyOfFilter):
    """The same for what an initiative is linked to."""

    def filter(self, qs, value):
        if not value:
            return qs
        return qs.among(Initiative.objects.filter(**{f"{self.field_name}__in": value}).keys())


class EventFilter(AnyOfFilter):
    """Keep what was announced at an event, or is linked to it."""

    def filter(self, qs, value):
        if not value:
            return qs
        either = Q(announced_at__slug__in=value) | Q(events__slug__in=value)
        return qs.among(Initiative.objects.filter(either).keys())


class SourceFilter(AnyOfFilter):
    """Looks at published updates alone: a draft's source tells nothing."""

    def filter(self, qs, value):
        if not value:
            return qs
        updates = self.parent.record.updates().filter(**{f"{self.field_name}__in": value})
        return qs.among(updates.order_by().values("initiative"))


class ScheduleFilter(AnyOfFilter):
    """Reads the annotation of `with_schedule`, so the queryset must have it."""

    def filter(self, qs, value):
        return qs.filter(schedule__in=value) if value else qs


class InitiativeFilter(django_filters.FilterSet):
    """Reads `q`, the axes, the lenses and `sort`; costs one query for the choices of the lenses."""

    SORTS = {
        "updated": _("Latest news first"),
        "due": _("Nearest deadline first"),
        "title": _("Title"),
    }
    SORT = "updated"
    """The order where none is asked for; the queryset has it."""

    q = django_filters.CharFilter(label=_("Search"), method="search", max_length=200)
    kind = AnyOfFilter(label=_("Kind"))
    status = AnyOfFilter(label=_("Status"))
    evidence = AnyOfFilter(label=_("Evidence"))
    schedule = ScheduleFilter(label=_("Schedule"))
    theme = LinkFilter(label=_("Theme"), field_name="themes__slug")
    country = LinkFilter(label=_("Country"), field_name="countries__slug")
    working_group = LinkFilter(label=_("Working group"), field_name="working_groups__slug")
    organization = LinkFilter(label=_("Organization"), field_name="organizations__slug")
    plan = LinkFilter(label=_("Action plan"), field_name="plan__slug")
    event = EventFilter(label=_("Event"))
    source = SourceFilter(label=_("Source"), field_name="references__citation__source__slug")
    sort = django_filters.ChoiceFilter(
        label=_("Order"), method="order", choices=list(SORTS.items()), empty_label=None
    )

    class Meta:
        model = Initiative
        fields = []

    def __init__(self, *args, record, **kwargs):
        super().__init__(*args, **kwargs)
        self.record = record
        named = {name: facets.by_slug for name, facets in dimensions.choices(record).items()}
        self.offered = {
            name: offered for name, offered in (AXES | named).items() if name in self.form.fields
        }
        for name, offered in self.offered.items():
            self.form.fields[name].offered = offered

    def found(self):
        """Return what the filter finds, to be paged: by the index, if it knows the order and day.

        An earlier day, and the order of titles, are left to the database.
        """
        if self.record.index is None:
            return self.qs
        sort = self.form.cleaned_data.get("sort") or self.SORT
        if sort == "title":
            return Counted(self.qs, self._found.bit_count())
        return Selection(self.record.index, self._found, sort=sort, rows=self.queryset)

    def narrows(self):
        """Whether anything is chosen besides the order."""
        return bool(self._chosen or self.form.cleaned_data["q"])

    def scope(self):
        """Return a queryset of what it finds, or a list of keys where the index finds few."""
        index = self.record.index
        if index is None or self._found.bit_count() > FEW:
            return self.qs
        return index.page(self._found, "due", 0, FEW)

    def facets(self):
        """Return the Facets to show, with how many initiatives each choice would find."""
        return [self._facet(field) for field in self.form if field.name in self.offered]

    def chosen(self):
        """Return the Choices that are made, in the order of the form."""
        found = []
        for field in self.form:
            if field.name == "q" and field.value():
                found.append(
                    Choice(
                        field.label, _("“%(title)s”") % {"title": field.value()}, self._without("q")
                    )
                )
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
        if self.record.index is None:
            return []
        found = []
        for name in filter(self.form.cleaned_data.get, ("q", *self.offered)):
            others = {facet: keys for facet, keys in self._chosen.items() if facet != name}
            among = None if name == "q" else self._among
            count = self.record.index.select(others, among=among).bit_count()
            if count:
                found.append(WayOut(self.form[name].label, count, self._without(name)))
        return found

    def _without(self, name, value=None):
        """Return the address's query without the page, and without a name or one of its values."""
        query = self.data.copy()
        query.pop("page", None)
        kept = [other for other in query.pop(name, ()) if value not in (None, other)]
        if kept:
            query.setlist(name, kept)
        return query.urlencode()

    def _facet(self, field):
        offered, chosen = self.offered[field.name].values(), set(field.value() or ())
        shown = self._most(field.name, offered, chosen)
        counts = self._counts(field.name, [facet.key for facet in shown])
        options = [
            Option(facet.slug, facet.name, counts.get(facet.key), facet.slug in chosen)
            for facet in shown
        ]
        return FilterField(field, options, len(offered) - len(shown), bool(chosen))

    def _most(self, name, offered, chosen):
        """Leave out the rarest choices of a long list; what is chosen stays."""
        index = self.record.index
        if len(offered) <= MOST_OPTIONS or index is None:
            return offered
        most = index.commonest(name, MOST_OPTIONS)
        return [facet for facet in offered if facet.key in most or facet.slug in chosen]

    def _counts(self, name, keys):
        """Return {key: how many it would find}; {} where nobody counts."""
        if self.record.index is None or not self.is_valid():
            return {}
        return self.record.index.counts(name, keys, self._chosen, among=self._among)

    @cached_property
    def _chosen(self):
        values = self.form.cleaned_data
        return {
            name: [offered[value].key for value in values[name]]
            for name, offered in self.offered.items()
            if values[name]
        }

    @cached_property
    def _among(self):
        """The bits of what the words find, or None if none are given."""
        question = self.form.cleaned_data["q"]
        return matching_bits(question, self.record) if question else None

    @cached_property
    def _found(self):
        return self.record.index.select(self._chosen, among=self._among)

    def search(self, queryset, name, value):
        return queryset.search(words(value, self.record))

    def no_op(self, queryset, name, value):
        """Filter nothing: the value says how the view shows what is found."""
        return queryset

    def order(self, queryset, name, value):
        match value:
            case "due":
                return queryset.by_deadline()
            case "title":
                return queryset.order_by(translated("title"), "slug")
        return queryset.by_news()


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
    """A choice of a facet; `count` is None where nobody counts: of an earlier day."""

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
