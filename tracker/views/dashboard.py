from django.shortcuts import render

from ..models import Event, lens
from ..rules.tally import Tally
from ..rules.trend import by_month
from .public import public_page

LATEST = 5
COMING = 8


@public_page
def dashboard(request):
    record = request.record
    today, published = record.today, record.initiatives()
    lenses = lens.tallies(record, "all", "theme", "country", "working_group", "plan")
    context = {
        "today": today,
        "tally": lenses["all"][0].tally if lenses["all"] else Tally([]),
        "updates": record.timeline_of(record.updates())[:LATEST],
        "coming_initiatives": published.due(on=today).for_list()[:COMING],
        "coming_events": record.public(Event).for_list().coming(on=today)[:COMING],
        "overdue": published.overdue(on=today).for_list()[:COMING],
        "trend": by_month(record.standing_updates().steps_of_promises(), until=today),
        "lenses": lenses,
    }
    return render(request, "dashboard.html", context)
