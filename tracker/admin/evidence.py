"""Sources, the quotes taken from them, and what each quote supports."""

from django.contrib import admin, messages
from django.utils.translation import gettext_lazy as _

from ..actions.nouns import draft
from ..actions.review import hand_in
from ..actions.steps import OPEN
from ..forms.noun import NounForm
from ..forms.source import SourceForm
from ..models import Citation, Reference, Revision, Source, StatusUpdate
from ..models.translated import in_each_language
from ..models.visibility import is_public
from .base import (
    DraftedAdmin,
    FoldedAdmin,
    LastingAddressAdmin,
    ReadOnlyAdmin,
)
from .languages import TranslatedAdmin


class VersionedSourceForm(SourceForm, NounForm):
    """The form of the desk, with what data entry adds."""


@admin.register(Source)
class SourceAdmin(FoldedAdmin, LastingAddressAdmin):
    form = VersionedSourceForm
    fields = [
        "publisher",
        "title",
        "language",
        "url",
        "published_on",
        "text",
        "slug",
        "sha256",
        "archived_at",
    ]
    readonly_fields = ["sha256", "archived_at"]
    list_display = ["__str__", "publisher", "language", "published_on"]
    list_filter = ["publisher", "language", ("published_on_latest", admin.DateFieldListFilter)]
    search_fields = ["title", "publisher", "url", "slug"]

    def get_readonly_fields(self, request, obj=None):
        """What quotes were taken from stays as it is."""
        fields = super().get_readonly_fields(request, obj)
        return [*fields, "text"] if obj and obj.citations.exists() else fields


@admin.register(Citation)
class CitationAdmin(DraftedAdmin, TranslatedAdmin):
    """A quote is public with what rests on it; as context, once a second person publishes it."""

    fields = ["source", "quote", "speaker", "note", "is_context"]
    autocomplete_fields = ["source", "speaker"]
    list_display = ["__str__", "source", "speaker"]
    list_select_related = ["source", "speaker"]
    list_filter = ["source", "speaker"]
    search_fields = ["quote", "source__publisher", "source__title"]

    def get_readonly_fields(self, request, obj=None):
        """What something rests on stays as it is."""
        used = obj and (obj.references.exists() or obj.published_at)
        notes = in_each_language("note").values()
        return ["source", "quote", "speaker", "is_context", *notes] if used else []

    def save_related(self, request, form, formsets, change):
        """Note who wrote what is not public; hand in what is context, and take back what was."""
        super().save_related(request, form, formsets, change)
        row = form.instance
        if is_public(row) or not (form.changed_data or row.is_context):
            return
        new = draft(row=row, by=request.user)
        if row.is_context:
            hand_in(new, request.user)
            messages.info(request, _("It waits for a reviewer now."))


def _is_open(row):
    """Whether a row is with its author: not public, and not before a reviewer."""
    if isinstance(row, StatusUpdate):
        return row.stage in OPEN
    return not row.published_at and not Revision.objects.new_of(row).submitted().exists()


@admin.register(Reference)
class ReferenceAdmin(ReadOnlyAdmin):
    """References are entered beside what they support; only a draft can lose one."""

    list_display = ["citation", "target"]
    search_fields = ["citation__quote"]
    list_filter = ["citation__source"]

    def has_delete_permission(self, request, obj=None):
        is_of_draft = obj and not (obj.revision_id or obj.correction_id) and _is_open(obj.target)
        return bool(is_of_draft) and admin.ModelAdmin.has_delete_permission(self, request, obj)

    def delete_model(self, request, obj):
        """Whoever takes it away wrote the draft last, and does not approve it."""
        target = obj.target
        super().delete_model(request, obj)
        if isinstance(target, StatusUpdate):
            target.created_by = request.user
            target.save(update_fields=["created_by"])
        else:
            draft(row=target, by=request.user)

    def get_queryset(self, request):
        return super().get_queryset(request).for_targets().select_related("citation")
