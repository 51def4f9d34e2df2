from django.conf import settings
from django.shortcuts import render

from ..vocabulary import Evidence, Kind, Schedule, Status
from .public import public_page


@public_page
def method(request):
    axes = {"kinds": Kind, "statuses": Status, "evidences": Evidence, "schedules": Schedule}
    context = {name: list(choices) for name, choices in axes.items()}
    return render(
        request, "method.html", {**context, "stale_after_days": settings.STALE_AFTER_DAYS}
    )
