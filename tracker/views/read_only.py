"""Forms that are sent while the site is read-only: nothing is saved, nothing typed is lost."""

from django.shortcuts import render
from django.urls import reverse

from ..actions.read_only import write
from .errors import RETRY_SECONDS
from .typed import typed

READING = ("GET", "HEAD", "OPTIONS")


class ReadOnlyMiddleware:
    """Answers 503 to what would write, with all that was typed, to be sent again.

    The language of the desk is a cookie alone, and may be chosen. It is the last one, so that the
    answer is a page like any other.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method in READING or request.path == reverse("set_language"):
            return self.get_response(request)
        with write() as may_write:
            return self.get_response(request) if may_write else _refuse(request)


def _refuse(request):
    response = render(request, "errors/read_only.html", typed(request), status=503)
    response["Retry-After"] = RETRY_SECONDS
    response["Cache-Control"] = "no-store"
    return response
