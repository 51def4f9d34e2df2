from django.shortcuts import get_object_or_404, render

from ..models import ActionPlan, Revision, lens
from .lens import through_lens
from .public import public_page


@public_page
def plan_list(request):
    return render(
        request, "plans/list.html", {"facets": lens.tallies(request.record, "plan")["plan"]}
    )


@public_page
def plan_detail(request, slug):
    plan = get_object_or_404(request.record.detail(ActionPlan), slug=slug)
    revisions = request.record.public(Revision).filter(plan=plan)
    context = {"plan": plan, "revisions": revisions, **through_lens(request, "plan", plan)}
    return render(request, "plans/detail.html", context)
