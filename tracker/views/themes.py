from django.shortcuts import get_object_or_404, render

from ..models import Theme, lens
from .lens import through_lens
from .public import public_page


@public_page
def theme_list(request):
    return render(
        request, "themes/list.html", {"facets": lens.tallies(request.record, "theme")["theme"]}
    )


@public_page
def theme_detail(request, slug):
    theme = get_object_or_404(Theme, slug=slug)
    return render(
        request, "themes/detail.html", {"theme": theme, **through_lens(request, "theme", theme)}
    )
