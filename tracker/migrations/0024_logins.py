"""Sessions know their account, failures are counted, and the account log has second factors."""

from django.conf import settings
from django.db import migrations, models

from ._operations import AddColumnForGood, WidenConstraints

ID = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")
CHANGES = [
    ("created", "account made"), ("username", "username"), ("name", "name"),
    ("email", "e-mail address"), ("language", "language"), ("active", "may log in"),
    ("staff", "may open the data entry"), ("superuser", "superuser"), ("roles", "roles"),
    ("permissions", "single rights"), ("scope", "scope"), ("link_sent", "one-time link sent to"),
    ("link_shown", "one-time link shown to"), ("password_set", "password set"),
    ("password_taken", "password taken back, until a link is used"),
    ("factor_added", "second factor added"), ("factor_removed", "second factor removed"),
    ("sign_on_added", "sign-on connected"), ("sessions_ended", "logged out on other devices"),
    ("locked", "locked for some minutes after wrong passwords or codes"),
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("tracker", "0023_updates_end_by_two_persons")]

    operations = [
        migrations.CreateModel(
            name="Throttle",
            fields=[
                ("id", ID),
                ("key", models.CharField(max_length=64, unique=True)),
                ("failures", models.PositiveIntegerField(default=0)),
                ("locked_until", models.DateTimeField(null=True)),
                ("forgotten_at", models.DateTimeField(db_index=True)),
            ],
            options={"default_permissions": []},
        ),
        migrations.CreateModel(
            name="Session",
            fields=[
                (
                    "session_key",
                    models.CharField(
                        max_length=40, primary_key=True, serialize=False, verbose_name="session key"
                    ),
                ),
                ("session_data", models.TextField(verbose_name="session data")),
                ("expire_date", models.DateTimeField(db_index=True, verbose_name="expire date")),
                (
                    "account",
                    models.ForeignKey(
                        null=True,
                        on_delete=models.deletion.CASCADE,
                        related_name="sessions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"default_permissions": []},
        ),
        AddColumnForGood(
            "user",
            "password_is_first",
            models.BooleanField(db_default=False, default=False, editable=False),
        ),
        migrations.AlterField(
            "accountlog",
            "what",
            models.CharField(choices=CHANGES, max_length=20, verbose_name="what"),
        ),
        WidenConstraints(
            "accountlog",
            [
                models.CheckConstraint(
                    condition=models.Q(what__in=[value for value, _label in CHANGES]),
                    name="accountlog_what_is_known",
                )
            ],
        ),
    ]
