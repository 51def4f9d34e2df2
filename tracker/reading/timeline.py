"""Past and future on one line: updates, events and deadlines."""

from datetime import date
from typing import Any, NamedTuple

from django.db.models import DateTimeField, F, Value

from ..models.event import Event
from ..models.keys import within
from ..rules import edtf


class Entry(NamedTuple):
    """One point of the line; `item` is the StatusUpdate, Event or initiative (its deadline).

    It is sorted by `day`: an update by the day of its effect, the others by their last possible
    day, so that nothing is shown as past before it surely is.
    """

    kind: str
    item: Any
    date: str
    day: date

    @property
    def heading(self):
        """The EDTF text of the month it belongs to, or of the wider time that its date means."""
        earliest, latest = edtf.days(self.date)
        within_month = (earliest.year, earliest.month) == (latest.year, latest.month)
        return f"{latest:%Y-%m}" if within_month else self.date


class Point(NamedTuple):
    """An entry in its column: the heading and the date that it opens, each "" if it opens none.

    `after_today` says that today lies right before it.
    """

    entry: Entry
    heading: str
    date: str
    after_today: bool


def positions(record, start=0, end=None, *, among=None, until=date.max):
    """Return (kind, pk, date, day) of everything dated, the latest first, between two places.

    One query, which reads `end` rows at most of each kind, by an index. With `among`, Results, only
    what concerns the initiatives that were found; of the events those at which they were dealt
    with. With `until`, nothing that is dated later.
    """
    updates = record.updates().filter(effective_on__lte=until)
    events = record.public(Event).filter(held_on_latest__lte=until)
    initiatives = record.initiatives()
    if among is not None:
        keys = among.keys()
        initiatives = initiatives.filter(within(initiatives.KEY, keys))
        updates = updates.filter(within("initiative", keys))
        events = events.filter(within("pk", among.values_found("event")))
    events = events.order_by("-held_on_latest", "-pk")
    promises = initiatives.promises().filter(due_latest__lte=until).order_by("-due_latest", "-pk")
    first, *others = (
        _part(updates.newest_first(), end, "update", "changed_on", "effective_on", "published_at"),
        _part(events, end, "event", "held_on", "held_on_latest"),
        _part(promises, end, "deadline", "due", "due_latest"),
    )
    rows = sorted(first.union(*others, all=True).order_by(), key=_sort_key)
    return [row[:4] for row in rows[start:end]]


def entries(record, rows):
    """Turn some positions into entries, in their order: one query a kind, and the quotes.

    What somebody published meanwhile may have taken the place of a snapshot: it is left out.
    """
    rows = list(rows)
    items = {
        "update": record.timeline_of(record.updates()),
        "event": Event.objects.for_list(),
        "deadline": record.initiatives().for_list(),
    }
    found = {
        kind: queryset.in_bulk([pk for row_kind, pk, *_rest in rows if row_kind == kind])
        for kind, queryset in items.items()
    }
    return [
        Entry(kind, found[kind][pk], date, day) for kind, pk, date, day in rows if pk in found[kind]
    ]


def entries_of(*, updates, events, deadlines):
    """Return the entries of what is known already, each once, the latest first."""
    found = [Entry("update", update, update.changed_on, update.effective_on) for update in updates]
    found += [
        Entry("event", event, event.held_on, event.held_on_latest)
        for event in dict.fromkeys(events)
        if event.held_on
    ]
    found += [
        Entry("deadline", row, row.due, row.due_latest)
        for row in dict.fromkeys(deadlines)
        if row.due
    ]
    return sorted(found, key=lambda entry: (-entry.day.toordinal(), entry.kind))


def points(entries, *, today, before=date.max):
    """Return the Points of entries, the latest first; `before` is the day of what stands above."""
    found, heading, text = [], "", ""
    for entry in entries:
        found.append(
            Point(
                entry,
                heading=entry.heading if entry.heading != heading else "",
                date=entry.date if entry.date != text else "",
                after_today=entry.day < today <= before,
            )
        )
        heading, text, before = entry.heading, entry.date, entry.day
    return found


def _sort_key(row):
    kind, pk, _date, day, moment = row
    return -day.toordinal(), kind, -moment.timestamp() if moment else 0, -pk


def _part(queryset, most, kind, date_field, day_field, moment_field=None):
    """Return the values of a part of the union, which can't be cut itself."""
    moment = F(moment_field) if moment_field else Value(None, output_field=DateTimeField())
    queryset = queryset.rewrite(False)  # modeltranslation's values() would shuffle the columns
    rows = queryset.model.objects.rewrite(False).filter(pk__in=queryset.values("pk")[:most])
    return (
        rows.order_by()
        .annotate(entry_kind=Value(kind), date=F(date_field), day=F(day_field), moment=moment)
        .values_list("entry_kind", "pk", "date", "day", "moment")
    )
