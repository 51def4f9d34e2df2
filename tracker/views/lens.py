"""What every lens page shows: where its initiatives stand, which they are, what changed."""

from django.db.models import Count
from django.utils import timezone

from ..models import StatusUpdate
from ..rules.tally import Tally
from .paging import page_of

LATEST = 20


def through_lens(request, initiatives):
    """Return the context of a lens page for a queryset of published initiatives: four queries.

    `initiatives` must hold each initiative once.
    """
    counts = initiatives.order_by().values_list("kind", "status").annotate(Count("pk"))
    tally = Tally(counts)
    rows = initiatives.with_schedule(on=timezone.localdate()).for_list()
    updates = StatusUpdate.objects.published().filter(
        initiative__in=initiatives.order_by().values("pk")
    )
    return {
        "tally": tally,
        "page": page_of(request, rows, count=tally.total),
        "updates": updates.newest_first().for_timeline()[:LATEST],
    }
