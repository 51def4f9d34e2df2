"""What every lens page shows: where its initiatives stand, which they are, what changed."""

from ..models import Selection, lens
from .paging import page_of

LATEST = 20
LATEST_OF = 100
"""Of how many initiatives, those with the latest news, the changes are looked through."""


def through_lens(request, name, row):
    """Return the context of the page of one row, through the lens of this name: four queries."""
    record = request.record
    tally = lens.tally_of(record, name, row.pk)
    initiatives = lens.initiatives(record, name, row.pk)
    rows, keys = initiatives.with_schedule(on=record.today).for_list(), initiatives.keys()
    if record.index:
        found = record.index.select({name: [row.pk]})
        rows = Selection(record.index, found, sort="updated", rows=rows)
        keys = record.index.page(found, "updated", 0, LATEST_OF)
    updates = record.updates().filter(initiative__in=keys)
    return {
        "tally": tally,
        "page": page_of(request, rows, count=tally.total),
        "updates": record.timeline_of(updates, most=LATEST),
    }
