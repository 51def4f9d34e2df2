"""Accounts, and the log of what became of them."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UserChangeForm
from django.core.exceptions import PermissionDenied
from django.http import StreamingHttpResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _

from ..forms.version import VersionedModelForm
from ..models import AccountLog, User
from ..publishing.account_log import csv_parts
from .base import ReadOnlyAdmin, VersionedAdmin


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


@admin.register(AccountLog)
class AccountLogAdmin(ReadOnlyAdmin):
    """Who changed what of which account; the list as it is filtered is exported as CSV."""

    change_list_template = "admin/account/log.html"
    list_display = ["at", "account", "what", "before", "after", "by"]
    list_filter = ["what", "at", "by", "account"]
    search_fields = ["account__username", "by__username", "old", "new"]
    date_hierarchy = "at"

    def get_queryset(self, request):
        return AccountLog.objects.for_list()

    def export(self, request):
        if not self.has_view_permission(request):
            raise PermissionDenied
        entries = self.get_changelist_instance(request).get_queryset(request)
        headers = {"Content-Disposition": 'attachment; filename="account-log.csv"'}
        return StreamingHttpResponse(csv_parts(entries), content_type="text/csv", headers=headers)

    def get_urls(self):
        export = self.admin_site.admin_view(self.export)
        return [path("csv/", export, name="tracker_accountlog_csv"), *super().get_urls()]
