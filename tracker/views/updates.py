"""An update on its way to the public: the form, the preview, and what each person may do next."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from ..actions import correct as corrections
from ..actions import drafts, review, rights
from ..actions.steps import allowed_steps
from ..forms.review import CorrectionForm, EmergencyForm, NoteForm, WithdrawalForm
from ..forms.update import UpdateForm
from ..forms.version import VersionForm
from ..models import Correction, StatusUpdate, Withdrawal
from ..models.version import version_of
from ..vocabulary import Review
from .staff import for_staff, say_errors, take_action


@for_staff
def record_update(request, slug):
    """The form for an update of an initiative; it makes a draft, which may be submitted."""
    initiative = get_object_or_404(_initiatives(request), slug=slug)
    if not request.user.has_perm("tracker.add_statusupdate"):
        raise PermissionDenied
    preset = {
        "status": initiative.status,
        "evidence": "stated",
        "changed_on": timezone.localdate().isoformat(),
    }
    return _edit(request, StatusUpdate(initiative=initiative), preset)


@for_staff
def edit_update(request, pk):
    """The same form for one's own draft, or one that was returned."""
    update = _visible(request, pk)
    if "edit" not in allowed_steps(request.user, update):
        raise PermissionDenied
    update.initiative = _initiatives(request).get(pk=update.initiative_id)
    preset = {}
    if reference := update.references.select_related("citation").first():
        preset = {"quote": reference.citation.quote, "source": reference.citation.source_id}
    return _edit(request, update, preset)


def _edit(request, update, preset):
    form = UpdateForm(
        request.POST or None,
        instance=update,
        initial=preset,
        today=timezone.localdate(),
        countries=rights.countries_for(request.user, update.initiative),
    )
    outcome = take_action(form, lambda _typed: _save(request, form), row=update)
    if outcome.is_done:
        is_submitted = update.stage == Review.SUBMITTED
        said = _("It waits for a reviewer now.") if is_submitted else _("Saved.")
        messages.success(request, said)
        return redirect("desk_submission", pk=update.pk)
    context = _around_the_form(request, update) | {"form": form}
    return render(request, "desk/update.html", context, status=outcome.status)


def _save(request, form):
    details = {key: form.cleaned_data[key] for key in ("quote", "source", "version")}
    is_submitted = request.POST.get("then") == "submit"
    drafts.save_draft(update=form.instance, by=request.user, is_submitted=is_submitted, **details)


def _initiatives(request):
    """Return those that the person may know of, with what the form of an update shows of them."""
    visible = rights.visible_initiatives(request.user)
    return visible.select_related("plan").with_schedule(on=timezone.localdate()).with_texts()


def _around_the_form(request, update):
    """Return what somebody who records an update needs to know: two queries.

    Where the initiative stands, why, on which quotes, and what waits already.
    """
    initiative = update.initiative
    whole = StatusUpdate.objects.standing().filter(initiative=initiative, country=None)
    latest = Q(pk__in=whole.newest_first().values("pk")[:1])
    others = rights.visible_updates(request.user).filter(published_at=None).exclude(pk=update.pk)
    waiting = Q(pk__in=others.order_by().values("pk"))
    found = StatusUpdate.objects.filter(initiative=initiative).filter(latest | waiting)
    rows = found.select_related("created_by").with_references().order_by("created_at", "pk")
    return {
        "initiative": initiative,
        "latest": next((row for row in rows if row.published_at), None),
        "waiting": [row for row in rows if not row.published_at],
    }


@for_staff
@require_safe
def submission(request, pk):
    """An update as the public will see it, or sees it, with what may be done."""
    return _page(request, _visible(request, pk))


STEPS = {
    "submit": (VersionForm, review.submit, gettext_lazy("It waits for a reviewer now.")),
    "approve": (VersionForm, review.approve, gettext_lazy("The update is published.")),
    "return": (
        NoteForm,
        lambda update, **details: review.return_to_author(row=update, **details),
        gettext_lazy("It is back with its author."),
    ),
    "emergency": (
        EmergencyForm,
        review.publish_in_emergency,
        gettext_lazy("It is published, and labelled until somebody else countersigns."),
    ),
    "countersign": (VersionForm, review.countersign, gettext_lazy("Countersigned.")),
    "discard": (
        VersionForm,
        lambda update, **details: review.discard(row=update, **details),
        gettext_lazy("The draft is gone."),
    ),
}
"""{verb: (form, action, what is said once it is done)}."""


@for_staff
@require_POST
def act(request, pk, verb):
    """Take a step with an update: the version says what the person had read."""
    update = _visible(request, pk)
    form_class, action, said = STEPS[verb]
    form = form_class(request.POST)
    outcome = take_action(
        form, lambda typed: action(update=update, by=request.user, **typed), row=update
    )
    if outcome.is_done:
        messages.success(request, said)
        if verb == "discard":
            return redirect("desk_initiative", slug=update.initiative.slug)
        return redirect("desk_submission", pk=pk)
    say_errors(request, form)
    kept = {f"{verb}_form": form, "conflict": outcome.conflict}
    return _page(request, _visible(request, pk), status=outcome.status, **kept)


@for_staff
def correct_or_withdraw(request, pk, verb):
    """The form by which a reviewer corrects or withdraws what is public."""
    update = _visible(request, pk)
    rights.check_review(request.user, update, authors=[update.created_by])
    if not update.published_at:
        raise Http404
    model, form_class, action = {
        "correct": (Correction, CorrectionForm, corrections.correct),
        "withdraw": (Withdrawal, WithdrawalForm, corrections.withdraw),
    }[verb]
    extra = {"reviewer": request.user} if verb == "correct" else {}
    form = form_class(
        request.POST or None,
        instance=model(update=update),
        initial={"version": version_of(update)},
        **extra,
    )

    def publish(typed):
        annotation = {model._meta.model_name: form.instance}
        action(**annotation, by=request.user, version=typed["version"])

    outcome = take_action(form, publish, row=update)
    if outcome.is_done:
        messages.success(request, _("It is published."))
        return redirect("desk_submission", pk=pk)
    kept = {"retraction": verb, "retraction_form": form, "conflict": outcome.conflict}
    return _page(request, _visible(request, pk), status=outcome.status, **kept)


def _visible(request, pk):
    return get_object_or_404(rights.visible_updates(request.user), pk=pk)


def _page(request, update, *, status=200, **forms):
    shown = StatusUpdate.objects.for_timeline().get(pk=update.pk)
    if not update.published_at:
        shown.old_status = _status_before(update)
    version = {"version": version_of(update)}
    context = {
        "update": shown,
        "row": update,
        "today": timezone.localdate(),
        "version": version["version"],
        "may": dict.fromkeys(allowed_steps(request.user, update), True),
        "return_form": NoteForm(initial=version),
        "emergency_form": EmergencyForm(initial=version),
        **forms,
    }
    return render(request, "desk/submission.html", context, status=status)


def _status_before(update):
    """Return the status that the preview names as the old one."""
    before = StatusUpdate.objects.standing().filter(
        initiative=update.initiative_id, country=update.country_id
    )
    return before.newest_first().values_list("status", flat=True).first()
