"""Accounts, and the log of what became of them."""

from allauth.account.models import EmailAddress
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.contrib import admin, messages
from django.contrib.admin.options import ActionLocation, IncorrectLookupParameters
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.http import Http404, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..actions import accounts
from ..forms.account import AccountForm
from ..models import AccountLog, User
from ..publishing.account_log import csv_parts
from ..watching import security_log
from .base import ReadOnlyAdmin, VersionedAdmin

SCOPE = (_("Scope"), {"fields": accounts.SCOPE})
ROLES = _("Roles")
MOST_OF_SCOPE = 3


@admin.register(User)
class AccountAdmin(VersionedAdmin, UserAdmin):
    """Accounts, their roles and scopes: every write is one of `actions.accounts`, nobody deletes.

    There is no password in it. A person sets their own by a one-time link.
    """

    form = add_form = AccountForm
    add_form_template = None
    list_display = [
        "username", "email", "roles", "scope", "is_active", "last_login",
    ]  # fmt: skip
    list_filter = ["groups", "is_active", "is_superuser", "countries", "last_login"]
    filter_horizontal = ["groups", *accounts.SCOPE]
    add_fieldsets = [
        (None, {"fields": ["username", "first_name", "last_name", "email", "language"]}),
        (ROLES, {"fields": ["groups"]}),
        SCOPE,
    ]
    fieldsets = [
        *add_fieldsets[:1],
        (ROLES, {"fields": ["groups", "is_active", "is_staff", "is_superuser"]}),
        SCOPE,
        (_("Important dates"), {"fields": ["last_login", "date_joined"]}),
    ]
    readonly_fields = ["is_staff", "is_superuser", "last_login", "date_joined"]
    actions = ["send_links"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups", *accounts.SCOPE)

    @admin.display(description=ROLES)
    def roles(self, account):
        return ", ".join(group.name for group in account.groups.all())

    @admin.display(description=_("Scope"))
    def scope(self, account):
        rows = [row for name in accounts.SCOPE for row in getattr(account, name).all()]
        more = f" … ({len(rows)})" if len(rows) > MOST_OF_SCOPE else ""
        return "; ".join(map(str, rows[:MOST_OF_SCOPE])) + more

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        form.by = request.user
        return form

    def get_fieldsets(self, request, obj=None):
        first, roles, *rest = super().get_fieldsets(request, obj)
        if obj != request.user or not self.has_change_permission(request, obj):
            return [first, roles, *rest]
        told = _("Another administrator changes roles, scope and whether you may log in.")
        return [first, (roles[0], {**roles[1], "description": told}), *rest]

    def get_readonly_fields(self, request, obj=None):
        """Lock what another administrator has to change."""
        fields = super().get_readonly_fields(request, obj)
        return [*fields, "is_active", *accounts.BY_ANOTHER] if obj == request.user else fields

    def has_add_permission(self, request):
        return super().has_add_permission(request) and accounts.may_manage(request.user)

    def has_change_permission(self, request, obj=None):
        allowed = super().has_change_permission(request, obj)
        return allowed and accounts.may_manage(request.user, obj)

    def has_delete_permission(self, request, obj=None):
        return False

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Ask who changes accounts to prove anew who they are; who only reads them, not."""
        if self.has_change_permission(request) and not request.session.is_fresh:
            raise ReauthenticationRequired
        return super().changeform_view(request, object_id, form_url, extra_context)

    def save_model(self, request, obj, form, change):
        act = accounts.change_account if change else accounts.make_account
        request.one_time_link = act(account=obj, by=request.user, links=form.links)

    def response_add(self, request, obj, post_url_continue=None):
        return self._told(request) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        return self._told(request) or super().response_change(request, obj)

    def _told(self, request):
        """Say that a link was mailed, or return the page that shows it."""
        links = [request.one_time_link] if request.one_time_link else []
        return self._say(request, links)

    def _say(self, request, links):
        for account in (link.account for link in links if not link.url):
            told = gettext("A one-time link was sent to %s.") % account.email
            messages.success(request, told)
        shown = [link for link in links if link.url]
        if not shown:
            return None
        context = {
            **self.admin_site.each_context(request), "title": gettext("One-time link"),
            "links": shown, "opts": self.opts,
        }  # fmt: skip
        return TemplateResponse(request, "admin/account/link.html", context)

    @admin.action(
        description=_("Send a one-time link"), permissions=["change"], location=[*ActionLocation]
    )
    def send_links(self, request, queryset):
        if not request.session.is_fresh:
            raise ReauthenticationRequired
        links = []
        for account in queryset.filter(is_superuser=False).order_by("username"):
            try:
                links.append(accounts.send_link(account=account, by=request.user))
            except ValidationError as error:
                messages.error(request, error.messages[0])
        return self._say(request, links)

    def user_change_password(self, request, id, form_url=""):
        """Nobody sets the password of somebody else."""
        raise Http404


# What allauth keeps: people change their own at the desk, and nobody that of others.
for model in (Authenticator, EmailAddress, SocialAccount, SocialApp, SocialToken):
    admin.site.unregister(model)
admin.site.unregister(Group)


@admin.register(Group)
class RoleAdmin(ReadOnlyAdmin):
    """Migrations make the roles, and accounts are put into them by `AccountAdmin` alone."""

    search_fields = ["name"]
    list_filter = ["permissions__content_type"]


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
        try:
            entries = self.get_changelist_instance(request).get_queryset(request)
        except IncorrectLookupParameters:
            raise BadRequest from None
        security_log.event("exported", what="account_log", by=request.user.pk)
        headers = {
            "Content-Disposition": 'attachment; filename="account-log.csv"',
            "Content-Type": "text/csv; charset=utf-8",
        }
        return StreamingHttpResponse(csv_parts(entries), headers=headers)

    def get_urls(self):
        export = self.admin_site.admin_view(self.export)
        return [path("csv/", export, name="tracker_accountlog_csv"), *super().get_urls()]
