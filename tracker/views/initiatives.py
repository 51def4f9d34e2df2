from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from ..filters import InitiativeFilter
from ..models import Initiative, StatusUpdate, lens
from .paging import page_of


def initiative_list(request):
    """The list, or for htmx its results; a filter that makes no sense answers 400 with why."""
    published = Initiative.objects.published().with_schedule(on=timezone.localdate()).for_list()
    filterset = InitiativeFilter(request.GET, queryset=published)
    is_valid = filterset.is_valid()
    page = page_of(request, filterset.qs if is_valid else published.none())
    template = "initiatives/list.html"
    if request.htmx and not request.htmx.history_restore_request:
        template += "#results"
    context = {"filter": filterset, "page": page}
    response = render(request, template, context, status=200 if is_valid else 400)
    patch_vary_headers(response, ["HX-Request", "HX-History-Restore-Request"])
    return response


def initiative_detail(request, slug):
    return render(
        request, "initiatives/detail.html", initiative_context(Initiative.objects.published(), slug)
    )


def initiative_context(initiatives, slug):
    """Return all that the page of one initiative shows, or raise Http404: seven queries."""
    today = timezone.localdate()
    initiative = get_object_or_404(initiatives.with_schedule(on=today).for_detail(), slug=slug)
    updates = list(
        StatusUpdate.objects.published().filter(initiative=initiative).newest_first().for_timeline()
    )
    milestones = list(initiative.milestones.published().for_list())
    return {
        "initiative": initiative,
        "today": today,
        "is_stale": initiative.published_at and initiative.is_stale(on=today),
        "links": lens.links_of(initiative),
        "updates": updates,
        "first": updates[-1] if updates else None,
        "latest": next((update for update in updates if not update.country_id), None),
        "by_country": _latest_by_country(updates),
        "milestones": milestones,
        "milestones_reached": sum(bool(milestone.reached_on) for milestone in milestones),
        "parts": initiative.parts.published().with_schedule(on=today).for_list(),
        "revisions": initiative.revisions.all(),
    }


def _latest_by_country(updates):
    """Return the newest update of each country named; `updates` come newest first."""
    newest = {}
    for update in updates:
        if update.country_id:
            newest.setdefault(update.country_id, update)
    return list(newest.values())
