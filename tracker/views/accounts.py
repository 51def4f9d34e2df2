"""The password of one's own, by a one-time link."""

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth import views as auth
from django.urls import reverse_lazy
from django.utils.translation import gettext as _

from ..forms.account import OwnPasswordForm


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
