"""What every lens page shows: where its initiatives stand, which they are, what changed."""

from ..reading import dimensions
from ..reading import timeline as line
from ..reading.results import Selection
from ..vocabulary import Schedule
from .paging import page_of

LATEST = 20
LATEST_OF = 100
"""Of how many initiatives, those with the latest news, the changes are looked through."""
NEAREST = 10
"""How many deadlines that have passed stand on the timeline, and how many that are ahead."""


def dimension_context(request, name, row, *, events=()):
    """Return the context of the page of one row, through the lens of this name: four queries.

    On its timeline stand the latest changes, the open deadlines, the events at which the
    initiatives of the page were announced, and `events`.
    """
    record = request.record
    tally = dimensions.tally_of(record, name, row.pk)
    initiatives = dimensions.initiatives(record, name, row.pk)
    rows = initiatives.with_schedule(on=record.today).for_list().with_announcement()
    keys = initiatives.keys()
    awaited = (Schedule.OVERDUE, Schedule.DUE)
    if index := record.index:
        found = index.select({name: [row.pk]})
        nearest = []
        for schedule in awaited:
            having = index.select({"schedule": [schedule]}, among=found)
            nearest += index.page(having, "due", 0, NEAREST)
        selection = Selection(index, found, sort="updated", rows=rows, beside=nearest)
        page = page_of(request, selection, count=tally.total)
        deadlines = page.object_list.beside
        keys = index.page(found, "updated", 0, LATEST_OF)
    else:
        page = page_of(request, rows, count=tally.total)
        deadlines = rows.filter(schedule__in=awaited).by_deadline()[: 2 * NEAREST]
    updates = record.updates().filter(initiative__in=keys)
    entries = line.entries_of(
        updates=record.timeline_of(updates, most=LATEST),
        events=[*events, *(item.announced_at for item in page if item.announced_at)],
        deadlines=deadlines,
    )
    return {
        "tally": tally,
        "page": page,
        "today": record.today,
        "points": line.points(entries, today=record.today),
        "all_ahead": bool(entries) and entries[-1].day >= record.today,
    }
