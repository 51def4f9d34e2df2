from datetime import date
from functools import partial

from django.shortcuts import render

from ..models import timeline as line
from .paging import open_page_of
from .public import public_page


@public_page
def timeline(request):
    record = request.record
    page = open_page_of(request, partial(line.positions, record))
    points = _points(record, page)
    last = points[-1][0].day if points else date.min
    context = {
        "page": page,
        "today": record.today,
        "points": points,
        "all_ahead": last >= record.today and not page.has_next(),
    }
    return render(request, "timeline.html", context)


def _points(record, page):
    """Return (entry, the heading that it opens or "", whether today lies right before it)."""
    points, heading = [], ""
    day = page.before[3] if page.before else date.max
    for entry in line.entries(record, page.object_list):
        opens = entry.heading if entry.heading != heading else ""
        points.append((entry, opens, entry.day < record.today <= day))
        heading, day = entry.heading, entry.day
    return points
