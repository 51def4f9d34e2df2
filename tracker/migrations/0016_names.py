from django.db import migrations


class Migration(migrations.Migration):
    """Columns take the names that say what they hold."""

    dependencies = [("tracker", "0015_search_by_the_index_alone")]
    operations = [
        migrations.RenameField("speaker", "named", "is_named"),
        migrations.RenameField("initiative", "touched", "changed_in_version"),
    ]
