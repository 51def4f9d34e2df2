from django.shortcuts import render
from django.utils import timezone

from ..models import Event, Initiative, StatusUpdate, lens
from ..rules.tally import Tally
from ..rules.trend import by_month

LATEST = 5
COMING = 8


def dashboard(request):
    today = timezone.localdate()
    published = Initiative.objects.published()
    lenses = lens.tallies("all", "theme", "country", "working_group", "plan")
    context = {
        "today": today,
        "tally": lenses["all"][0].tally if lenses["all"] else Tally([]),
        "updates": StatusUpdate.objects.published().newest_first().for_timeline()[:LATEST],
        "coming_initiatives": published.due(on=today).for_list()[:COMING],
        "coming_events": Event.objects.published().for_list().coming(on=today)[:COMING],
        "overdue": published.overdue(on=today).for_list()[:COMING],
        "trend": by_month(StatusUpdate.objects.steps_of_promises(), until=today),
        "lenses": lenses,
    }
    return render(request, "dashboard.html", context)
