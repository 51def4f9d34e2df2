"""An update on its way to the public: the form, the preview, and what each person may do next."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ..actions import correct as corrections
from ..actions import drafts, review, rights
from ..actions.refusals import Conflict
from ..forms.review import CorrectionForm, EmergencyForm, NoteForm, WithdrawalForm
from ..forms.update import UpdateForm
from ..forms.version import VersionForm, with_version
from ..models import Correction, StatusUpdate, Withdrawal
from ..models.version import version_of
from .initiatives import initiative_context
from .staff import for_staff, say_errors


@for_staff
def record_update(request, slug):
    """The form in place of the initiative's page; it makes a draft, which may be submitted."""
    context = initiative_context(request, rights.visible_initiatives(request.user), slug)
    initiative = context["initiative"]
    if not rights.may_record(request.user, initiative):
        raise PermissionDenied
    preset = {
        "status": initiative.status,
        "evidence": "stated",
        "changed_on": context["today"].isoformat(),
    }
    return _edit(request, StatusUpdate(initiative=initiative), context, preset)


@for_staff
def edit_update(request, pk):
    """The same form for one's own draft, or one that was returned."""
    update = _visible(request, pk)
    is_draft = not (update.published_at or update.submitted_at)
    mine = update.created_by == request.user and rights.may_record(request.user, update.initiative)
    if not (mine and is_draft):
        raise PermissionDenied
    initiatives = rights.visible_initiatives(request.user)
    context = initiative_context(request, initiatives, update.initiative.slug)
    reference = update.references.select_related("citation").first()
    preset = {"quote": reference.citation.quote, "source": reference.citation.source_id}
    return _edit(request, update, context, preset if reference else {})


def _edit(request, update, context, preset):
    form = UpdateForm(
        request.POST or None,
        instance=update,
        initial=preset,
        today=context["today"],
        countries=rights.countries_for(request.user, update.initiative),
    )
    if request.method == "POST" and form.is_valid():
        details = {key: form.cleaned_data[key] for key in ("quote", "source", "version")}
        draft, is_new = form.save(commit=False), update.pk is None
        try:
            with transaction.atomic():
                drafts.save_draft(update=draft, by=request.user, **details)
                if request.POST.get("then") == "submit":
                    draft = review.submit(update=draft, by=request.user, version=version_of(draft))
        except Conflict as conflict:
            form.refuse(conflict, version_of(StatusUpdate.objects.get(pk=draft.pk)))
        except ValidationError as error:
            draft.pk = None if is_new else draft.pk
            form.add_error(None, error.messages)
        else:
            said = _("It waits for a reviewer now.") if draft.submitted_at else _("Saved.")
            messages.success(request, said)
            return redirect("desk_submission", pk=draft.pk)
    status = 409 if form.is_conflict else 422 if form.errors else 200
    return render(request, "desk/initiative.html", {**context, "form": form}, status=status)


@for_staff
@require_safe
def submission(request, pk):
    """An update as the public will see it, or sees it, with what may be done."""
    return _page(request, _visible(request, pk))


@for_staff
@require_POST
def act(request, pk, verb):
    """Take a step with an update: the version says what the person had read."""
    update = _visible(request, pk)
    form = {"return": NoteForm, "emergency": EmergencyForm}.get(verb, VersionForm)(request.POST)
    if not form.is_valid():
        return _page(request, update, status=422, **{f"{verb}_form": form})
    by, version = request.user, form.cleaned_data["version"]
    try:
        match verb:
            case "submit":
                review.submit(update=update, by=by, version=version)
                said = _("It waits for a reviewer now.")
            case "approve":
                review.approve(update=update, by=by, version=version)
                said = _("The update is published.")
            case "return":
                review.return_to_author(
                    row=update, by=by, version=version, note=form.cleaned_data["note"]
                )
                said = _("It is back with its author.")
            case "emergency":
                reason = form.cleaned_data["reason"]
                review.publish_in_emergency(update=update, by=by, version=version, reason=reason)
                said = _("It is published, and labelled until somebody else countersigns.")
            case "countersign":
                review.countersign(update=update, by=by, version=version)
                said = _("Countersigned.")
            case _discard:
                slug = update.initiative.slug
                review.discard(row=update, by=by, version=version)
                messages.success(request, _("The draft is gone."))
                return redirect("desk_initiative", slug=slug)
    except Conflict as conflict:
        fresh = _visible(request, pk)
        kept = {f"{verb}_form": with_version(form, version_of(fresh))}
        return _page(request, fresh, status=409, conflict=conflict, **kept)
    except ValidationError as error:
        say_errors(request, error)
        return _page(request, _visible(request, pk), status=422)
    messages.success(request, said)
    return redirect("desk_submission", pk=pk)


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
    if request.method == "POST" and form.is_valid():
        row, version = form.save(commit=False), form.cleaned_data["version"]
        try:
            action(**{model._meta.model_name: row}, by=request.user, version=version)
        except Conflict as conflict:
            update = _visible(request, pk)
            kept = {"retraction": verb, "retraction_form": with_version(form, version_of(update))}
            return _page(request, update, status=409, conflict=conflict, **kept)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("It is published."))
            return redirect("desk_submission", pk=pk)
    return _page(
        request, update, status=422 if form.errors else 200, retraction=verb, retraction_form=form
    )


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
        "may": _steps(request.user, update),
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


def _steps(user, update):
    """Return the names of what somebody may do with an update as it stands."""
    second = rights.may_review(user, update, authors=[update.created_by])
    mine = update.created_by == user
    if update.published_at:
        standing = not any(hasattr(update, name) for name in ("correction", "withdrawal"))
        unsigned = update.emergency_reason and not hasattr(update, "countersignature")
        return {
            "countersign": second and unsigned,
            "correct": second and standing,
            "withdraw": second and not hasattr(update, "withdrawal"),
        }
    waiting = bool(update.submitted_at)
    return {
        "edit": mine and not waiting,
        "submit": mine and not waiting and rights.may_record(user, update.initiative),
        "discard": mine,
        "approve": second and waiting,
        "return": second and waiting,
        "emergency": mine and rights.may_review(user, update, authors=[]),
    }
