from django.apps import AppConfig
from django.contrib.admin import apps as admin
from django.utils.translation import gettext_lazy as _


class TrackerConfig(AppConfig):
    name = "tracker"
    verbose_name = _("The record")
    default = True
    default_auto_field = "django.db.models.BigAutoField"


class TrackerAdminConfig(admin.AdminConfig):
    default = False
    default_site = "tracker.admin_site.TrackerAdminSite"
