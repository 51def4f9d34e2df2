"""What every public page has in common: it shows the record as it stands, or as it stood."""

import re
from copy import copy
from datetime import date
from functools import wraps

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ..links import on_day
from ..models import LedgerEntry
from ..reading.record_at import RecordAt

CACHEABLE = "tracker.public_page"
"""The key in the environment of a request whose answer `serving.page_cache` may keep."""


def public_page(view):
    """Give the view `request.record`, read from `?as_of=`, a day like 2025-11-01.

    The view is handed nothing of the person who asks: no session, user, message or cookie. So its
    answer is the same for everybody, and `page_cache` may keep it. A day that can't be read or lies
    ahead answers 400; before the first entry there is an honest empty page. The links of an earlier
    record lead to pages of the same day.
    """

    @require_safe
    @wraps(view)
    def shown(request, *args, **kwargs):
        response = answer(_anonymous(request), *args, **kwargs)
        request.environ[CACHEABLE] = not response.streaming
        return response

    def answer(request, *args, **kwargs):
        today = timezone.localdate()
        as_of, wrong = read_day(request.GET.get("as_of", ""), today=today)
        request.record = RecordAt(today=today, as_of=as_of)
        if wrong:
            context = {"wrong": wrong, "typed": request.GET["as_of"]}
            return render(request, "as_of.html", context, status=400)
        if as_of and request.record.head is None:
            first = LedgerEntry.objects.order_by("sequence").values("recorded_at").first()
            return render(request, "as_of.html", {"first": first})
        with on_day(as_of):
            return view(request, *args, **kwargs)

    return shown


def _anonymous(request):
    """Return the request without anything that tells one reader from another."""
    bare = copy(request)
    personal = ("HTTP_COOKIE", "HTTP_AUTHORIZATION", "CSRF_COOKIE")
    bare.META = {name: value for name, value in request.META.items() if name not in personal}
    bare.COOKIES = {}
    for name in ("session", "user", "auser", "_messages"):
        bare.__dict__.pop(name, None)
    return bare


def read_day(text, *, today):
    """Return (day, "") of the EDTF text of a day, (None, why) if there can't be a record of it."""
    if not text:
        return None, ""
    try:
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            raise ValueError
        day = date.fromisoformat(text)
    except ValueError:
        return None, _("This is not a day that we can read. Write it like 2025-11-01.")
    if day > today:
        return None, _("This day is still ahead: the record knows nothing of it.")
    return day, ""
