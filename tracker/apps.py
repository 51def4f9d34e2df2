from django.apps import AppConfig
from django.contrib.admin import apps as admin
from django.utils.translation import gettext_lazy as _


class TrackerConfig(AppConfig):
    name = "tracker"
    verbose_name = _("The record")
    default = True
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from .models import data_version

        private = {"user", "dataversion"}
        data_version.follow(m for m in self.get_models() if m._meta.model_name not in private)


class TrackerAdminConfig(admin.AdminConfig):
    default = False
    default_site = "tracker.admin_site.TrackerAdminSite"
