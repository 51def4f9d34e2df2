"""What initiatives are seen by: plans, groups, bodies, states, themes, events, and their names."""

from django.contrib import admin

from ..models import (
    ActionPlan,
    Alias,
    Country,
    Event,
    Organization,
    Place,
    Speaker,
    Theme,
    WorkingGroup,
)
from ..models.revision import revised_columns
from ..models.translated import in_each_language
from .base import FoldedAdmin, LastingAddressAdmin, TranslatedAdmin, VersionedAdmin
from .evidence import ReferenceInline


class AliasInline(admin.TabularInline):
    model = Alias
    fields = ["name", "language"]
    extra = 0


class NamedAdmin(FoldedAdmin, LastingAddressAdmin, TranslatedAdmin):
    prepopulated_fields = {"slug": ("name",)}
    list_display = ["name", "slug"]
    search_fields = [*in_each_language("name").values(), "slug"]


class DimensionAdmin(NamedAdmin):
    """What public initiatives are sorted under is not deleted from under them."""

    def has_delete_permission(self, request, obj=None):
        in_use = obj and obj.initiatives.exists()
        return not in_use and super().has_delete_permission(request, obj)


@admin.register(ActionPlan)
class ActionPlanAdmin(NamedAdmin):
    fields = ["name", "slug", "period", "supersedes", "themes"]

    def get_readonly_fields(self, request, obj=None):
        """What is public is reworded by a revision."""
        fields = super().get_readonly_fields(request, obj)
        if not (obj and obj.references.exists()):
            return fields
        return [*fields, *revised_columns(ActionPlan)]

    autocomplete_fields = ["supersedes", "themes"]
    inlines = [ReferenceInline]
    list_display = ["name", "period"]
    list_filter = [("period_latest", admin.DateFieldListFilter), "themes"]


@admin.register(WorkingGroup)
class WorkingGroupAdmin(NamedAdmin):
    fields = ["name", "slug", "parent", "countries", "themes"]
    autocomplete_fields = ["parent", "countries", "themes"]
    inlines = [ReferenceInline, AliasInline]
    aliases = "aliases"
    list_display = ["name", "parent"]
    list_select_related = ["parent"]
    list_filter = ["countries", "themes"]


@admin.register(Organization)
class OrganizationAdmin(NamedAdmin):
    fields = ["name", "slug", "abbreviation", "classification", "proposed", "country", "themes"]
    autocomplete_fields = ["country", "themes"]
    inlines = [ReferenceInline, AliasInline]
    aliases = "aliases"
    list_display = ["name", "abbreviation", "classification", "proposed", "country"]
    list_select_related = ["country"]
    list_filter = ["classification", "proposed", "country"]
    search_fields = [*NamedAdmin.search_fields, *in_each_language("abbreviation").values()]


@admin.register(Country)
class CountryAdmin(DimensionAdmin):
    fields = ["name", "slug", "iso_code", "membership", "note"]
    inlines = [AliasInline]
    aliases = "aliases"
    list_display = ["name", "iso_code", "membership"]
    list_filter = ["membership"]


@admin.register(Theme)
class ThemeAdmin(DimensionAdmin):
    fields = ["name", "slug"]
    inlines = [AliasInline]
    aliases = "aliases"


@admin.register(Place)
class PlaceAdmin(NamedAdmin):
    fields = ["name", "slug", "country"]
    autocomplete_fields = ["country"]
    inlines = [AliasInline]
    aliases = "aliases"
    list_display = ["name", "country"]
    list_select_related = ["country"]
    list_filter = ["country"]


@admin.register(Event)
class EventAdmin(NamedAdmin):
    fields = ["name", "slug", "classification", "held_on", "place", "country", "themes"]
    autocomplete_fields = ["place", "country", "themes"]
    inlines = [ReferenceInline]
    list_display = ["name", "classification", "held_on", "place"]
    list_select_related = ["place"]
    list_filter = ["classification", ("held_on_latest", admin.DateFieldListFilter), "country"]
    search_fields = [*NamedAdmin.search_fields, *in_each_language("place__name").values()]
    aliases = "place__aliases"


@admin.register(Speaker)
class SpeakerAdmin(NamedAdmin):
    fields = ["name", "slug", "role", "organization", "is_named"]
    autocomplete_fields = ["organization"]
    inlines = [ReferenceInline, AliasInline]
    aliases = "aliases"
    list_display = ["name", "role", "organization", "is_named"]
    list_select_related = ["organization"]
    list_filter = ["is_named", "organization"]


@admin.register(Alias)
class AliasAdmin(FoldedAdmin, VersionedAdmin):
    autocomplete_fields = ["country", "organization", "working_group", "theme", "place", "speaker"]
    list_display = ["name", "language"]
    list_filter = ["language"]
    search_fields = ["name"]
