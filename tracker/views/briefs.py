"""A plan as a document for a meeting."""

from datetime import timedelta

from django.db.models import OuterRef, Subquery
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404

from ..models import ActionPlan
from ..models.citation import Reference
from ..publishing.briefs import plan_brief
from ..reading.changes import compare, moved
from ..reading.results import find
from .cards import short_address, typeset_page
from .changes import read_period

DAYS = 90
MOST_ITEMS, MOST_CHANGES = 200, 50


@typeset_page
def plan(request, slug):
    """The plan as a PDF: where its items stand, and what moved between `from` and `to`.

    Without them, in the last DAYS; a day that can't be read answers 400. Nine queries.
    """
    record = request.record
    found = get_object_or_404(record.public(ActionPlan), slug=slug)
    since = record.today - timedelta(days=DAYS)
    first, last, errors = read_period(request, since=lambda: since)
    if errors:
        return HttpResponseBadRequest("\n".join(errors), content_type="text/plain; charset=utf-8")
    changes = compare(first, moved(first, last).filter(plan=found)[: MOST_CHANGES + 1])
    items = _items(record, found)
    brief = plan_brief(
        found,
        record,
        tally=record.index.tally("plan", found.pk),
        items=items,
        newest=_newest(record, items),
        period=(first.as_of, last.as_of),
        changes=changes[:MOST_CHANGES],
        has_more_changes=len(changes) > MOST_CHANGES,
        absolute=request.build_absolute_uri,
        address=short_address(request, found.get_absolute_url()),
    )
    name = f'inline; filename="{found.slug}-{record.today}.pdf"'
    return HttpResponse(
        brief, content_type="application/pdf", headers={"Content-Disposition": name}
    )


def _items(record, plan):
    """Return the first MOST_ITEMS by deadline; the `newest_update` of each is a key or None."""
    initiatives = record.initiatives().with_schedule(on=record.today).for_list()
    whole = record.standing_updates().filter(
        initiative=OuterRef(initiatives.KEY), country__isnull=True
    )
    newest = Subquery(whole.newest_first().values("pk")[:1])
    rows = initiatives.annotate(newest_update=newest)
    return find({"plan": [plan.pk]}, record, rows=rows).in_order("due")[:MOST_ITEMS]


def _newest(record, items):
    """Return {key of an update: its first reference} of the newest updates of items: one query."""
    keys = [item.newest_update for item in items]
    references = Reference.objects.filter(update__in=keys).for_quotes().select_related("update")
    record.as_they_were(references)
    found = {}
    for reference in references:
        found.setdefault(reference.update_id, reference)
    return found
