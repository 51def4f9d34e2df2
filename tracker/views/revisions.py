"""Another wording or date of what is public: the form by which one person proposes it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from ..actions import revise
from ..forms.revision import RevisionForm
from ..models import ActionPlan, Citation, Initiative, Revision, Source, StatusUpdate
from ..models.revision import originals, target_name
from .staff import for_staff, take_action

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
