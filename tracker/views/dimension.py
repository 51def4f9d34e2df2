"""What the page of every dimension value shows: where its initiatives stand, and what changed."""

from django.utils.translation import get_language

from ..models.translation_review import has_unreviewed
from ..reading import timeline as line
from ..reading.results import find
from ..reading.revised import former_names, with_rows
from ..vocabulary import Schedule
from .paging import page_of_results

LATEST = 20
LATEST_OF = 100
"""Of how many initiatives, those with the latest news, the changes are looked through."""
NEAREST = 10
"""How many deadlines that have passed stand on the timeline, and how many that are ahead."""


def dimension_context(request, dimension, row, *, events=()):
    """Return the context of the page of one value of a dimension: three queries and the timeline's.

    On its timeline stand the latest changes, the open deadlines, the events at which the
    initiatives of the page were announced, and `events`. `query` narrows other lists to the same.
    """
    record = request.record
    rows = record.initiatives().with_schedule(on=record.today).for_list().with_announcement()
    results = find({dimension: [row.pk]}, record, rows=rows)
    by_deadline = results.in_order("due")
    nearest = [
        key
        for schedule in (Schedule.OVERDUE, Schedule.DUE)
        for key in by_deadline.having("schedule", [schedule]).keys(0, NEAREST)
    ]
    page = page_of_results(request, results, beside=nearest)
    updates = record.updates().filter(initiative__in=results.keys(0, LATEST_OF))
    entries = line.entries_of(
        updates=record.timeline_of(updates, most=LATEST),
        events=[*events, *(item.announced_at for item in page if item.announced_at)],
        deadlines=page.beside,
    )
    revisions = with_rows(record.revisions(**{dimension: row.pk}), at=record)
    return {
        "query": {dimension: row.slug},
        "revisions": revisions,
        "former_names": former_names(revisions),
        "is_unreviewed": has_unreviewed(row, ["name"], get_language()),
        "tally": record.index.tally(dimension, row.pk),
        "page": page,
        "today": record.today,
        "points": line.points(entries, today=record.today),
        "all_ahead": bool(entries) and entries[-1].day >= record.today,
    }
