"""The pages for what went wrong: short, in the reader's language, and never a 500 of their own."""

import sys

from django.http import HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string

from ..actions.refusals import NotAllowed
from ..models.data_version import DATABASE_ERRORS, data_version, is_unavailable
from ..watching import metrics, request_id
from .paging import NoSuchPage
from .typed import typed

RETRY_SECONDS = 60
NOT_NOW = {"Retry-After": RETRY_SECONDS, "Cache-Control": "no-store"}


def bad_request(request, exception):
    return render(request, "errors/400.html", status=400)


def forbidden(request, exception):
    """A refusal of ours says why."""
    context = {"reason": str(exception) if isinstance(exception, NotAllowed) else ""}
    return render(request, "errors/403.html", context, status=403)


def csrf_failure(request, reason=""):
    return render(request, "errors/csrf.html", status=403)


def not_found(request, exception):
    """A page of a list that is not there leads to the first."""
    context = {"reason": str(exception) if isinstance(exception, NoSuchPage) else ""}
    return render(request, "errors/404.html", context, status=404)


def server_error(request):
    """Rendered without the record, which may be what broke; 503 if the database can't answer.

    What was sent stands on that page, to be sent again.
    """
    error, name = sys.exception(), {"request_id": request_id.current.get()}
    if isinstance(error, DATABASE_ERRORS):
        metrics.database_error()
    if _is_gone(error):
        page = render_to_string("errors/503.html", name | typed(request))
        return HttpResponse(page, status=503, headers=NOT_NOW)
    return HttpResponseServerError(render_to_string("errors/500.html", name))


def _is_gone(error):
    """Whether the database was asked and does not answer; if it does, the mistake is ours."""
    if not isinstance(error, DATABASE_ERRORS):
        return False
    if is_unavailable(error):
        return True
    try:
        data_version()
    except DATABASE_ERRORS:
        return True
    return False
