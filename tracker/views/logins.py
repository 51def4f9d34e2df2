"""The way in: password, second step, passkey, sign-on elsewhere; and to prove it once more."""

import json
from functools import partial

from allauth.account.views import LoginView
from allauth.account.views import ReauthenticateView as PasswordView
from allauth.mfa.base.views import AuthenticateView, ReauthenticateView
from allauth.mfa.webauthn.internal.auth import begin_authentication
from allauth.mfa.webauthn.views import LoginWebAuthnView, ReauthenticateWebAuthnView
from allauth.socialaccount.providers.openid_connect import views as openid_connect
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from requests import RequestException

from ..forms import login as forms
from ..vocabulary import Factor
from .devices import known_devices


def in_json(options):
    """Return what a passkey is asked, for the script of the page; it is made of mappings."""
    return json.dumps(options, default=dict)


METHODS = ["get", "head", "post", "options"]


class Refusing:
    """Answers 422 to what is wrong, and 429 to who has to wait."""

    http_method_names = METHODS

    def form_invalid(self, form):
        return self.refused(super().form_invalid(form), form)

    def refused(self, response, form):
        waits = [
            error.seconds
            for errors in form.errors.as_data().values()
            for error in errors
            if error.code == "too_often"
        ]
        response.status_code = 429 if waits else 422
        if waits:
            response.headers["Retry-After"] = max(waits)
        return response


class Login(Refusing, LoginView):
    template_name = "desk/login.html"

    def get_form_class(self):
        return forms.LoginForm

    def get_context_data(self, **context):
        return super().get_context_data(
            mail_is_sent=settings.MAIL_IS_SENT, sign_on=settings.SIGN_ON_NAME, **context
        )


class SecondStep(Refusing, AuthenticateView):
    """The code or passkey of somebody whose password was right."""

    template_name = "desk/second_step.html"

    def get_form_class(self):
        return partial(forms.CodeForm, devices=known_devices(self.request))

    def get_webauthn_form_class(self):
        return forms.PasskeyForm

    def get_context_data(self, **context):
        factors = self.stage.login.user.authenticator_set
        has_passkey = factors.filter(type=Factor.WEBAUTHN).exists()
        context = super().get_context_data(**context)
        options = in_json(context["js_data"]["request_options"])
        return context | {"has_passkey": has_passkey, "options": options}


class PasskeyLogin(LoginWebAuthnView):
    """A GET is the question that a script puts to the browser, the POST what the passkey says."""

    http_method_names = METHODS

    def get(self, request):
        return HttpResponse(
            in_json(begin_authentication(user=None)), content_type="application/json"
        )

    def get_form_class(self):
        return forms.PasskeyLoginForm


class _Confirming(Refusing):
    """Asks somebody who is logged in to prove that it is still them, and leads on."""

    template_name = "desk/confirm.html"

    def form_valid(self, form):
        self.request.session.confirm()
        return super().form_valid(form)


class Confirm(_Confirming, PasswordView):
    def get_form_class(self):
        return forms.ConfirmForm


class ConfirmByCode(_Confirming, ReauthenticateView):
    def get_form_class(self):
        return partial(forms.ConfirmCodeForm, devices=known_devices(self.request))


class ConfirmByPasskey(_Confirming, ReauthenticateWebAuthnView):
    def get_form_class(self):
        return forms.ConfirmPasskeyForm

    def form_invalid(self, form):
        return self.refused(self.render_to_response(self.get_context_data(form=form)), form)

    def get_context_data(self, form=None, **context):
        context = super().get_context_data(**context)
        options = in_json(context["js_data"]["request_options"])
        return context | {"options": options, "form": form or context.get("form")}


def _reached(view):
    """Say so if the sign-on elsewhere does not answer; it logs in, and does nothing else."""

    @require_safe
    def shown(request, provider_id):
        if request.GET.get("process", "login") != "login":  # as to connect what nobody verified
            raise Http404
        try:
            return view(request, provider_id)
        except RequestException:
            messages.error(request, _("The sign-on does not answer. Try again later."))
            return redirect("login")

    return shown


sign_on = _reached(openid_connect.login)
signed_on = _reached(openid_connect.callback)
