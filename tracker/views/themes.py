from django.shortcuts import get_object_or_404, render

from ..models import Initiative, Theme, lens
from .lens import through_lens


def theme_list(request):
    return render(request, "themes/list.html", {"facets": lens.tallies("theme")["theme"]})


def theme_detail(request, slug):
    theme = get_object_or_404(Theme, slug=slug)
    initiatives = Initiative.objects.published().filter(themes=theme)
    return render(
        request, "themes/detail.html", {"theme": theme, **through_lens(request, initiatives)}
    )
