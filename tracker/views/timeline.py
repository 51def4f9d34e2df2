from datetime import date

from django.shortcuts import render

from ..models import timeline as line
from .paging import page_of
from .public import public_page


@public_page
def timeline(request):
    today = request.record.today
    page = page_of(request, line.positions(request.record))
    context = {"page": page, "today": today, "points": _points(request.record, page)}
    last = context["points"][-1][0].day if page else date.min
    return render(
        request, "timeline.html", {**context, "all_ahead": last >= today and not page.has_next()}
    )


def _points(record, page):
    """Return (entry, the heading that it opens or "", whether today lies right before it)."""
    points, heading = [], ""
    day = _day_before(record, page)
    for entry in line.entries(record, page.object_list):
        opens = entry.heading if entry.heading != heading else ""
        points.append((entry, opens, entry.day < record.today <= day))
        heading, day = entry.heading, entry.day
    return points


def _day_before(record, page):
    """Return the day of the last entry of the page before, or the end of time."""
    if page.number == 1:
        return date.max
    *_position, day = line.positions(record)[page.start_index() - 2]
    return day
