"""The roles of the staff, as Django groups with their permissions."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

EDITED = [
    "actionplan",
    "alias",
    "citation",
    "country",
    "event",
    "initiative",
    "milestone",
    "organization",
    "place",
    "reference",
    "source",
    "speaker",
    "statusupdate",
    "theme",
    "workinggroup",
]
READ = ["correction", "ledgerentry", "revision"]
ROLES = {
    "focal point": ["add_statusupdate"],
    "reviewer": ["add_statusupdate", *(f"view_{model}" for model in EDITED + READ)],
    "editor": [
        *(f"{verb}_{model}" for model in EDITED for verb in ("add", "change", "delete", "view")),
        *(f"view_{model}" for model in READ),
    ],
    "administrator": ["add_user", "change_user", "view_user"],
}  # fmt: skip


def make_roles(apps, schema_editor):
    config = apps.get_app_config("tracker")
    # Permissions are made after the last migration: make them now, and without the models' module.
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    for name, codenames in ROLES.items():
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.set(
            Permission.objects.filter(content_type__app_label="tracker", codename__in=codenames)
        )


def empty_roles(apps, schema_editor):
    """Leave the groups: people are in them, and are so again once this goes forward."""
    for group in apps.get_model("auth", "Group").objects.filter(name__in=ROLES):
        group.permissions.clear()


class Migration(migrations.Migration):
    dependencies = [("tracker", "0002_triggers"), ("auth", "0012_alter_user_first_name_max_length")]

    operations = [migrations.RunPython(make_roles, empty_roles)]
