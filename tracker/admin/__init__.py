"""Data entry for editors: every noun of the record, and the accounts."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from . import accounts, evidence, initiatives, ledger, nouns  # noqa: F401

admin.site.site_header = _("OTS Tracker: data entry")
admin.site.site_title = _("Data entry")
admin.site.index_title = _("The record")
admin.site.disable_action("delete_selected")  # it would carry no version
