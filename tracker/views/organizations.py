from django.shortcuts import get_object_or_404, render

from ..models import Initiative, Organization, lens
from .lens import through_lens


def organization_list(request):
    return render(
        request, "organizations/list.html", {"facets": lens.tallies("organization")["organization"]}
    )


def organization_detail(request, slug):
    organization = get_object_or_404(Organization.objects.published().for_detail(), slug=slug)
    initiatives = Initiative.objects.published().filter(organizations=organization)
    return render(
        request,
        "organizations/detail.html",
        {"organization": organization, **through_lens(request, initiatives)},
    )
