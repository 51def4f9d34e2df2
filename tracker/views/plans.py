from django.shortcuts import get_object_or_404, render

from ..models import ActionPlan
from ..reading import dimensions
from .dimension import dimension_context
from .public import public_page


@public_page
def plan_list(request):
    return render(
        request, "plans/list.html", {"values": dimensions.tallies(request.record, "plan")["plan"]}
    )


@public_page
def plan_detail(request, slug):
    plan = get_object_or_404(request.record.detail(ActionPlan), slug=slug)
    successor = request.record.holding(ActionPlan, "supersedes", plan).first()
    context = {"plan": plan, "successor": successor, **dimension_context(request, "plan", plan)}
    return render(request, "plans/detail.html", context)
