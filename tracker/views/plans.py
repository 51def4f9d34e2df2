from django.shortcuts import get_object_or_404, render

from ..models import ActionPlan, Initiative, lens
from .lens import through_lens


def plan_list(request):
    return render(request, "plans/list.html", {"facets": lens.tallies("plan")["plan"]})


def plan_detail(request, slug):
    plan = get_object_or_404(ActionPlan.objects.published().for_detail(), slug=slug)
    initiatives = Initiative.objects.published().filter(plan=plan)
    return render(
        request, "plans/detail.html", {"plan": plan, **through_lens(request, initiatives)}
    )
