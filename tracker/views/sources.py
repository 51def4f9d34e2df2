from django.shortcuts import get_object_or_404, render

from ..models import Citation, Source
from ..models.citation import MOST_REFERENCES
from ..reading.revised import with_rows
from .paging import page_of
from .public import public_page


@public_page
def source_list(request):
    page = page_of(request, request.record.public(Source).for_list())
    return render(request, "sources/list.html", {"page": page})


@public_page
def source_detail(request, slug):
    source = get_object_or_404(request.record.public(Source).for_list(), slug=slug)
    until = request.record.until
    quotes = request.record.public(Citation).filter(source=source).for_source_page(until=until)
    revisions = with_rows(request.record.revisions(source=source), at=request.record)
    context = {
        "source": source,
        "page": page_of(request, quotes),
        "revisions": revisions,
        "most": MOST_REFERENCES,
    }
    return render(request, "sources/detail.html", context)
