"""The admin site; outside `tracker.admin`, which registers with it as it is imported."""

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods
from django.views.i18n import JavaScriptCatalog


class Catalogue(JavaScriptCatalog):
    """The texts of the admin's scripts, with those that Django's own catalogues lack."""

    packages = ["django.contrib.admin"]

    def get_paths(self, packages):
        return [*super().get_paths(packages), *settings.LOCALE_PATHS]


class TrackerAdminSite(AdminSite):
    def has_permission(self, request):
        """Whether the request may be here; who is logged in without the right gets 403 at once."""
        if not super().has_permission(request):
            if request.user.is_authenticated:
                raise PermissionDenied
            return False
        return True

    def admin_view(self, view, cacheable=False):
        """Answer 405 to any other method: Django's pages would take it for a GET."""
        allowed = require_http_methods(["GET", "HEAD", "POST"])
        return allowed(super().admin_view(view, cacheable))

    def i18n_javascript(self, request, extra_context=None):
        return Catalogue.as_view()(request)

    def login(self, request, extra_context=None):
        """Lead to the login of the desk: there is one."""
        return redirect_to_login(request.GET.get("next") or request.path.removesuffix("login/"))

    def password_change(self, request, extra_context=None):
        """Lead to the page of the desk: the password is changed in one place."""
        return redirect("password_change")
