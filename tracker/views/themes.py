from django.shortcuts import get_object_or_404, render

from ..models import Event, Theme
from ..reading import dimensions
from .dimension import dimension_context
from .public import public_page

EVENTS = 20
"""How many events stand on the timeline of a theme, the latest ones."""


@public_page
def theme_list(request):
    return render(
        request,
        "themes/list.html",
        {"values": dimensions.tallies(request.record, "theme")["theme"]},
    )


@public_page
def theme_detail(request, slug):
    theme = get_object_or_404(request.record.public(Theme), slug=slug)
    events = request.record.holding(Event, "themes", theme).for_list()
    events = request.record.in_order(events)[:EVENTS]
    return render(
        request,
        "themes/detail.html",
        {"theme": theme, **dimension_context(request, "theme", theme, events=events)},
    )
