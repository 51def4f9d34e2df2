"""Another wording or date of what is public: proposed by one person, published by another."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ..actions import review, revise, rights
from ..actions.refusals import Conflict
from ..forms.review import NoteForm
from ..forms.revision import RevisionForm
from ..forms.version import VersionForm, with_version
from ..models import ActionPlan, Citation, Initiative, Revision, Source, StatusUpdate
from ..models.revision import originals, target_name
from ..models.version import version_of
from .staff import for_staff, say_errors

PUBLIC = {
    "initiatives": Initiative.objects.published,
    "plans": ActionPlan.objects.published,
    "sources": Source.objects.published,
}


FROZEN = {"updates": StatusUpdate.objects.standing, "citations": Citation.objects.published}


@for_staff
def revise_row(request, noun, slug):
    """The texts as they stand, to be changed; each that differs becomes a revision."""
    if not request.user.has_perm("tracker.add_revision"):
        raise PermissionDenied
    return _proposal(request, get_object_or_404(PUBLIC[noun](), slug=slug))


@for_staff
def translate(request, noun, pk):
    """The languages that a published sentence or quote lacks: a text for any of them."""
    if not request.user.has_perm("tracker.add_revision"):
        raise PermissionDenied
    return _proposal(request, get_object_or_404(FROZEN[noun](), pk=pk))


def _proposal(request, row):
    form = RevisionForm(request.POST or None, row=row, language=request.GET.get("language", ""))
    conflict = None
    if request.method == "POST" and form.is_valid():
        details = {key: form.cleaned_data[key] for key in ("reason", "version")}
        try:
            revise.propose(row=row, changes=form.changes, by=request.user, **details)
        except Conflict as refusal:
            conflict = refusal
            with_version(form, version_of(row))
        except ValidationError as error:
            fields = error.message_dict if hasattr(error, "error_dict") else {None: error.messages}
            for field, texts in fields.items():
                form.add_error(field if field in form.fields else None, texts)
        else:
            messages.success(request, _("It waits for a second person now."))
            return redirect("desk")
    status = 409 if conflict else 422 if form.errors else 200
    before = originals(row)
    context = {
        "form": form,
        "heading": _("Translate") if before else _("Propose another wording"),
        "subject": Revision(**{target_name(row): row}).subject,
        "originals": before,
        "conflict": conflict,
    }
    return render(request, "desk/revise.html", context, status=status)


@for_staff
@require_safe
def revision(request, pk):
    return _page(request, _visible(request, pk))


@for_staff
@require_POST
def act(request, pk, verb):
    """Approve, return or discard a revision: the version says what the person had read."""
    found = _visible(request, pk)
    form = (NoteForm if verb == "return" else VersionForm)(request.POST)
    if not form.is_valid():
        return _page(request, found, status=422, return_form=form)
    by, version = request.user, form.cleaned_data["version"]
    try:
        match verb:
            case "approve":
                revise.approve_revision(revision=found, by=by, version=version)
                messages.success(request, _("The revision is published."))
            case "return":
                review.return_to_author(
                    row=found, by=by, version=version, note=form.cleaned_data["note"]
                )
                messages.success(request, _("It is back with its author."))
            case _discard:
                review.discard(row=found, by=by, version=version)
                messages.success(request, _("The draft is gone."))
                return redirect("desk")
    except ValidationError as error:
        say_errors(request, error)
        return _page(request, _visible(request, pk), status=422)
    return redirect("desk_revision", pk=pk)


def _visible(request, pk):
    revisions = Revision.objects.for_review()
    if not request.user.has_perm("tracker.view_revision"):
        revisions = revisions.filter(created_by=request.user)
    return get_object_or_404(revisions, pk=pk)


def _page(request, found, *, status=200, **forms):
    second = rights.may_review(request.user, found, authors=[found.created_by])
    waiting = bool(found.submitted_at) and not found.published_at
    context = {
        "revision": found,
        "originals": originals(found.target),
        "version": version_of(found),
        "may": {
            "approve": second and waiting,
            "return": second and waiting,
            "discard": found.created_by == request.user and not found.published_at,
        },
        "return_form": NoteForm(initial={"version": version_of(found)}),
        **forms,
    }
    return render(request, "desk/revision.html", context, status=status)
