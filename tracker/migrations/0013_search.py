"""An index of the words of every initiative: FTS5 on SQLite, GIN on PostgreSQL."""

from django.db import migrations

from ._operations import AddSearchIndex


class Migration(migrations.Migration):
    dependencies = [("tracker", "0012_translation_reviews")]

    operations = [AddSearchIndex("tracker_initiative_search")]
