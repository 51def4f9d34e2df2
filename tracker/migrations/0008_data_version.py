from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tracker", "0007_roles_of_review")]

    operations = [
        migrations.CreateModel(
            name="DataVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveBigIntegerField()),
            ],
            options={"default_permissions": ()},
        ),
    ]
