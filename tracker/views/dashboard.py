from django.shortcuts import render

from ..models import Event
from ..reading import dimensions
from ..reading.trend import trend
from ..rules.trend import chart, period_of
from .public import public_page

LATEST = 5
COMING = 8


@public_page
def dashboard(request):
    record = request.record
    today, published = record.today, record.initiatives()
    named = dimensions.choices(record)
    by_dimension = dimensions.tallies(
        record, "all", "theme", "country", "working_group", "plan", named=named
    )
    period = period_of(today, [plan.detail for plan in by_dimension["plan"]])
    context = {
        "today": today,
        "tally": by_dimension["all"][0].tally,
        "covers": dimensions.coverage(named),
        "updates": record.timeline_of(record.updates(), most=LATEST),
        "coming_initiatives": published.due(on=today).for_list()[:COMING],
        "coming_events": record.public(Event).for_list().coming(on=today)[:COMING],
        "overdue": published.overdue(on=today).for_list()[:COMING],
        "trend": chart(trend(record, record.index), today=today, period=period),
        "dimensions": by_dimension,
    }
    return render(request, "dashboard.html", context)
