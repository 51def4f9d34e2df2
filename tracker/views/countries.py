from django.shortcuts import get_object_or_404, render

from ..models import Country, Event, Initiative, lens
from .lens import through_lens


def country_list(request):
    return render(request, "countries/list.html", {"facets": lens.tallies("country")["country"]})


def country_detail(request, slug):
    country = get_object_or_404(Country, slug=slug)
    initiatives = Initiative.objects.published().filter(countries=country)
    events = Event.objects.published().filter(country=country).for_list()
    context = {"country": country, "events": events, **through_lens(request, initiatives)}
    return render(request, "countries/detail.html", context)
