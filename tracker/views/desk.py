"""What the staff sees: the worklist, and an initiative with the form to record an update."""

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import views as auth
from django.contrib.auth.decorators import login_required, permission_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..actions.record import record_update as record
from ..forms.update import UpdateForm
from ..models import Initiative, Source
from .initiatives import initiative_context


class Login(auth.LoginView):
    template_name = "desk/login.html"


class PasswordChange(auth.PasswordChangeView):
    template_name = "desk/password.html"
    success_url = reverse_lazy("desk")

    def form_valid(self, form):
        messages.success(self.request, _("Your password is changed."))
        return super().form_valid(form)


def for_staff(view):
    """Send the anonymous to the login; 403 for an account without a role at the desk."""
    return login_required(
        permission_required("tracker.add_statusupdate", raise_exception=True)(view)
    )


def visible_to(user):
    """Return the initiatives that somebody at the desk may know of: the others are a 404."""
    if user.has_perm("tracker.view_initiative"):
        return Initiative.objects.all()
    return Initiative.objects.published()


@for_staff
def worklist(request):
    today = timezone.localdate()
    published = Initiative.objects.published()
    soon, stale = settings.DUE_SOON_DAYS, settings.STALE_AFTER_DAYS
    sections = [
        (
            _("Not published yet: the first update is missing"),
            visible_to(request.user).unpublished(),
        ),
        (_("Overdue"), published.overdue(on=today)),
        (
            ngettext("Due within %(days)s day", "Due within %(days)s days", soon) % {"days": soon},
            published.due(on=today).filter(due_latest__lte=today + timedelta(days=soon)),
        ),
        (_("No evidence found"), published.without_evidence()),
        (
            ngettext("No news for %(days)s day", "No news for %(days)s days", stale)
            % {"days": stale},
            published.stale(on=today),
        ),
    ]
    lists = [(title, list(rows.with_schedule(on=today).for_list())) for title, rows in sections]
    return render(request, "desk/worklist.html", {"sections": lists, "today": today})


@for_staff
def initiative(request, slug):
    return render(
        request, "desk/initiative.html", initiative_context(visible_to(request.user), slug)
    )


@for_staff
def record_update(request, slug):
    """The form in place of the initiative's page; what is recorded is public at once."""
    context = initiative_context(visible_to(request.user), slug)
    form = UpdateForm(
        request.POST or None,
        initiative=context["initiative"],
        today=context["today"],
        initial={"changed_on": context["today"].isoformat()},
    )
    if request.method == "POST" and form.is_valid():
        details = {key: form.cleaned_data[key] for key in ("quote", "source")}
        try:
            record(update=form.save(commit=False), by=request.user, **details)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("The update is published."))
            return redirect("desk_initiative", slug=slug)
    status = 422 if form.errors else 200
    return render(request, "desk/initiative.html", {**context, "form": form}, status=status)


@for_staff
def source(request, slug):
    found = get_object_or_404(Source, slug=slug)
    return render(
        request,
        "desk/source.html",
        {"source": found, "citations": found.citations.order_by("start")},
    )
