"""What several pages of the admin have in common."""

from django.contrib import admin


class ReadOnlyAdmin(admin.ModelAdmin):
    """For what only actions write."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class LastingAddressAdmin(admin.ModelAdmin):
    """A slug is part of addresses and of ledger entries: once saved it stays."""

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        return [*fields, "slug"] if obj else fields

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else super().get_prepopulated_fields(request, obj)


class LockedAdmin(admin.ModelAdmin):
    """For rows that somebody may publish while they are edited."""

    def get_object(self, request, object_id, from_field=None):
        """Before a change is saved, wait for the publisher, and read what came of it."""
        row = super().get_object(request, object_id, from_field)
        if row and request.method == "POST":
            self.model.objects.select_for_update().get(pk=row.pk)
            row.refresh_from_db()
        return row
