"""Past and future on one line: updates, events and deadlines."""

from datetime import date
from heapq import merge
from itertools import islice
from typing import Any, NamedTuple

from django.db.models import F, Value

from ..rules import edtf
from .event import Event


class Entry(NamedTuple):
    """One point of the line; `item` is the StatusUpdate, Event or initiative (its deadline).

    It is sorted by `day`: an update by the day of its effect, the others by their last possible
    day, so that nothing is shown as past before it surely is.
    """

    sort: str
    item: Any
    date: str
    day: date

    @property
    def heading(self):
        """The EDTF text of the month it belongs to, or of the wider time that its date means."""
        earliest, latest = edtf.days(self.date)
        within_month = (earliest.year, earliest.month) == (latest.year, latest.month)
        return f"{latest:%Y-%m}" if within_month else self.date


def positions(record, start=0, end=None):
    """Return (sort, pk, date, day) of everything dated, the latest first, between two places.

    Three queries, each of which reads `end` rows at most, by an index.
    """
    events = record.public(Event).exclude(held_on="").order_by("-held_on_latest", "-pk")
    promises = record.initiatives().promises().exclude(due="").order_by("-due_latest", "-pk")
    parts = [
        _rows(record.updates().newest_first(), "update", "changed_on", "effective_on"),
        _rows(events, "event", "held_on", "held_on_latest"),
        _rows(promises, "deadline", "due", "due_latest"),
    ]
    merged = merge(*(part[:end] for part in parts), key=lambda row: (-row[3].toordinal(), row[0]))
    return list(islice(merged, start, end))


def entries(record, rows):
    """Turn some positions into entries, in their order: one query a sort, and the quotes."""
    rows = list(rows)
    items = {
        "update": record.timeline_of(record.updates()),
        "event": Event.objects.for_list(),
        "deadline": record.initiatives().for_list(),
    }
    found = {
        sort: queryset.in_bulk([pk for kind, pk, *_rest in rows if kind == sort])
        for sort, queryset in items.items()
    }
    return [Entry(sort, found[sort][pk], date, day) for sort, pk, date, day in rows]


def _rows(queryset, sort, date_field, day_field):
    return (
        queryset.rewrite(False)  # modeltranslation's values() would shuffle the columns
        .annotate(sort=Value(sort), date=F(date_field), day=F(day_field))
        .values_list("sort", "pk", "date", "day")
    )
