"""What allauth asks of us: our words, our rules of who may log in, our places."""

import base64
import secrets

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.utils import get_login_redirect_url
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate
from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..actions.hashing import Busy
from ..actions.logins import logged_in, sign_on_added, try_password
from ..models import User
from ..models.session import DEVICE, PASSWORD_OF_LOGIN
from .devices import browser_name, client_address, known_devices, remember_device

WRONG_CODE = gettext_lazy("This code or passkey is not right.")


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_password": gettext_lazy("This password is not right."),
        "incorrect_code": WRONG_CODE,
    }

    def is_open_for_signup(self, request):
        """Administrators make accounts."""
        return False

    def is_ajax(self, request):
        """Answer with pages alone."""
        return False

    def get_client_ip(self, request):
        return client_address(request)

    def get_login_stages(self):
        return ["allauth.mfa.stages.AuthenticateStage"]

    def authenticate(self, request, **credentials):
        """Return the account of a name and a password, or None; raise TooOften before the hash."""
        attempt = try_password(
            username=credentials["username"],
            address=client_address(request),
            devices=known_devices(request),
        )
        try:
            user = authenticate(request, **credentials)
        except Busy:
            attempt.was_not_made()
            raise
        if user:
            attempt.succeeded()
        else:
            attempt.failed("login_failed")
        return user

    def login(self, request, user):
        """Log in, unless the password by which this login began is not the account's any more."""
        began = request.session.pop(PASSWORD_OF_LOGIN, None)
        if began and not constant_time_compare(began, user.get_session_auth_hash()):
            messages.error(
                request, _("The password was changed meanwhile. Log in with the new one.")
            )
            raise ImmediateHttpResponse(redirect("login"))
        super().login(request, user)
        request.session.confirm()
        request.session[DEVICE] = browser_name(request)

    def post_login(self, request, user, *, redirect_url, **named):
        logged_in(user)
        response = HttpResponseRedirect(get_login_redirect_url(request, redirect_url))
        remember_device(request, response, user)
        return response

    def respond_user_inactive(self, request, user):
        messages.error(request, _("%s may not log in.") % user)
        return redirect("login")

    def is_reauthentication_required(self, *, app, **named):
        return not context.request.session.is_fresh

    def get_reauthentication_methods(self, user):
        """Return each way to prove who one is, in our words."""
        words = {
            "reauthenticate": _("Use the password"),
            "mfa_reauthenticate": _("Use a code of the app, or a recovery code"),
            "mfa_reauthenticate:webauthn": _("Use a passkey"),
        }
        methods = super().get_reauthentication_methods(user)
        if not methods:  # a sign-on elsewhere alone
            return [{"id": "login", "description": _("Log in"), "url": reverse("login")}]
        return [{**method, "description": words[method["id"]]} for method in methods]

    def add_message(self, request, level, *args, **named):
        """Say nothing of what our pages say themselves, but what is wrong with a passkey."""
        if named.get("message"):
            messages.add_message(request, level, named["message"])


class FactorAdapter(DefaultMFAAdapter):
    """Keeps what codes are made of encrypted: who reads the database alone can make none."""

    error_messages = {**DefaultMFAAdapter.error_messages, "incorrect_code": WRONG_CODE}

    def encrypt(self, text):
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        """Return the text; under another SECRET_KEY than it had, one that nobody knows."""
        try:
            return _cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return base64.b32encode(secrets.token_bytes(20)).decode()

    def get_totp_label(self, user):
        return user.get_username()

    def get_totp_issuer(self):
        return settings.MFA_TOTP_ISSUER

    def build_totp_svg(self, url):
        """Return the drawing without the head of a file."""
        return super().build_totp_svg(url).partition("?>")[2].strip()

    def generate_authenticator_name(self, user, type):
        count = user.authenticator_set.filter(type=type).count()
        return _("Passkey %s") % (count + 1)

    def get_public_key_credential_rp_entity(self):
        host = context.request.get_host().rpartition("@")[2]
        return {"id": host.partition(":")[0], "name": settings.MFA_TOTP_ISSUER}

    def get_public_key_credential_user_entity(self, user):
        entity = super().get_public_key_credential_user_entity(user)
        return {**entity, "name": user.get_username(), "display_name": str(user)}


def _cipher():
    key = salted_hmac("tracker.second_factors", "", algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(key))


class SignOnAdapter(DefaultSocialAccountAdapter):
    """A ministry's own sign-on opens an account that is there, and makes none."""

    def is_open_for_signup(self, request, sociallogin):
        return False

    def pre_social_login(self, request, sociallogin):
        """Connect a new sign-on to the one account of its address, if the provider verified it."""
        if sociallogin.is_existing:
            return
        verified = [one.email for one in sociallogin.email_addresses if one.verified]
        found = User.objects.filter(email__iexact=verified[0], is_active=True) if verified else []
        if len(found) != 1:
            raise self._refused(request)
        sociallogin.connect(request, found[0])
        sign_on_added(found[0])

    def on_authentication_error(self, request, provider, **named):
        raise self._refused(request)

    def _refused(self, request):
        messages.error(request, _("No account of this site belongs to that sign-on."))
        return ImmediateHttpResponse(redirect("login"))
