"""The one reading of a query string: what the list shows, and what a download of it holds."""

import django_filters
from django.db.models import F
from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _

from .models import Initiative, lens
from .models.translated import translated
from .rules.folding import fold
from .vocabulary import Evidence, Kind, Schedule, Status


class AnyOfFilter(django_filters.MultipleChoiceFilter):
    """Keep the initiatives that have any of the chosen values; each is kept once."""

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

    q = django_filters.CharFilter(label=_("Search"), method="search", max_length=200)
    kind = AnyOfFilter(label=_("Kind"), choices=Kind.choices)
    status = AnyOfFilter(label=_("Status"), choices=Status.choices)
    evidence = AnyOfFilter(label=_("Evidence"), choices=Evidence.choices)
    schedule = ScheduleFilter(label=_("Schedule"), choices=Schedule.choices)
    theme = LinkFilter(label=_("Theme"), field_name="themes__slug")
    country = LinkFilter(label=_("Country"), field_name="countries__slug")
    working_group = LinkFilter(label=_("Working group"), field_name="working_groups__slug")
    organization = LinkFilter(label=_("Organization"), field_name="organizations__slug")
    plan = LinkFilter(label=_("Action plan"), field_name="plan__slug")
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
        for name, facets in lens.choices(record).items():
            self.form.fields[name].choices = [(facet.slug, facet.name) for facet in facets]

    def search(self, queryset, name, value):
        for word in fold(value).split():
            queryset = queryset.filter(search_text__contains=word)
        return queryset

    def order(self, queryset, name, value):
        match value:
            case "due":
                return queryset.order_by(F("due_latest").asc(nulls_last=True), "slug")
            case "title":
                return queryset.order_by(translated("title"), "slug")
        return queryset.order_by("-updated_on", "slug")

    def facet_fields(self):
        """Return the bound fields that a reader ticks, without the search and the order."""
        return [field for field in self.form if field.name not in ("q", "sort")]
