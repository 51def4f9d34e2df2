"""What each role may do now that a second person reviews; and the auditor."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

EDITED = [
    "actionplan", "alias", "citation", "country", "event", "initiative", "milestone",
    "organization", "place", "reference", "source", "speaker", "statusupdate", "theme",
    "workinggroup",
]  # fmt: skip
HISTORY = ["correction", "countersignature", "erasure", "ledgerentry", "revision", "withdrawal"]
READ = [f"view_{model}" for model in (*EDITED, *HISTORY, "challenge")]
ROLES = {
    "focal point": ["add_statusupdate"],
    "reviewer": ["add_statusupdate", "review_statusupdate", "change_challenge", *READ],
    "editor": [
        *(f"{verb}_{model}" for model in EDITED for verb in ("add", "change", "delete")),
        "add_revision", "change_challenge", *READ,
    ],
    "administrator": ["add_user", "change_user", "view_user"],
    "auditor": ["verify_ledgerentry", "view_user", *READ],
}  # fmt: skip
ROLES_BEFORE = {
    "focal point": ["add_statusupdate"],
    "reviewer": [
        "add_statusupdate",
        *(f"view_{model}" for model in (*EDITED, "correction", "ledgerentry", "revision")),
    ],
    "editor": [
        *(f"{verb}_{model}" for model in EDITED for verb in ("add", "change", "delete", "view")),
        *(f"view_{model}" for model in ("correction", "ledgerentry", "revision")),
    ],
    "administrator": ["add_user", "change_user", "view_user"],
}


def set_roles(apps, roles):
    config = apps.get_app_config("tracker")
    # Permissions are made after the last migration: make them now, and without the models' module.
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    for name, codenames in roles.items():
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.set(
            Permission.objects.filter(content_type__app_label="tracker", codename__in=codenames)
        )


def make_roles(apps, schema_editor):
    set_roles(apps, ROLES)


def restore_roles(apps, schema_editor):
    """Leave the auditors in their group, which may do nothing then."""
    set_roles(apps, ROLES_BEFORE | {"auditor": []})


class Migration(migrations.Migration):
    dependencies = [("tracker", "0006_triggers_of_review")]

    operations = [migrations.RunPython(make_roles, restore_roles)]
