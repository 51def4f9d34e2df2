"""Past and future on one line: updates, events and deadlines."""

from typing import Any, NamedTuple

from django.db.models import DateField, F, Value
from django.db.models.functions import Least

from .event import Event
from .initiative import Initiative
from .status_update import StatusUpdate


class Entry(NamedTuple):
    """One point of the line; `item` is the StatusUpdate, Event or Initiative (its deadline)."""

    sort: str
    item: Any
    date: str
    earliest: Any
    latest: Any

    @property
    def heading(self):
        """The EDTF text of the month it belongs to, or of the wider time that its date means."""
        within_month = (self.earliest.year, self.earliest.month) == (
            self.latest.year,
            self.latest.month,
        )
        return f"{self.latest:%Y-%m}" if within_month else self.date


def positions(*, on):
    """Return a queryset of (sort, pk, date, earliest, latest) of all dated, the latest first.

    What an update tells has happened: it never lies after the day `on`.
    """
    today = Value(on, output_field=DateField())
    updates = _rows(
        StatusUpdate.objects.published(),
        "update",
        "changed_on",
        latest=Least("changed_on_latest", today),
    )
    events = _rows(Event.objects.published().exclude(held_on=""), "event", "held_on")
    deadlines = _rows(Initiative.objects.published().promises().exclude(due=""), "deadline", "due")
    return updates.union(events, deadlines, all=True).order_by(
        "-latest", "-earliest", "sort", "-id"
    )


def entries(rows):
    """Turn some positions into entries, in their order: one query a sort, and the quotes."""
    rows = list(rows)
    items = {
        "update": StatusUpdate.objects.for_timeline(),
        "event": Event.objects.for_list(),
        "deadline": Initiative.objects.for_list(),
    }
    found = {
        sort: queryset.in_bulk([pk for kind, pk, *_rest in rows if kind == sort])
        for sort, queryset in items.items()
    }
    return [Entry(sort, found[sort][pk], *dates) for sort, pk, *dates in rows]


def _rows(queryset, sort, field, latest=None):
    return (
        queryset.order_by()
        .rewrite(False)  # modeltranslation's values() would shuffle the columns of a union
        .annotate(
            sort=Value(sort),
            date=F(field),
            earliest=F(f"{field}_earliest"),
            latest=latest or F(f"{field}_latest"),
        )
        .values_list("sort", "pk", "date", "earliest", "latest")
    )
