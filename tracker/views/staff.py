"""What the pages for the staff share: who may come in, and how a refusal is told."""

from functools import wraps
from typing import NamedTuple

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from ..actions.accounts import may_manage
from ..actions.refusals import Conflict
from ..forms.version import VersionedModelForm, with_version
from ..models.version import version_of

WORK = (
    "tracker.add_statusupdate",
    "tracker.review_statusupdate",
    "tracker.add_revision",
)
"""Whoever has any of these rights has a worklist."""
VERIFY = "tracker.verify_ledgerentry"
DESK = (*WORK, VERIFY)
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


def home_of(user):
    """Return the name of the page that somebody comes to: there is one for every role."""
    if any(user.has_perm(right) for right in WORK):
        return "desk"
    if may_manage(user):
        return "admin:tracker_user_changelist"
    return "desk_verify" if user.has_perm(VERIFY) else "account"


class Outcome(NamedTuple):
    """What became of a form: 200 nothing was sent yet, 302 it is done, 409 or 422 it is not.

    `conflict` says why nothing was saved, with 409.
    """

    status: int
    conflict: Conflict | None = None

    @property
    def is_done(self):
        return self.status == 302


def take_action(form, action, *, row=None):
    """Call the action with what was typed, if the form was sent and is valid; return the Outcome.

    `action` is called with `cleaned_data`. What it refuses by a ValidationError is told in the
    form. After a Conflict the form carries the present version of `row`; without a row the
    Conflict is raised.
    """
    if not form.is_bound:
        return Outcome(200)
    if not form.is_valid():
        return Outcome(409 if getattr(form, "is_conflict", False) else 422)
    try:
        action(form.cleaned_data)
    except Conflict as conflict:
        stored = row and type(row)._default_manager.filter(pk=row.pk).first()
        if stored is None:
            raise
        version = version_of(stored)
        if isinstance(form, VersionedModelForm):
            form.refuse(conflict, version)
        else:
            with_version(form, version)
        return Outcome(409, conflict=conflict)
    except ValidationError as error:
        fields = error.message_dict if hasattr(error, "error_dict") else {None: error.messages}
        for field, texts in fields.items():
            form.add_error(field if field in form.fields else None, texts)
        return Outcome(422)
    return Outcome(302)


def say_errors(request, form):
    """Tell what belongs to no field of a form that the page does not show."""
    for message in form.non_field_errors():
        messages.error(request, message)
