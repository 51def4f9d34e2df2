"""Forms that are sent while the site is read-only: nothing is saved, nothing typed is lost."""

from django.http import QueryDict
from django.shortcuts import render
from django.urls import reverse

from ..actions.read_only import write
from .errors import RETRY_SECONDS

READING = ("GET", "HEAD", "OPTIONS")
SECRET = "password"  # noqa: S105
TOKEN = "csrfmiddlewaretoken"  # noqa: S105


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
    typed = _typed(request.POST)
    context = {
        "typed": typed,
        "shown": [text for _name, text in typed if " " in text.strip()],
        "may_send_again": not any(SECRET in name for name in request.POST),
    }
    response = render(request, "errors/read_only.html", context, status=503)
    response["Retry-After"] = RETRY_SECONDS
    response["Cache-Control"] = "no-store"
    return response


def _typed(post: QueryDict) -> list[tuple[str, str]]:
    """Return (name, text) of all that was sent, but for passwords and the token of the form."""
    return [
        (name, text)
        for name, texts in post.lists()
        if name != TOKEN and SECRET not in name
        for text in texts
    ]
