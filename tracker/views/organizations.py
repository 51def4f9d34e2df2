from django.shortcuts import get_object_or_404, render

from ..models import Organization, lens
from .lens import through_lens
from .public import public_page


@public_page
def organization_list(request):
    facets = lens.tallies(request.record, "organization")["organization"]
    return render(request, "organizations/list.html", {"facets": facets})


@public_page
def organization_detail(request, slug):
    organization = get_object_or_404(request.record.detail(Organization), slug=slug)
    return render(
        request,
        "organizations/detail.html",
        {"organization": organization, **through_lens(request, "organization", organization)},
    )
