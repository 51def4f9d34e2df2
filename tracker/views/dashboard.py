from django.shortcuts import render

from ..models import Event, lens
from ..models.trend_index import trend
from ..rules.trend import chart, period_of
from .public import public_page

LATEST = 5
COMING = 8


@public_page
def dashboard(request):
    record = request.record
    today, published = record.today, record.initiatives()
    named = lens.choices(record)
    lenses = lens.tallies(record, "all", "theme", "country", "working_group", "plan", named=named)
    period = period_of(today, [plan.detail for plan in lenses["plan"]])
    context = {
        "today": today,
        "tally": lenses["all"][0].tally,
        "covers": lens.coverage(named),
        "updates": record.timeline_of(record.updates(), most=LATEST),
        "coming_initiatives": published.due(on=today).for_list()[:COMING],
        "coming_events": record.public(Event).for_list().coming(on=today)[:COMING],
        "overdue": published.overdue(on=today).for_list()[:COMING],
        "trend": chart(trend(record, record.index), today=today, period=period),
        "lenses": lenses,
    }
    return render(request, "dashboard.html", context)
