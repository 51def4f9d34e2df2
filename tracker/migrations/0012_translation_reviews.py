"""Who compared which translation with its original; editors and reviewers may."""

from importlib import import_module

from django.conf import settings
from django.db import migrations, models

REVIEW = import_module("tracker.migrations.0007_roles_of_review")
ADD, VIEW = "add_translationreview", "view_translationreview"
ADDED = {"reviewer": [ADD, VIEW], "editor": [ADD, VIEW], "auditor": [VIEW]}
ROLES = {name: [*rights, *ADDED.get(name, [])] for name, rights in REVIEW.ROLES.items()}


def let_them(apps, schema_editor):
    REVIEW.set_roles(apps, ROLES)


def let_nobody(apps, schema_editor):
    REVIEW.set_roles(apps, REVIEW.ROLES)
    apps.get_model("auth", "Permission").objects.filter(codename__in=[ADD, VIEW]).delete()


class Migration(migrations.Migration):
    dependencies = [("tracker", "0011_seven_languages")]

    operations = [
        migrations.CreateModel(
            name="TranslationReview",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("noun", models.CharField(max_length=30, verbose_name="noun")),
                ("key", models.PositiveBigIntegerField(verbose_name="key")),
                ("field", models.CharField(max_length=30, verbose_name="field")),
                ("language", models.CharField(max_length=10, verbose_name="language")),
                ("text", models.TextField(verbose_name="text")),
                ("reviewed_at", models.DateTimeField(auto_now=True, verbose_name="reviewed at")),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        on_delete=models.deletion.PROTECT,
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="reviewed by",
                    ),
                ),
            ],
            options={
                "verbose_name": "translation review",
                "verbose_name_plural": "translation reviews",
                "default_permissions": ["add", "view"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("noun", "key", "field", "language"),
                        name="translation_is_reviewed_once",
                    )
                ],
            },
        ),
        migrations.RunPython(let_them, let_nobody),
    ]
