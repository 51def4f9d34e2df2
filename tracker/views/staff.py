"""What the pages for the staff share: who may come in, and how a refusal is told."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from ..actions.refusals import Conflict

DESK = (
    "tracker.add_statusupdate",
    "tracker.review_statusupdate",
    "tracker.add_revision",
    "tracker.verify_ledgerentry",
)
"""Any of these rights opens the desk."""

TYPED = ("note", "reason")
"""What people type on pages that answer a conflict in general."""


def for_staff(view):
    """Send the anonymous to the login; 403 for an account without a role at the desk.

    A Conflict that the view lets pass answers 409: nothing was saved, look again.
    """

    @login_required
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def checked(request, *args, **kwargs):
        if not any(request.user.has_perm(right) for right in DESK):
            raise PermissionDenied
        try:
            return view(request, *args, **kwargs)
        except Conflict as conflict:
            typed = "\n".join(text for name, text in request.POST.items() if name in TYPED)
            back = request.path.rsplit("/", 2)[0] + "/"
            context = {"conflict": conflict, "typed": typed, "back": back}
            return render(request, "desk/conflict.html", context, status=409)

    return checked


def say_errors(request, error):
    """Tell a ValidationError that belongs to no field of the page."""
    for message in error.messages:
        messages.error(request, message)
