"""Administrators hold no other role, and what becomes of accounts stands in a log.

An administrator who holds another role already keeps it: to take it away could lock somebody out.
`manage.py check --database default` names them. The triggers refuse new ones.
"""

from importlib import import_module

import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from ._operations import AddTrigger, CreateModelForGood

REVIEW = import_module("tracker.migrations.0007_roles_of_review")
TRANSLATIONS = import_module("tracker.migrations.0012_translation_reviews")
VIEW = "view_accountlog"
ADDED = {"administrator": [VIEW], "auditor": [VIEW, "view_attribution"]}
ROLES = {name: [*rights, *ADDED.get(name, [])] for name, rights in TRANSLATIONS.ROLES.items()}
CHANGES = [
    ("created", "account made"), ("username", "username"), ("name", "name"),
    ("email", "e-mail address"), ("language", "language"), ("active", "may log in"),
    ("staff", "may open the data entry"), ("superuser", "superuser"), ("roles", "roles"),
    ("permissions", "single rights"), ("scope", "scope"), ("link_sent", "one-time link sent to"),
    ("link_shown", "one-time link shown to"), ("password_set", "password set"),
    ("password_taken", "password taken back, until a link is used"),
]  # fmt: skip

ADMINISTRATORS = "(SELECT id FROM auth_group WHERE name = 'administrator')"
IS_ADMINISTRATOR = """
    EXISTS (
        SELECT 1 FROM tracker_user_groups
        WHERE tracker_user_groups.user_id = {user}
          AND tracker_user_groups.group_id = {administrators}
    )
"""
IS_ANOTHER_ROLE = """
    EXISTS (
        SELECT 1 FROM tracker_user_groups held
        WHERE held.user_id = NEW.user_id AND held.group_id <> NEW.group_id {besides}
          AND {administrators} IN (held.group_id, NEW.group_id)
    )
    OR (
        NEW.group_id = {administrators}
        AND (
            EXISTS (
                SELECT 1 FROM tracker_user
                WHERE tracker_user.id = NEW.user_id AND tracker_user.is_superuser
            )
            OR EXISTS (
                SELECT 1 FROM tracker_user_user_permissions
                WHERE tracker_user_user_permissions.user_id = NEW.user_id
            )
        )
    )
"""
NO_SINGLE_RIGHT = IS_ADMINISTRATOR.format(administrators=ADMINISTRATORS, user="NEW.user_id")
WAIT_FOR_ACCOUNT = "1 FROM tracker_user WHERE id = NEW.user_id FOR NO KEY UPDATE"
NO_OTHER_ROLE = "an administrator holds no other role"
LOG_STAYS = "the account log is never changed or deleted"


def let_them(apps, schema_editor):
    REVIEW.set_roles(apps, ROLES)


def let_nobody(apps, schema_editor):
    REVIEW.set_roles(apps, TRANSLATIONS.ROLES)
    apps.get_model("auth", "Permission").objects.filter(codename=VIEW).delete()


class Migration(migrations.Migration):
    dependencies = [("tracker", "0021_triggers_of_nouns")]

    operations = [
        CreateModelForGood(
            name="AccountLog",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(
                        db_index=True, default=django.utils.timezone.now, verbose_name="time"
                    ),
                ),
                (
                    "what",
                    models.CharField(choices=CHANGES, max_length=20, verbose_name="what"),
                ),
                ("old", models.TextField(blank=True, verbose_name="before")),
                ("new", models.TextField(blank=True, verbose_name="after")),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=models.deletion.PROTECT,
                        related_name="log",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
            ],
            options={
                "verbose_name": "entry of the account log",
                "verbose_name_plural": "account log",
                "default_permissions": ["view"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(what__in=[value for value, _label in CHANGES]),
                        name="accountlog_what_is_known",
                    )
                ],
            },
        ),
        *(
            AddTrigger(
                f"account_log_is_not_{past}",
                table="tracker_accountlog",
                before=verb,
                condition="1 = 1",
                message=LOG_STAYS,
            )
            for verb, past in (("UPDATE", "changed"), ("DELETE", "deleted"))
        ),
        *(
            AddTrigger(
                f"administrator_holds_no_other_role_on_{verb.lower()}",
                table="tracker_user_groups",
                before=verb,
                condition=IS_ANOTHER_ROLE.format(administrators=ADMINISTRATORS, besides=besides),
                lock=WAIT_FOR_ACCOUNT,
                message=NO_OTHER_ROLE,
            )
            for verb, besides in (("INSERT", ""), ("UPDATE", "AND held.id <> NEW.id"))
        ),
        *(
            AddTrigger(
                f"administrator_has_no_single_right_on_{verb.lower()}",
                table="tracker_user_user_permissions",
                before=verb,
                condition=IS_ADMINISTRATOR.format(
                    administrators=ADMINISTRATORS, user="NEW.user_id"
                ),
                lock=WAIT_FOR_ACCOUNT,
                message=NO_OTHER_ROLE,
            )
            for verb in ("INSERT", "UPDATE")
        ),
        AddTrigger(
            "administrator_is_no_superuser",
            table="tracker_user",
            before="UPDATE",
            condition="NEW.is_superuser AND NOT OLD.is_superuser AND "
            + IS_ADMINISTRATOR.format(administrators=ADMINISTRATORS, user="NEW.id"),
            message=NO_OTHER_ROLE,
        ),
        AddTrigger(
            "administrators_keep_their_name",
            table="auth_group",
            before="UPDATE",
            condition="OLD.name <> NEW.name AND 'administrator' IN (OLD.name, NEW.name)",
            message="the group of the administrators keeps its name",
        ),
        migrations.RunPython(let_them, let_nobody),
    ]
