"""What every page for the staff asks and promises, whoever answers it."""

from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from ..actions.hashing import Busy
from ..actions.second_factors import has_factor, needs_factor
from .errors import RETRY_SECONDS

STAFF = ("/desk/", "/admin/")
ALWAYS = {
    "login", "account_login", "logout", "set_language", "account_link", "forgotten",
    "admin:logout", "admin:jsi18n",
}  # fmt: skip
PROOFS = {"mfa_reauthenticate", "mfa_reauthenticate_webauthn"}
SETUP = {
    "account", "password_change", "account_reauthenticate", "mfa_activate_totp",
    "mfa_add_webauthn", "mfa_view_recovery_codes", *PROOFS,
}  # fmt: skip
"""Where somebody may go who has no second factor yet, and needs one."""


class StaffMiddleware:
    """Leads people to what they owe before anything else.

    Who has the password that the first start printed, owes another; who publishes or makes accounts
    owes a second factor, where the settings say so.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not (is_for_staff(request) and request.user.is_authenticated):
            return None
        request.session.go_on()
        here = request.resolver_match.view_name
        way, allowed = owed(request)
        if way is None or here in ALWAYS | allowed:
            return None
        following = {"next": request.get_full_path()} if request.method == "GET" else {}
        return redirect(f"{reverse(way)}?{urlencode(following)}" if following else way)

    def process_exception(self, request, exception):
        if not isinstance(exception, Busy):
            return None
        response = render(request, "errors/busy.html", status=503)
        response.headers["Retry-After"] = RETRY_SECONDS
        return response


def is_for_staff(request):
    return request.path_info.startswith(STAFF)


def owed(request):
    """Return (the name of the page where somebody has to go first, those that are open to them)."""
    user = request.user
    if user.password_is_first and not settings.IS_LOCAL:
        return "password_change", {"password_change"}
    proofs = get_authentication_records(request, user)
    if any(proof["method"] == "mfa" for proof in proofs) or not needs_factor(user):
        return None, set()
    if has_factor(user):
        return "mfa_reauthenticate", PROOFS
    return "account", SETUP
