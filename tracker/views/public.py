"""What every public page has in common: it shows the record as it stands, or as it stood."""

import re
from datetime import date
from functools import wraps

from django.core.handlers.wsgi import WSGIRequest
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django_htmx.middleware import HtmxDetails

from ..links import on_day
from ..models import LedgerEntry
from ..reading.record_at import RecordAt

PERSONAL = {"HTTP_COOKIE", "HTTP_AUTHORIZATION", "CSRF_COOKIE"}
"""What the environment of a request tells of the person who asks."""


def public_page(view):
    """Make a page that is only read, of a day, the same for everybody, and so may be kept
    by `serving.page_cache`.

    The sitemap has it if its address is that of a page and names no row.
    """
    public = require_safe(for_anybody(at_day(view)))
    public.is_public_page = True
    return public


def for_anybody(view):
    """Hand the view a request that tells nothing of the person who asks.

    It is made anew of the address and the other headers: it has no cookie, and no middleware gave
    it a session, a user or messages. So the answer is the same for everybody.
    """

    @wraps(view)
    def shown(request, *args, **kwargs):
        environ = {name: value for name, value in request.environ.items() if name not in PERSONAL}
        public = WSGIRequest(environ)
        public.resolver_match = request.resolver_match
        public.htmx = HtmxDetails(public)
        return view(public, *args, **kwargs)

    return shown


def at_day(view):
    """Give the view `request.record`, of today or of the day of `?as_of=`, like 2025-11-01.

    The links of an earlier record lead to pages of the same day. A day that can't be read or lies
    ahead answers 400; before the first entry there is an honest empty page.
    """

    @wraps(view)
    def shown(request, *args, **kwargs):
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
