from django.shortcuts import get_object_or_404, render

from ..models import WorkingGroup, lens
from .lens import through_lens
from .public import public_page


@public_page
def working_group_list(request):
    return render(
        request,
        "working_groups/list.html",
        {"facets": lens.tallies(request.record, "working_group")["working_group"]},
    )


@public_page
def working_group_detail(request, slug):
    working_group = get_object_or_404(request.record.detail(WorkingGroup), slug=slug)
    context = {
        "working_group": working_group,
        "links": lens.links_of_group(request.record, working_group),
    }
    return render(
        request,
        "working_groups/detail.html",
        {**context, **through_lens(request, "working_group", working_group)},
    )
