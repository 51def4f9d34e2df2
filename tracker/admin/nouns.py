"""What initiatives are seen by: plans, groups, bodies, states, themes, events, and their names."""

from django.contrib import admin

from ..models import (
    ActionPlan,
    Country,
    Event,
    Organization,
    Place,
    Speaker,
    Theme,
    WorkingGroup,
)
from ..models.translated import in_each_language
from .base import FoldedAdmin, LastingAddressAdmin
from .languages import TranslatedAdmin


class NamedAdmin(FoldedAdmin, LastingAddressAdmin, TranslatedAdmin):
    list_display = ["name", "slug"]
    search_fields = [*in_each_language("name").values(), "slug"]


@admin.register(ActionPlan)
class ActionPlanAdmin(NamedAdmin):
    fields = ["name", "period", "supersedes", "themes", "slug"]

    autocomplete_fields = ["supersedes", "themes"]
    list_display = ["name", "period"]
    list_filter = [("period_latest", admin.DateFieldListFilter), "themes"]


@admin.register(WorkingGroup)
class WorkingGroupAdmin(NamedAdmin):
    fields = ["name", "parent", "countries", "themes", "slug"]
    autocomplete_fields = ["parent", "countries", "themes"]
    aliases = "aliases"
    list_display = ["name", "parent"]
    list_select_related = ["parent"]
    list_filter = ["countries", "themes"]


@admin.register(Organization)
class OrganizationAdmin(NamedAdmin):
    fields = ["name", "abbreviation", "classification", "proposed", "country", "themes", "slug"]
    autocomplete_fields = ["country", "themes"]
    aliases = "aliases"
    list_display = ["name", "abbreviation", "classification", "proposed", "country"]
    list_select_related = ["country"]
    list_filter = ["classification", "proposed", "country"]
    search_fields = [*NamedAdmin.search_fields, *in_each_language("abbreviation").values()]


@admin.register(Country)
class CountryAdmin(NamedAdmin):
    fields = ["name", "iso_code", "membership", "member_since", "member_until", "note", "slug"]
    aliases = "aliases"
    list_display = ["name", "iso_code", "membership"]
    list_filter = ["membership"]


@admin.register(Theme)
class ThemeAdmin(NamedAdmin):
    fields = ["name", "slug"]
    aliases = "aliases"


@admin.register(Place)
class PlaceAdmin(NamedAdmin):
    fields = ["name", "country", "slug"]
    autocomplete_fields = ["country"]
    aliases = "aliases"
    list_display = ["name", "country"]
    list_select_related = ["country"]
    list_filter = ["country"]


@admin.register(Event)
class EventAdmin(NamedAdmin):
    fields = ["name", "classification", "held_on", "place", "country", "themes", "slug"]
    autocomplete_fields = ["place", "country", "themes"]
    list_display = ["name", "classification", "held_on", "place"]
    list_select_related = ["place"]
    list_filter = ["classification", ("held_on_latest", admin.DateFieldListFilter), "country"]
    search_fields = [*NamedAdmin.search_fields, *in_each_language("place__name").values()]
    aliases = "place__aliases"


@admin.register(Speaker)
class SpeakerAdmin(NamedAdmin):
    fields = ["name", "role", "organization", "is_named", "slug"]
    autocomplete_fields = ["organization"]
    aliases = "aliases"
    list_display = ["name", "role", "organization", "is_named"]
    list_select_related = ["organization"]
    list_filter = ["is_named", "organization"]
