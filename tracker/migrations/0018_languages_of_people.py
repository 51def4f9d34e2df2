from django.db import migrations, models

import tracker.languages


class Migration(migrations.Migration):
    """The languages of people are those of the table, whichever these are; no column changes."""

    dependencies = [("tracker", "0017_wording_of_snapshots")]
    operations = [
        migrations.AlterField(
            "user",
            "language",
            models.CharField(
                choices=tracker.languages.choices,
                default="en",
                help_text="The language of the notes that are sent by e-mail.",
                max_length=10,
                verbose_name="language",
            ),
        ),
    ]
