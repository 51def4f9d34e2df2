from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UserChangeForm
from django.utils.translation import gettext_lazy as _

from ..forms.version import VersionedModelForm
from ..models import User
from .base import VersionedAdmin


class AccountForm(UserChangeForm, VersionedModelForm):
    """Django's form, with the version."""


@admin.register(User)
class AccountAdmin(VersionedAdmin, UserAdmin):
    """Accounts, their groups and scopes; only a superuser makes or touches a superuser."""

    form = AccountForm
    fieldsets = [
        *UserAdmin.fieldsets,
        (_("Scope"), {"fields": ["countries", "organizations", "working_groups"]}),
        (_("Notes by e-mail"), {"fields": ["language"]}),
    ]
    filter_horizontal = [
        *UserAdmin.filter_horizontal, "countries", "organizations", "working_groups",
    ]  # fmt: skip

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
