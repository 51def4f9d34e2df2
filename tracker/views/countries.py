from django.shortcuts import get_object_or_404, render

from ..models import Country, Event
from ..reading import dimensions
from .dimension import dimension_context
from .public import public_page


@public_page
def country_list(request):
    return render(
        request,
        "countries/list.html",
        {"values": dimensions.tallies(request.record, "country")["country"]},
    )


@public_page
def country_detail(request, slug):
    country = get_object_or_404(request.record.public(Country), slug=slug)
    events = request.record.holding(Event, "country", country).for_list()
    context = dimension_context(request, "country", country, events=events)
    return render(
        request, "countries/detail.html", {"country": country, "events": events, **context}
    )
