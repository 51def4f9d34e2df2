"""Past and future on one line: updates, events and deadlines."""

from collections.abc import Iterable
from datetime import date as Day  # noqa: N812 -- an entry has a date of its own: an EDTF text
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import DateTimeField, F, QuerySet, Value

from ..models.event import Event
from ..models.keys import within
from ..models.snapshot import Standing
from ..models.status_update import StatusUpdate
from ..models.translated import unrewritten
from ..rules import edtf
from .record_at import RecordAt
from .results import Results


class Entry(NamedTuple):
    """One point of the line; `item` of a deadline is its initiative.

    It is sorted by `day`: an update by the day of its effect, the others by their last possible
    day, so that nothing is shown as past before it surely is.
    """

    kind: str
    item: StatusUpdate | Event | Standing
    date: str
    day: Day

    @property
    def heading(self) -> str:
        """The EDTF text of the month it belongs to, or of the wider time that its date means."""
        earliest, latest = edtf.days(self.date)
        within_month = (earliest.year, earliest.month) == (latest.year, latest.month)
        return latest.isoformat()[:7] if within_month else self.date


class Position(NamedTuple):
    """What an entry is of, before it is fetched: `date` is an EDTF text."""

    kind: str
    key: int
    date: str
    day: Day


type Row = tuple[str, int, str, Day, datetime | None]
"""A position, and the moment at which its update was published."""


class Point(NamedTuple):
    """An entry in its column: the heading and the date that it opens, each "" if it opens none.

    `after_today` says that today lies right before it.
    """

    entry: Entry
    heading: str
    date: str
    after_today: bool


def positions(
    record: RecordAt,
    start: int = 0,
    end: int | None = None,
    *,
    among: Results | None = None,
    until: Day = Day.max,
) -> list[Position]:
    """Return the Positions of everything dated, the latest first, between two places.

    One query, which reads `end` rows at most of each kind, by an index. With `among` only
    what concerns the initiatives that were found; of the events those at which they were dealt
    with. With `until`, nothing that is dated later. One query more if an event was given another
    date since the day of the record.
    """
    updates = record.updates().filter(effective_on__lte=until)
    events = record.public(Event)
    initiatives = record.initiatives()
    if among is not None:
        keys = among.keys()
        initiatives = initiatives.filter(within(initiatives.KEY, keys))
        updates = updates.filter(within("initiative", keys))
        events = events.filter(within("pk", map(int, among.values_found("event"))))
    redated = record.earlier.keys(Event, "held_on")
    moved = events.filter(pk__in=[*redated]).values_list("pk", flat=True) if redated else ()
    events = events.exclude(pk__in=[*redated]).filter(held_on_latest__lte=until)
    events = events.order_by("-held_on_latest", "-pk")
    promises = initiatives.promises().filter(due_latest__lte=until).order_by("-due_latest", "-pk")
    first, *others = (
        _part(updates.newest_first(), end, "update", "changed_on", "effective_on", "published_at"),
        _part(events, end, "event", "held_on", "held_on_latest"),
        _part(promises, end, "deadline", "due", "due_latest"),
    )
    then = ((pk, redated[pk], edtf.days(redated[pk])[1]) for pk in moved if redated[pk])
    rows = [*first.union(*others, all=True).order_by()]
    rows += [("event", pk, text, day, None) for pk, text, day in then if day <= until]
    rows.sort(key=_sort_key)
    return [Position(*row[:4]) for row in rows[start:end]]


def entries(record: RecordAt, rows: Iterable[Position]) -> list[Entry]:
    """Turn some positions into entries, in their order: one query a kind, and the quotes.

    What somebody published meanwhile may have taken the place of a snapshot: it is left out.
    """
    rows = list(rows)
    events: Any = record.public(Event)
    items = {
        "update": record.timeline_of(record.updates()),
        "event": events.for_list(),
        "deadline": record.initiatives().for_list(),
    }
    found = {
        kind: queryset.in_bulk([pk for row_kind, pk, *_rest in rows if row_kind == kind])
        for kind, queryset in items.items()
    }
    return [
        Entry(kind, found[kind][pk], date, day) for kind, pk, date, day in rows if pk in found[kind]
    ]


def coming_events(record: RecordAt, *, most: int) -> list[Event]:
    """Return the events that may still be held, the nearest first: a query, or two.

    On an earlier day they have the dates that they had then.
    """
    events: Any = record.public(Event)
    redated = [*record.earlier.keys(Event, "held_on")]
    found = [*events.for_list().exclude(pk__in=redated).coming(on=record.today)[:most]]
    if redated:
        moved = events.for_list().filter(pk__in=redated)
        found += [row for row in moved if row.held_on and row.held_on_latest >= record.today]
        found.sort(key=lambda row: (row.held_on_latest, row.held_on_earliest, row.slug))
    return found[:most]


def entries_of(
    *, updates: Iterable[StatusUpdate], events: Iterable[Event], deadlines: Iterable[Standing]
) -> list[Entry]:
    """Return the entries of what is known already, each once, the latest first."""
    found = [
        Entry("update", update, update.changed_on, update.effective_on)
        for update in updates
        if update.effective_on
    ]
    found += [
        Entry("event", event, event.held_on, event.held_on_latest)
        for event in dict.fromkeys(events)
        if event.held_on_latest
    ]
    found += [
        Entry("deadline", row, row.due, row.due_latest)
        for row in dict.fromkeys(deadlines)
        if row.due_latest
    ]
    return sorted(found, key=lambda entry: (-entry.day.toordinal(), entry.kind))


def points(entries: Iterable[Entry], *, today: Day, before: Day = Day.max) -> list[Point]:
    """Return the Points of entries, the latest first; `before` is the day of what stands above."""
    found: list[Point] = []
    heading, text = "", ""
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


def _sort_key(row: Row) -> tuple[int, str, float, int]:
    kind, pk, _date, day, moment = row
    return -day.toordinal(), kind, -moment.timestamp() if moment else 0, -pk


def _part(
    queryset: QuerySet,
    most: int | None,
    kind: str,
    date_field: str,
    day_field: str,
    moment_field: str | None = None,
) -> QuerySet[Any, Row]:
    """Return the values of a part of the union, which can't be cut itself."""
    moment = F(moment_field) if moment_field else Value(None, output_field=DateTimeField())
    queryset = unrewritten(queryset)
    rows = unrewritten(queryset.model._default_manager.all()).filter(
        pk__in=queryset.values("pk")[:most]
    )
    found: QuerySet[Any, Row] = (
        rows.order_by()
        .annotate(entry_kind=Value(kind), date=F(date_field), day=F(day_field), moment=moment)
        .values_list("entry_kind", "pk", "date", "day", "moment")
    )
    return found
