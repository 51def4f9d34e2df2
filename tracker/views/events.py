from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language

from ..models import Event
from ..models.translated import text_and_language
from ..rules.collation import sort_key
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
    context = {"event": event, "themes": _in_alphabet(event.themes.all())}
    return render(
        request, "events/detail.html", context | dimension_context(request, "event", event)
    )


def _in_alphabet(rows):
    """Order rows by the names that they have on the day of the record."""
    language = get_language()
    return sorted(rows, key=lambda row: sort_key(text_and_language(row, "name")[0], language))
