from django.shortcuts import get_object_or_404, render

from ..models import WorkingGroup
from ..reading import dimensions
from .dimension import dimension_context
from .public import public_page


@public_page
def working_group_list(request):
    return render(
        request,
        "working_groups/list.html",
        {"values": dimensions.tallies(request.record, "working_group")["working_group"]},
    )


@public_page
def working_group_detail(request, slug):
    working_group = get_object_or_404(request.record.detail(WorkingGroup), slug=slug)
    context = {
        "working_group": working_group,
        "links": dimensions.links_of_group(request.record, working_group),
    }
    return render(
        request,
        "working_groups/detail.html",
        {**context, **dimension_context(request, "working_group", working_group)},
    )
