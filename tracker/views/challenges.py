"""The form by which a reader challenges an entry or proposes a source, and its answer."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ..actions import challenge as challenges
from ..forms.challenge import AnswerForm, ChallengeForm
from ..models import Challenge, Initiative, StatusUpdate
from .devices import client_address
from .staff import for_staff, take_action


@require_http_methods(["GET", "HEAD", "POST"])
def challenge(request, slug):
    """The form; what is sent waits for the staff and is never published by itself."""
    initiative = get_object_or_404(Initiative.objects.published(), slug=slug)
    number = request.GET.get("update", "")
    updates = StatusUpdate.objects.published().filter(initiative=initiative)
    update = updates.filter(pk=number).first() if number.isdecimal() and len(number) < 19 else None
    form = ChallengeForm(
        request.POST or None, instance=Challenge(initiative=initiative, update=update)
    )
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            challenges.receive(challenge=form.save(commit=False), address=client_address(request))
        except ValidationError as error:
            form.add_error(None, error)
            status = 429
        else:
            return redirect("challenge_received", slug=slug)
    elif form.errors:
        status = 422
    context = {"initiative": initiative, "update": update, "form": form}
    return render(request, "challenges/form.html", context, status=status)


@require_safe
def received(request, slug):
    initiative = get_object_or_404(Initiative.objects.published(), slug=slug)
    return render(request, "challenges/received.html", {"initiative": initiative})


@for_staff
@permission_required("tracker.change_challenge", raise_exception=True)
def answer(request, pk):
    """What a reader sent, and the form for the outcome that the public will see."""
    found = get_object_or_404(Challenge.objects.select_related("initiative", "update"), pk=pk)
    form = AnswerForm(request.POST or None, instance=found)
    outcome = take_action(
        form,
        lambda typed: challenges.resolve(
            challenge=form.instance, by=request.user, version=typed["version"]
        ),
        row=found,
    )
    if outcome.is_done:
        messages.success(request, _("The answer is public."))
        return redirect("desk")
    context = {"challenge": found, "form": form}
    return render(request, "challenges/answer.html", context, status=outcome.status)
