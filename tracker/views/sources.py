from django.shortcuts import get_object_or_404, render

from ..models import Source
from .paging import page_of


def source_list(request):
    page = page_of(request, Source.objects.published().for_list())
    return render(request, "sources/list.html", {"page": page})


def source_detail(request, slug):
    source = get_object_or_404(Source.objects.published().for_list(), slug=slug)
    page = page_of(request, source.citations.published().for_source_page())
    return render(request, "sources/detail.html", {"source": source, "page": page})
