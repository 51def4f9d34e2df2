"""A source may be in any language, and without an address; more classes of events."""

from django.db import migrations, models
from django.db.models import CheckConstraint, Q

from ._operations import WidenConstraints, WidenField

EVENTS = [
    ("summit", "Summit"),
    ("ministerial_meeting", "Ministerial meeting"),
    ("meeting", "Meeting"),
    ("session", "Session"),
    ("conference", "Conference"),
    ("forum", "Forum"),
    ("signing", "Signing"),
    ("election", "Election"),
    ("festival", "Festival"),
]
TAG = "^[a-z]{2,3}(-[A-Za-z0-9]{1,8})*$"
"""That of BCP 47."""


class Migration(migrations.Migration):
    dependencies = [("tracker", "0027_seasons_as_wide_as_meant")]

    operations = [
        migrations.AlterField(
            model_name="event",
            name="classification",
            field=models.CharField(choices=EVENTS, max_length=30, verbose_name="classification"),
        ),
        WidenConstraints(
            "event",
            [
                CheckConstraint(
                    condition=Q(classification__in=[value for value, _label in EVENTS]),
                    name="event_classification_is_known",
                )
            ],
        ),
        WidenField(
            model_name="source",
            name="language",
            field=models.CharField(
                help_text="Its code as in BCP 47: ru, kk, uz-Cyrl.",
                max_length=35,
                verbose_name="language",
            ),
        ),
        WidenConstraints(
            "source",
            [CheckConstraint(condition=Q(language__regex=TAG), name="source_language_is_known")],
        ),
        migrations.AlterField(
            model_name="source",
            name="url",
            field=models.URLField(
                blank=True,
                help_text="Empty for what has none: a letter, a decree, a speech.",
                max_length=500,
                verbose_name="address",
            ),
        ),
    ]
