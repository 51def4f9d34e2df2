"""The admin site; outside `tracker.admin`, which registers with it as it is imported."""

from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied


class TrackerAdminSite(AdminSite):
    def has_permission(self, request):
        """Whether the request may be here; who is logged in without the right gets 403 at once."""
        if not super().has_permission(request):
            if request.user.is_authenticated:
                raise PermissionDenied
            return False
        return True
