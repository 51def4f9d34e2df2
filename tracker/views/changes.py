from datetime import timedelta

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import LedgerEntry
from ..reading.changes import compare, moved
from ..reading.record_at import RecordAt
from .paging import page_of
from .public import public_page, read_day


@public_page
def changes(request):
    """What moved between `from` and `to`; without them, since the record began until today."""
    first, last, errors = read_period(request, since=_day_before_the_first)
    context = {"first": first, "last": last, "errors": errors}
    if not errors:
        page = page_of(request, moved(first, last))
        context |= {"page": page, "changes": compare(first, page.object_list)}
    return render(request, "changes.html", context, status=400 if errors else 200)


def read_period(request, *, since):
    """Return the records at the end of the days `from` and `to`, and what is wrong with these.

    Without `to` it is today; without `from` it is the day that `since` returns, or today.
    """
    today = request.record.today
    days, errors = {}, []
    for name in ("from", "to"):
        days[name], wrong = read_day(request.GET.get(name, ""), today=today)
        errors += [wrong] if wrong else []
    days["to"] = days["to"] or today
    days["from"] = days["from"] or since() or today
    if days["from"] > days["to"]:
        errors.append(_("The first day comes after the last."))
    first, last = (RecordAt(today=today, as_of=days[name]) for name in ("from", "to"))
    return first, last, errors


def _day_before_the_first():
    """Return the last day on which nothing was published, or None: one query."""
    entry = LedgerEntry.objects.order_by("sequence").values("recorded_at").first()
    return entry and timezone.localdate(entry["recorded_at"]) - timedelta(days=1)
