from django.apps import AppConfig
from django.contrib.admin import apps as admin
from django.core import checks
from django.utils.translation import gettext_lazy as _


class TrackerConfig(AppConfig):
    name = "tracker"
    verbose_name = _("The record")
    default = True
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from .actions.accounts import check_administrators
        from .watching.deploy_checks import check_deployment

        checks.register(check_administrators, checks.Tags.database)
        checks.register(check_deployment, checks.Tags.security, deploy=True)


class TrackerAdminConfig(admin.AdminConfig):
    default = False
    default_site = "tracker.admin_site.TrackerAdminSite"
