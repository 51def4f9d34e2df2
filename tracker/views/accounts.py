"""The password of one's own: by a one-time link, and where to ask for one."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth import views as auth
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ..actions.accounts import ask_for_link
from ..forms.account import ForgottenForm, OwnPasswordForm


class OneTimeLink(auth.PasswordResetConfirmView):
    """Sets a password once; 404 if the link was used, is too old, or the account is closed."""

    template_name = "desk/link.html"
    http_method_names = ["get", "head", "post"]
    form_class = OwnPasswordForm
    success_url = reverse_lazy("login")

    def get_user(self, uidb64):
        user = super().get_user(uidb64)
        return user if user and user.is_active else None

    def form_valid(self, form):
        response = super().form_valid(form)
        logout(self.request)  # whoever was logged in here may be somebody else
        messages.success(self.request, _("Your password is set. Log in with it."))
        return response

    def render_to_response(self, context, **options):
        status = 200 if context["validlink"] else 404
        return super().render_to_response(context, status=status, **options)


@require_http_methods(["GET", "HEAD", "POST"])
def forgotten(request):
    """Have a one-time link mailed; the answer is the same whether there is such an account."""
    if not settings.MAIL_IS_SENT:
        raise Http404
    form = ForgottenForm(request.POST or None)
    if not form.is_valid():
        return render(request, "desk/forgotten.html", {"form": form})
    ask_for_link(email=form.cleaned_data["email"])
    told = _("If an account has this address, a link is on its way to it. It can take minutes.")
    messages.success(request, told)
    return redirect("login")
