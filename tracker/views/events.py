from django.shortcuts import get_object_or_404, render

from ..models import Event
from .dimension import dimension_context
from .paging import page_of
from .public import public_page


@public_page
def event_list(request):
    page = page_of(request, request.record.in_order(request.record.public(Event).for_list()))
    return render(request, "events/list.html", {"page": page})


@public_page
def event_detail(request, slug):
    event = get_object_or_404(request.record.detail(Event), slug=slug)
    return render(
        request,
        "events/detail.html",
        {"event": event, **dimension_context(request, "event", event)},
    )
