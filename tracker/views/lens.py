"""What every lens page shows: where its initiatives stand, which they are, what changed."""

from django.db.models import Count

from ..rules.tally import Tally
from .paging import page_of

LATEST = 20


def through_lens(request, initiatives):
    """Return the context of a lens page for a queryset of published initiatives: four queries.

    `initiatives` must hold each initiative once.
    """
    counts = initiatives.order_by().values_list("kind", "status").annotate(Count("pk"))
    tally = Tally(counts)
    record = request.record
    rows = initiatives.with_schedule(on=record.today).for_list()
    updates = record.updates().filter(initiative__in=initiatives.keys())
    return {
        "tally": tally,
        "page": page_of(request, rows, count=tally.total),
        "updates": record.timeline_of(updates)[:LATEST],
    }
