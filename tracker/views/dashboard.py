from django.shortcuts import render

from ..reading import dimensions, timeline
from ..rules.trend import chart, period_of
from .public import public_page

LATEST = 5
COMING = 8


@public_page
def dashboard(request):
    record = request.record
    today, published = record.today, record.initiatives()
    by_dimension = dimensions.tallies(record, "theme", "country", "working_group", "plan")
    period = period_of(today, [plan.detail for plan in by_dimension["plan"]])
    context = {
        "today": today,
        "tally": record.index.tally(),
        "covers": dimensions.coverage(record),
        "updates": record.timeline_of(record.updates(), most=LATEST),
        "coming_initiatives": published.due(on=today).for_list()[:COMING],
        "coming_events": timeline.coming_events(record, most=COMING),
        "overdue": published.overdue(on=today).for_list()[:COMING],
        "trend": chart(record.index.trend.months(record), today=today, period=period),
        "dimensions": by_dimension,
    }
    return render(request, "dashboard.html", context)
