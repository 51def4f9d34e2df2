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
    record = request.record
    rows = record.public(Country).with_references(until=record.until)
    country = get_object_or_404(rows, slug=slug)
    events = record.in_order(record.holding(Event, "country", country).for_list())
    context = dimension_context(request, "country", country, events=events)
    return render(
        request, "countries/detail.html", {"country": country, "events": events, **context}
    )
