"""What somebody does with their own account: password, second factors, sessions."""

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.flows import view_recovery_codes
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.internal.auth import begin_registration
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import PasswordChangeView
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django.views.i18n import set_language

from ..actions.second_factors import (
    end_sessions,
    factor_added,
    factor_removed,
    has_factor,
    needs_factor,
)
from ..forms import login as forms
from ..forms.account import OwnPasswordChangeForm
from ..models import Session
from ..vocabulary import Factor
from .logins import METHODS, Refusing, in_json


@require_safe
@login_required
def account(request):
    """The second factors and the sessions of the person."""
    found = Authenticator.objects.filter(user=request.user).order_by("created_at")
    by_kind = {kind: [one for one in found if one.type == kind] for kind in Factor.values}
    context = {
        "factors": by_kind,
        "is_owed": needs_factor(request.user) and not has_factor(request.user),
        "sessions": Session.objects.of(request.user),
        "here": request.session.session_key,
    }
    return render(request, "desk/account.html", context)


@require_POST
@login_required
def log_out_elsewhere(request):
    """End one session of the person, or all but this one."""
    keep, name = request.session.session_key, request.POST.get("session", "")
    if end_sessions(account=request.user, keep=keep, name=name):
        messages.success(request, _("You are logged out there."))
    return redirect("account")


class PasswordChange(Refusing, PasswordChangeView):
    template_name = "desk/password.html"
    form_class = OwnPasswordChangeForm
    success_url = reverse_lazy("account")

    def form_valid(self, form):
        messages.success(self.request, _("Your password is changed."))
        return super().form_valid(form)


class _Adding(Refusing):
    """Notes a new second factor, by which this session proved itself, too."""

    kind = ""

    def form_valid(self, form):
        response = super().form_valid(form)
        user = self.request.user
        factor = user.authenticator_set.filter(type=self.kind).latest("pk")
        record_authentication(self.request, user, "mfa", id=factor.pk, type=self.kind)
        factor_added(account=user, kind=self.kind)
        return response

    def get_success_url(self):
        if self.did_generate_recovery_codes:
            return reverse("mfa_view_recovery_codes")
        return reverse("account")


class AddTotp(_Adding, ActivateTOTPView):
    template_name = "desk/add_totp.html"
    kind = Factor.TOTP

    def get_form_class(self):
        return forms.TotpForm


class AddPasskey(_Adding, AddWebAuthnView):
    template_name = "desk/add_passkey.html"
    kind = Factor.WEBAUTHN

    def get_form_class(self):
        return forms.AddPasskeyForm

    def get_context_data(self, **context):
        """Ask for a passkey that can log in by itself."""
        context = super().get_context_data(**context)
        options = begin_registration(self.request.user, passwordless=True)
        return context | {"options": in_json(options)}


class _Removing:
    """Asks before a second factor is removed, and notes it."""

    http_method_names = METHODS
    template_name = "desk/remove_factor.html"
    kind = ""

    def form_valid(self, form):
        response = super().form_valid(form)
        factor_removed(account=self.request.user, by=self.request.user, kind=self.kind)
        return response

    def get_success_url(self):
        return reverse("account")

    def get_context_data(self, **context):
        return super().get_context_data(**context) | {"named": self.named()}

    def named(self):
        """Return what the page calls the factor that goes."""
        return str(self.get_object())


class RemoveTotp(_Removing, DeactivateTOTPView):
    kind = Factor.TOTP

    def named(self):
        return _("App that shows codes")


class RemovePasskey(_Removing, RemoveWebAuthnView):
    kind = Factor.WEBAUTHN


class RecoveryCodes(ViewRecoveryCodesView):
    """The codes, once; in another language for whoever sends them back."""

    http_method_names = METHODS
    template_name = "desk/recovery_codes.html"

    def post(self, request):
        chosen = request.POST.get("language")
        with override(chosen if chosen in settings.LANGUAGE_NAMES else get_language()):
            page = self.get(request).render()
        page.cookies = set_language(request).cookies
        return page

    def get_context_data(self, **context):
        context = super().get_context_data(**context)
        codes, _is_first = view_recovery_codes(self.request)
        there = codes.get_unused_codes()
        if there and self.request.POST.getlist("code") == there:
            context |= {"unused_codes": there, "can_view_codes": True}
        return context


recovery_codes = RecoveryCodes.as_view()


class NewRecoveryCodes(Refusing, GenerateRecoveryCodesView):
    template_name = "desk/new_recovery_codes.html"

    def form_valid(self, form):
        response = super().form_valid(form)
        factor_added(account=self.request.user, kind=Factor.RECOVERY_CODES)
        return response
