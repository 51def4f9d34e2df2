"""What waits for a second person: what a click would publish, its sources beside it, the steps."""

from typing import NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from ..actions import review, rights, submissions
from ..actions.refusals import Conflict
from ..actions.steps import allowed_steps
from ..forms.review import EmergencyForm, NoteForm
from ..forms.version import VersionForm
from ..models import Revision, StatusUpdate, Submission
from ..models.correction import retraction_of
from ..models.revision import originals
from ..models.translated import in_every_language
from ..models.version import version_of
from ..reading.review import proposal, published_with
from ..reading.revised import with_rows
from ..vocabulary import Review
from . import compared
from .staff import for_staff, say_errors, take_action


def visible_revisions(user):
    """Return the revisions that somebody may know of: all, or those of their own hand."""
    revisions = Revision.objects.for_review()
    if not user.has_perm("tracker.view_revision"):
        revisions = revisions.filter(created_by=user)
    return revisions


VISIBLE = {"updates": rights.visible_updates, "revisions": visible_revisions}
PAGES = {StatusUpdate: "desk_submission", Revision: "desk_revision"}
"""{model: name of the page of a row}."""

STEPS = {
    "submit": (VersionForm, review.submit, gettext_lazy("It waits for a reviewer now.")),
    "approve": (VersionForm, submissions.approve, gettext_lazy("It is published.")),
    "return": (NoteForm, review.return_to_author, gettext_lazy("It is back with its author.")),
    "emergency": (
        EmergencyForm,
        review.publish_in_emergency,
        gettext_lazy("It is published, and labelled until somebody else countersigns."),
    ),
    "countersign": (VersionForm, review.countersign, gettext_lazy("Countersigned.")),
    "discard": (VersionForm, review.discard, gettext_lazy("The draft is gone.")),
}
"""{verb: (form, action, what is said once it is done)}."""


@for_staff
@require_safe
def row(request, noun, pk):
    """A row as the public will see it, or sees it, with what may be done."""
    return page(request, visible(request, noun, pk))


@for_staff
@require_POST
def act(request, noun, pk, verb):
    """Take a step with a row: the version says what the person had read.

    After an approval the next one that waits for the same reviewer comes by itself.
    """
    proposed = visible(request, noun, pk)
    form_class, action, said = STEPS[verb]
    form = form_class(request.POST)
    outcome = take_action(
        form, lambda typed: action(row=proposed, by=request.user, **typed), row=proposed
    )
    if outcome.is_done:
        messages.success(request, said)
        return _after(request, proposed, verb)
    say_errors(request, form)
    kept = {f"{verb}_form": form, "conflict": outcome.conflict}
    now = visible(request, noun, pk)
    if outcome.conflict and now.stage == Review.SUBMITTED:  # else there is nothing to compare
        kept["moved"] = compared.differences(now, request.POST.get("read", ""))
    return page(request, now, status=outcome.status, **kept)


def _after(request, proposed, verb):
    if verb == "discard":
        return redirect("desk")
    following = verb == "approve" and next_for(request.user)
    if following:
        messages.info(request, _("This is the next one that waits for your review."))
    return redirect(address(following or proposed))


def address(proposed):
    """Return the address of the page of a row."""
    return reverse(PAGES[type(proposed)], args=[proposed.pk])


def next_for(user):
    """Return what has waited longest for somebody's review, or None: two queries."""
    first = [one for rows in rights.waiting_for(user) if (one := rows.first())]
    return min(first, key=lambda one: one.submitted_at, default=None)


@for_staff
def submission(request, pk):
    """All that one person proposed at once: each row by itself, or all of it with one click."""
    proposed = get_object_or_404(Submission.objects.select_related("created_by"), pk=pk)
    rows = rows_of(request.user, proposed)
    if not rows:
        raise Http404
    waiting = [one for one in rows if one.stage == Review.SUBMITTED]
    status, errors, moved = 200, [], []
    if request.method == "POST":
        if not request.user.has_perm(rights.REVIEW):
            raise PermissionDenied
        form = VersionForm(request.POST)
        read = [(one, request.POST.get(f"version-{key_of(one)}", "")) for one in waiting]
        try:
            outcome = take_action(
                form, lambda typed: submissions.approve_all(rows=read, by=request.user)
            )
        except Conflict as conflict:
            status, errors = 409, [conflict]
        else:
            if outcome.is_done:
                messages.success(request, _("It is published."))
                following = next_for(request.user)
                return redirect(address(following) if following else "desk")
            status, errors = outcome.status, form.non_field_errors()
        rows = rows_of(request.user, proposed)
        moved = _moved(request, rows) if status == 409 else []
    may_approve = bool(waiting) and all(
        "approve" in allowed_steps(request.user, one) for one in waiting
    )
    context = {
        "submission": proposed, "parts": [*map(_part, rows)], "errors": errors, "moved": moved,
        "may_approve": may_approve, "today": timezone.localdate(),
    }  # fmt: skip
    return render(request, "desk/together.html", context, status=status)


class Part(NamedTuple):
    """A row of a submission under its `key`, and of one that waits, all that it publishes.

    `said` are (label, text), `read` the same for a hidden field.
    """

    row: StatusUpdate | Revision
    key: str
    version: str
    page: str
    said: list[tuple[str, str]]
    read: str


def _part(row):
    key, version, page = key_of(row), version_of(row), PAGES[type(row)]
    if row.stage != Review.SUBMITTED:
        return Part(row, key, version, page, [], "")
    along = proposal(row)
    said = [(label, text) for _key, label, text in compared.said(row, along)]
    return Part(row, key, version, page, said, compared.as_text(row, along))


def _moved(request, rows):
    """Return what is not any more as somebody had read it, of each row that still waits."""
    return [
        difference
        for one in rows
        if one.stage == Review.SUBMITTED
        for difference in compared.differences(one, request.POST.get(f"read-{key_of(one)}", ""))
    ]


def rows_of(user, proposed):
    """Return the updates and revisions of a submission that somebody may know of."""
    updates = rights.visible_updates(user).filter(submission=proposed)
    updates = updates.select_related("initiative", "country", "created_by").order_by("pk")
    revisions = visible_revisions(user).filter(submission=proposed).order_by("pk")
    return [*updates, *revisions]


def key_of(proposed):
    return f"{proposed._meta.model_name}-{proposed.pk}"


def visible(request, noun, pk):
    return get_object_or_404(VISIBLE[noun](request.user), pk=pk)


def page(request, proposed, *, status=200, **forms):
    """Render the page of a row; `forms` are those that were sent, and what else it shows."""
    version = version_of(proposed)
    along = None if proposed.published_at else proposal(proposed)
    may = allowed_steps(request.user, proposed)
    if "countersign" in may:
        along = published_with(proposed)
    together = proposed.submission and len(rows_of(request.user, proposed.submission)) > 1
    context = {
        "row": proposed,
        "noun": "updates" if isinstance(proposed, StatusUpdate) else "revisions",
        "today": timezone.localdate(),
        "version": version,
        "may": dict.fromkeys(may, True),
        "proposal": along,
        "read": compared.as_text(proposed, along) if "approve" in may else "",
        "is_part": together,
        "return_form": NoteForm(initial={"version": version}),
        "emergency_form": EmergencyForm(initial={"version": version}),
        **_shown(request, proposed),
        **forms,
    }
    return render(request, "desk/review.html", context, status=status)


def _shown(request, proposed):
    """Return the row as its page shows it."""
    if isinstance(proposed, StatusUpdate):
        return _update(proposed)
    if proposed.is_retraction:
        return {"revision": proposed} | _ending(request, proposed)
    [shown] = with_rows([proposed])
    return {"revision": shown, "originals": originals(proposed.target)}


def _update(proposed):
    shown = StatusUpdate.objects.for_timeline().get(pk=proposed.pk)
    if not proposed.published_at:
        shown.old_status = _status_before(proposed)
    return {"update": shown}


def _ending(request, proposed):
    """Return the update that a revision ends, and until it does, why and what takes its place.

    What is with its author again is read by nobody else.
    """
    shown = StatusUpdate.objects.for_timeline()
    context = {"ended": shown.get(pk=proposed.update_id)}
    if not proposed.published_at:
        retraction = retraction_of(proposed)
        context["reasons"] = in_every_language(retraction, "reason")
        key = retraction.replacement_id
        known = rights.visible_updates(request.user).filter(
            Q(published_at__isnull=False)
            | Q(submitted_at__isnull=False)
            | Q(created_by=request.user)
        )
        context["replacement"] = shown.filter(pk=key, pk__in=known.values("pk")).first()
        context["is_gone"] = key and not context["replacement"]
    return context


def _status_before(update):
    """Return the status that the preview names as the old one."""
    before = StatusUpdate.objects.standing().filter(
        initiative=update.initiative_id, country=update.country_id
    )
    return before.newest_first().values_list("status", flat=True).first()
