"""Another wording or date of what is public: proposed by one person, published by another."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from ..actions import review, revise
from ..actions.steps import allowed_steps
from ..forms.review import NoteForm
from ..forms.revision import RevisionForm
from ..forms.version import VersionForm
from ..models import ActionPlan, Citation, Initiative, Revision, Source, StatusUpdate
from ..models.revision import originals, target_name
from ..models.version import version_of
from .staff import for_staff, say_errors, take_action

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
    def propose(typed):
        quotes = [Citation(source=form.source, quote=typed["quotes"])] if form.source else []
        return revise.propose(
            row=row, changes=form.changes, by=request.user, reason=typed["reason"],
            version=typed["version"], quotes=quotes, corrects=typed.get("corrects", False),
        )  # fmt: skip

    form = RevisionForm(request.POST or None, row=row, language=request.GET.get("language", ""))
    outcome = take_action(form, propose, row=row)
    if outcome.is_done:
        messages.success(request, _("It waits for a second person now."))
        return redirect("desk")
    before = originals(row)
    context = {
        "form": form,
        "heading": _("Translate") if before else _("Propose another wording"),
        "subject": Revision(**{target_name(type(row)): row}).subject,
        "originals": before,
        "conflict": outcome.conflict,
    }
    return render(request, "desk/revise.html", context, status=outcome.status)


@for_staff
@require_safe
def revision(request, pk):
    return _page(request, _visible(request, pk))


STEPS = {
    "approve": (
        VersionForm,
        lambda row, **details: revise.approve_revision(revision=row, **details),
        gettext_lazy("The revision is published."),
    ),
    "return": (NoteForm, review.return_to_author, gettext_lazy("It is back with its author.")),
    "discard": (VersionForm, review.discard, gettext_lazy("The draft is gone.")),
}


@for_staff
@require_POST
def act(request, pk, verb):
    """Approve, return or discard a revision: the version says what the person had read."""
    found = _visible(request, pk)
    form_class, action, said = STEPS[verb]
    form = form_class(request.POST)
    outcome = take_action(form, lambda typed: action(row=found, by=request.user, **typed))
    if outcome.is_done:
        messages.success(request, said)
        return redirect("desk") if verb == "discard" else redirect("desk_revision", pk=pk)
    say_errors(request, form)
    kept = {f"{verb}_form": form}
    return _page(request, _visible(request, pk), status=outcome.status, **kept)


def _visible(request, pk):
    revisions = Revision.objects.for_review()
    if not request.user.has_perm("tracker.view_revision"):
        revisions = revisions.filter(created_by=request.user)
    return get_object_or_404(revisions, pk=pk)


def _page(request, found, *, status=200, **forms):
    may = allowed_steps(request.user, found)
    context = {
        "revision": found,
        "originals": originals(found.target),
        "version": version_of(found),
        "may": dict.fromkeys(may, True),
        "return_form": NoteForm(initial={"version": version_of(found)}),
        **forms,
    }
    return render(request, "desk/revision.html", context, status=status)
