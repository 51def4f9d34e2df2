from django.db import migrations, models

from ._operations import AddColumnForGood


class Migration(migrations.Migration):
    dependencies = [("tracker", "0024_logins")]

    operations = [
        AddColumnForGood(
            model_name="challenge",
            name="block",
            field=models.CharField(
                db_index=True, default="", db_default="", editable=False, max_length=64
            ),
        ),
    ]
