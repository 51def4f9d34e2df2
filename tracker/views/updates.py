"""An update on its way to the public: its form, and what is said of it afterwards."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.forms import model_to_dict
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from ..actions import correct, drafts, rights
from ..actions.steps import allowed_steps
from ..forms.review import CorrectionForm, WithdrawalForm
from ..forms.update import UpdateForm
from ..models import Correction, StatusUpdate, Withdrawal
from ..models.correction import retraction_of
from ..models.version import version_of
from ..vocabulary import Review, RevisedField
from .reviews import page, visible
from .staff import for_staff, take_action


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
    update = visible(request, "updates", pk)
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
        sources=rights.visible_sources(request.user),
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
def correct_or_withdraw(request, pk, verb):
    """The form by which somebody proposes to correct or to withdraw what is public."""
    update = visible(request, "updates", pk)
    rights.check_record(request.user, update.initiative)
    if not update.published_at:
        raise Http404
    model, form_class = {
        "correct": (Correction, CorrectionForm),
        "withdraw": (Withdrawal, WithdrawalForm),
    }[verb]
    form = form_class(
        request.POST or None,
        instance=model(update=update),
        initial=_returned(request.user, update, verb) | {"version": version_of(update)},
        visible=rights.visible_updates(request.user),
    )

    def propose(typed):
        correct.propose(retraction=form.instance, by=request.user, version=typed["version"])

    outcome = take_action(form, propose, row=update)
    if outcome.is_done:
        messages.success(request, _("It waits for a reviewer now."))
        proposed = update.translations.submitted().get(field=model._meta.model_name)
        return redirect(proposed.get_absolute_url())
    kept = {"retraction": verb, "retraction_form": form, "conflict": outcome.conflict}
    return page(request, visible(request, "updates", pk), status=outcome.status, **kept)


def _returned(user, update, verb):
    """Return what somebody proposed of an update, and got back from a reviewer."""
    field = {"correct": RevisedField.CORRECTION, "withdraw": RevisedField.WITHDRAWAL}[verb]
    returned = update.translations.returned().filter(field=field, created_by=user).first()
    return model_to_dict(retraction_of(returned)) if returned else {}
