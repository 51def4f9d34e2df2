from datetime import date

from django.shortcuts import render
from django.utils import timezone

from ..models import timeline as line
from .paging import page_of


def timeline(request):
    today = timezone.localdate()
    page = page_of(request, line.positions())
    context = {"page": page, "today": today, "points": _points(page, today)}
    return render(request, "timeline.html", context)


def _points(page, today):
    """Return (entry, the heading that it opens or "", whether today lies right before it)."""
    points, heading = [], ""
    day = date.max if page.number == 1 else date.min
    for entry in line.entries(page.object_list):
        opens = entry.heading if entry.heading != heading else ""
        points.append((entry, opens, entry.day < today <= day))
        heading, day = entry.heading, entry.day
    return points
