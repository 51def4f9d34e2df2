from django.shortcuts import get_object_or_404, render

from ..models import Organization
from ..reading import dimensions
from .dimension import dimension_context
from .public import public_page


@public_page
def organization_list(request):
    values = dimensions.tallies(request.record, "organization")["organization"]
    return render(request, "organizations/list.html", {"values": values})


@public_page
def organization_detail(request, slug):
    organization = get_object_or_404(request.record.detail(Organization), slug=slug)
    return render(
        request,
        "organizations/detail.html",
        {"organization": organization, **dimension_context(request, "organization", organization)},
    )
