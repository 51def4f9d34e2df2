from django.db import migrations, models

from ._operations import AddColumnForGood


class Migration(migrations.Migration):
    dependencies = [
        ("tracker", "0008_data_version"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="initiative",
            options={
                "ordering": ["-updated_on", "-pk"],
                "verbose_name": "initiative",
                "verbose_name_plural": "initiatives",
            },
        ),
        migrations.AlterModelOptions(
            name="snapshot",
            options={
                "ordering": ["-updated_on", "-initiative_id"],
                "verbose_name": "snapshot",
                "verbose_name_plural": "snapshots",
            },
        ),
        AddColumnForGood(
            model_name="initiative",
            name="touched",
            field=models.BigIntegerField(db_index=True, default=0, editable=False),
        ),
        migrations.AddIndex(
            model_name="statusupdate",
            index=models.Index(
                fields=["-effective_on", "-published_at", "-id"], name="update_by_day"
            ),
        ),
    ]
