from django.contrib import admin
from django.contrib.auth.admin import UserAdmin

from ..models import User


@admin.register(User)
class AccountAdmin(UserAdmin):
    """Accounts and their groups; only a superuser makes or touches a superuser."""

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        if request.user.is_superuser:
            return fields
        return [*fields, "is_superuser", "user_permissions"]

    def has_change_permission(self, request, obj=None):
        allowed = super().has_change_permission(request, obj)
        return allowed and (request.user.is_superuser or not (obj and obj.is_superuser))

    def has_delete_permission(self, request, obj=None):
        allowed = super().has_delete_permission(request, obj)
        return allowed and (request.user.is_superuser or not (obj and obj.is_superuser))
