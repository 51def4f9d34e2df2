from datetime import date

from django.shortcuts import render
from django.utils import timezone

from ..models import timeline as line
from .paging import page_of


def timeline(request):
    today = timezone.localdate()
    page = page_of(request, line.positions())
    context = {"page": page, "today": today, "points": _points(page, today)}
    last = context["points"][-1][0].day if page else date.min
    return render(
        request, "timeline.html", {**context, "all_ahead": last >= today and not page.has_next()}
    )


def _points(page, today):
    """Return (entry, the heading that it opens or "", whether today lies right before it)."""
    points, heading = [], ""
    day = _day_before(page)
    for entry in line.entries(page.object_list):
        opens = entry.heading if entry.heading != heading else ""
        points.append((entry, opens, entry.day < today <= day))
        heading, day = entry.heading, entry.day
    return points


def _day_before(page):
    """Return the day of the last entry of the page before, or the end of time."""
    if page.number == 1:
        return date.max
    *_position, day = line.positions()[page.start_index() - 2]
    return day
