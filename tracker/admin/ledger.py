"""What nobody edits: to be looked at."""

import json

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from ..models import (
    Attribution,
    Challenge,
    Correction,
    Countersignature,
    Erasure,
    LedgerEntry,
    Revision,
    Snapshot,
    TranslationReview,
    Withdrawal,
)
from ..models.translated import in_each_language
from .base import ReadOnlyAdmin


@admin.register(LedgerEntry)
class LedgerEntryAdmin(ReadOnlyAdmin):
    list_display = ["sequence", "kind", "recorded_at", "digest"]
    list_filter = ["kind", "recorded_at"]
    search_fields = ["digest", "payload"]


@admin.register(Attribution)
class AttributionAdmin(ReadOnlyAdmin):
    """Who wrote and approved an entry, and whether the entry commits to them."""

    fields = readonly_fields = ["entry", "wrote", "approved", "salt", "is_proved"]
    list_display = ["entry_id", "wrote", "approved", "is_proved"]
    list_select_related = ["entry", "wrote", "approved"]
    list_filter = ["entry__kind", "entry__recorded_at"]
    search_fields = ["wrote__username", "approved__username"]

    @admin.display(description=_("the entry says so"), boolean=True)
    def is_proved(self, attribution):
        payload = json.loads(attribution.entry.payload or "{}")
        return payload.get("by", {}) == attribution.digests() if payload else None


@admin.register(Revision)
class RevisionAdmin(ReadOnlyAdmin):
    list_display = ["target", "field", "reason", "created_by", "published_at"]
    list_filter = ["field", "published_at"]
    search_fields = ["reason", "old", "new", *in_each_language("initiative__title").values()]

    def get_queryset(self, request):
        return super().get_queryset(request).for_review()


@admin.register(Correction)
class CorrectionAdmin(ReadOnlyAdmin):
    list_display = ["update", "reason", "created_by", "published_at"]
    list_select_related = ["update", "created_by"]
    list_filter = ["published_at"]
    search_fields = [*in_each_language("reason").values()]


@admin.register(Withdrawal)
class WithdrawalAdmin(ReadOnlyAdmin):
    list_display = ["update", "reason", "created_by", "published_at"]
    list_select_related = ["update", "created_by"]
    list_filter = ["published_at"]
    search_fields = [*in_each_language("reason").values()]


@admin.register(Countersignature)
class CountersignatureAdmin(ReadOnlyAdmin):
    list_display = ["update", "created_by", "published_at"]
    list_select_related = ["update", "created_by"]
    list_filter = ["published_at"]
    search_fields = [*in_each_language("update__sentence").values()]


@admin.register(Erasure)
class ErasureAdmin(ReadOnlyAdmin):
    list_display = ["entry", "reason", "published_at"]
    list_select_related = ["entry"]
    list_filter = ["published_at"]
    search_fields = ["reason"]


@admin.register(Snapshot)
class SnapshotAdmin(ReadOnlyAdmin):
    list_display = ["slug", "since", "until", "status", "evidence", "due"]
    list_filter = ["status", "since"]
    search_fields = ["slug", *in_each_language("title").values()]


@admin.register(TranslationReview)
class TranslationReviewAdmin(ReadOnlyAdmin):
    list_display = ["noun", "key", "field", "language", "reviewed_by", "reviewed_at"]
    list_select_related = ["reviewed_by"]
    list_filter = ["language", "noun", "field"]
    search_fields = ["text"]


@admin.register(Challenge)
class ChallengeAdmin(ReadOnlyAdmin):
    """Answered at the desk."""

    list_display = ["initiative", "created_at", "outcome"]
    list_select_related = ["initiative"]
    list_filter = ["outcome", "created_at"]
    search_fields = ["text", "name", "email"]
