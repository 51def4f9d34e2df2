"""The pictures that a page is shown by where its address is shared."""

from functools import wraps

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from ..publishing.cards import initiative_card, record_card
from ..publishing.typeset import Busy
from .public import public_page

SECONDS_TO_WAIT = 5


def typeset_page(view):
    """Make a public page of a view that typesets; it answers 503 while others wait already."""

    @public_page
    @wraps(view)
    def shown(request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except Busy:
            return HttpResponse(status=503, headers={"Retry-After": SECONDS_TO_WAIT})

    return shown


@typeset_page
def initiative(request, slug):
    record = request.record
    found = get_object_or_404(record.initiatives().for_list(), slug=slug)
    first = record.updates().filter(initiative=found.key, withdrawal=None).with_references()
    update = first.order_by("published_at").first()
    references = update.references.all() if update else ()
    citation = next((reference.citation for reference in references), None)
    place = short_address(request, found.get_absolute_url())
    card = initiative_card(found, citation, address=place)
    return HttpResponse(card, content_type="image/png")


@typeset_page
def dashboard(request):
    record = request.record
    place = short_address(request, reverse("dashboard"))
    card = record_card(record.index.tally(), today=record.today, address=place)
    return HttpResponse(card, content_type="image/png")


def short_address(request, path):
    """Return the address of a page as people write it: without the scheme."""
    return f"{request.get_host()}{path}"
