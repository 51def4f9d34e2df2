"""What people send to prove who they are: a password, a code, a passkey."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from allauth.core import context
from allauth.mfa.adapter import get_adapter as get_factor_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from ..actions.logins import recovery_code_used, try_code, used_once
from ..models.session import PASSWORD_OF_LOGIN
from ..vocabulary import Factor

LONGEST_PASSWORD = 4096


def hold(field, most):
    """Let a field that is made already take no more letters than so many."""
    field.max_length = most
    field.validators.append(MaxLengthValidator(most))
    field.widget.attrs["maxlength"] = most


class LoginForm(AuthenticationForm):
    def __init__(self, *arguments, **named):
        super().__init__(*arguments, **named)
        hold(self.fields["password"], LONGEST_PASSWORD)

    def clean(self):
        """Ask the adapter, which counts the attempt first."""
        username, password = map(self.cleaned_data.get, ("username", "password"))
        if username and password:
            self.user_cache = get_adapter().authenticate(
                self.request, username=username, password=password
            )
            if self.user_cache is None:
                raise self.get_invalid_login_error()
        return self.cleaned_data

    def login(self, request, redirect_url=None):
        """Go on to the second factor, or log in; return the response."""
        request.session[PASSWORD_OF_LOGIN] = self.user_cache.get_session_auth_hash()
        login = Login(user=self.user_cache, redirect_url=redirect_url)
        return perform_password_login(request, {}, login)


class ConfirmForm(forms.Form):
    """For whoever is logged in, and proves that it is still them."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=LONGEST_PASSWORD,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )

    def __init__(self, *arguments, user, **named):
        super().__init__(*arguments, **named)
        self.user = user

    def clean_password(self):
        password = self.cleaned_data["password"]
        if not get_adapter().reauthenticate(self.user, password):
            raise get_adapter().validation_error("incorrect_password")
        return password


def code_field():
    attributes = {"autocomplete": "one-time-code", "autofocus": True, "spellcheck": "false"}
    return forms.CharField(label=_("Code"), max_length=40, widget=forms.TextInput(attrs=attributes))


def is_new_code(account, code):
    """Whether a code of the app was not used as long as it is taken; it is from now on."""
    seconds = settings.MFA_TOTP_PERIOD * (2 * settings.MFA_TOTP_TOLERANCE + 1)
    return used_once(account=account, code=code.strip(), seconds=seconds)


class CountedCode:
    """Counts the attempts with a code, and takes one of the app once."""

    def __init__(self, *arguments, devices, **named):
        super().__init__(*arguments, **named)
        self.devices = devices
        self.fields["code"] = code_field()

    def clean_code(self):
        attempt = try_code(account=self.user, devices=self.devices)
        try:
            code = super().clean_code()
            self._check_unused(code)
        except ValidationError:
            attempt.failed("second_factor_failed")
            raise
        attempt.succeeded()
        if self.authenticator.type == Factor.RECOVERY_CODES:
            recovery_code_used(self.user)
        return code

    def _check_unused(self, code):
        if self.authenticator.type == Factor.TOTP and not is_new_code(self.user, code):
            raise get_factor_adapter().validation_error("incorrect_code")


class CodeForm(CountedCode, AuthenticateForm):
    """The second step of a login."""


class ConfirmCodeForm(CountedCode, ReauthenticateForm):
    """For whoever is logged in, and proves that it is still them."""


class TotpForm(ActivateTOTPForm):
    """The first code of an app, which shows that it was set up; it opens nothing afterwards.

    The key is the same until it is used, however often the page is asked for: in another language.
    """

    def __init__(self, *arguments, **named):
        session = context.request.session
        begun = session.get(SECRET_SESSION_KEY)
        super().__init__(*arguments, **named)
        if begun:
            self.secret = session[SECRET_SESSION_KEY] = begun
        self.fields["code"] = code_field()

    def clean_code(self):
        code = super().clean_code()
        is_new_code(self.user, code)
        return code


class ReadCredential:
    """Tells of a passkey that can't be read what it tells of a wrong one, whatever was sent."""

    def clean_credential(self):
        return self._read(super().clean_credential)

    def _read(self, check):
        try:
            if not isinstance(self.cleaned_data["credential"], dict):
                raise TypeError
            return check()
        except ValidationError:
            raise
        except Exception as error:  # whatever the libraries raise of bytes that make no sense
            raise get_factor_adapter().validation_error("incorrect_code") from error


class PasskeyForm(ReadCredential, AuthenticateWebAuthnForm):
    """The second step of a login."""


class PasskeyLoginForm(ReadCredential, LoginWebAuthnForm):
    """A login by a passkey alone, which asks for a finger or a PIN."""


class ConfirmPasskeyForm(ReadCredential, ReauthenticateWebAuthnForm):
    """For whoever is logged in, and proves that it is still them."""


class AddPasskeyForm(ReadCredential, AddWebAuthnForm):
    """A new passkey; each can log in by itself."""

    def __init__(self, *arguments, **named):
        super().__init__(*arguments, **named)
        self.fields["name"].label = _("What you call it")
        hold(self.fields["name"], 60)
        self.fields["name"].help_text = _("So that you tell it from others: “Office key”.")
        del self.fields["passwordless"]

    def clean_credential(self):
        return self._read(lambda: self.cleaned_data["credential"])

    def clean(self):
        if "credential" not in self.cleaned_data:
            return self.cleaned_data
        self.cleaned_data["passwordless"] = True
        return self._read(super().clean)
