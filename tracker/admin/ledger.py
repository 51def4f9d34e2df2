"""What nobody edits: to be looked at."""

from django.contrib import admin

from ..models import Correction, LedgerEntry, Revision
from .base import ReadOnlyAdmin


@admin.register(LedgerEntry)
class LedgerEntryAdmin(ReadOnlyAdmin):
    list_display = ["sequence", "kind", "recorded_at", "digest"]
    list_filter = ["kind", "recorded_at"]
    search_fields = ["digest", "payload"]


@admin.register(Revision)
class RevisionAdmin(ReadOnlyAdmin):
    list_display = ["initiative", "field", "reason", "created_by", "published_at"]
    list_select_related = ["initiative", "created_by"]
    list_filter = ["field", "published_at"]
    search_fields = ["reason", "old", "new", "initiative__title_en", "initiative__title_ru"]


@admin.register(Correction)
class CorrectionAdmin(ReadOnlyAdmin):
    list_display = ["update", "reason", "created_by", "published_at"]
    list_select_related = ["update", "created_by"]
    list_filter = ["published_at"]
    search_fields = ["reason_en", "reason_ru"]
