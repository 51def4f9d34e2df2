from django.shortcuts import get_object_or_404, render

from ..models import Initiative, WorkingGroup, lens
from .lens import through_lens


def working_group_list(request):
    return render(
        request,
        "working_groups/list.html",
        {"facets": lens.tallies("working_group")["working_group"]},
    )


def working_group_detail(request, slug):
    working_group = get_object_or_404(WorkingGroup.objects.published().for_detail(), slug=slug)
    initiatives = Initiative.objects.published().filter(working_groups=working_group)
    context = {"working_group": working_group, "links": lens.links_of_group(working_group)}
    return render(
        request, "working_groups/detail.html", {**context, **through_lens(request, initiatives)}
    )
