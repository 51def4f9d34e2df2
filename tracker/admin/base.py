"""What several pages of the admin have in common."""

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.utils.translation import get_language
from modeltranslation.admin import TranslationAdmin

from ..actions.refusals import Conflict
from ..forms.version import VersionedModelForm
from ..models.translated import language_in
from ..models.version import version_of
from ..reading.search import keys_having


class ReadOnlyAdmin(admin.ModelAdmin):
    """For what only actions write."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class VersionedAdmin(admin.ModelAdmin):
    """Every form carries the version that was read; if it moved, the answer is 409 with both texts.

    A deletion carries it in the address of its question.
    """

    form = VersionedModelForm
    carries_versions = False

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if not obj or not self.has_change_permission(request, obj):
            return fieldsets
        (name, options), *rest = fieldsets
        return [(name, {**options, "fields": [*options["fields"], "version"]}), *rest]

    def changeform_view(self, request, *args, **kwargs):
        response = super().changeform_view(request, *args, **kwargs)
        adminform = (getattr(response, "context_data", None) or {}).get("adminform")
        if adminform and getattr(adminform.form, "is_conflict", False):  # a new row has no version
            response.status_code = 409
        return response

    @transaction.atomic
    def delete_view(self, request, object_id, extra_context=None):
        row = self.get_object(request, unquote(object_id))
        if row and self.has_delete_permission(request, row):
            read = request.GET.get("version")
            if request.method == "POST" and read != version_of(row):
                context = {"conflict": Conflict(), "back": request.path}
                return render(request, "desk/conflict.html", context, status=409)
            if read is None:
                return redirect(f"{request.path}?version={version_of(row)}")
        return super().delete_view(request, object_id, extra_context)

    def action_checkbox(self, row):
        """Let the actions of a list know which version of a row was read."""
        box = super().action_checkbox(row)
        hidden = '<input type="hidden" name="version-{}" value="{}">'
        return box + format_html(hidden, row.pk, version_of(row)) if self.carries_versions else box

    def get_object(self, request, object_id, from_field=None):
        """Before a change is saved, wait for the publisher, and read what came of it."""
        row = super().get_object(request, object_id, from_field)
        if row and request.method == "POST":
            self.model.objects.select_for_update().get(pk=row.pk)
            row.refresh_from_db()
        return row


class FoldedAdmin(admin.ModelAdmin):
    """Its search finds words as the public one does, published or not: it reads every row.

    `aliases` is the path to the aliases that it knows besides the columns.
    """

    aliases = ""

    def get_search_results(self, request, queryset, search_term):
        if not search_term.strip():
            return queryset, False
        columns = self.get_search_fields(request)
        keys = keys_having(queryset, columns, search_term, aliases=self.aliases)
        return queryset.filter(pk__in=keys), False


class LastingAddressAdmin(VersionedAdmin):
    """A slug is part of addresses and of ledger entries: once saved it stays."""

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        return [*fields, "slug"] if obj else fields

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else super().get_prepopulated_fields(request, obj)


class TranslatedAdmin(TranslationAdmin):
    """What is written in several languages stands in a fold a language, the reader's own open."""

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        folds = {code: [] for code in settings.LANGUAGE_NAMES}
        rest = []
        for name, options in fieldsets:
            left = []
            for field in options["fields"]:
                folds.get(language_in(field), left).append(field)
            rest.append((name, {**options, "fields": left}))
        own = get_language()
        return [
            *rest[:1],
            *(
                (settings.LANGUAGE_NAMES[code], {"fields": fields, "classes": _classes(code, own)})
                for code, fields in folds.items()
                if fields
            ),
            *rest[1:],
        ]


def _classes(code, own):
    return [] if code in (own, settings.LANGUAGE_CODE) else ["collapse"]
