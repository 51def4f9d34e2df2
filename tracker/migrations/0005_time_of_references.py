"""A citation supported a thing, as far as we know, since its source was archived."""

from django.db import migrations
from django.db.models import OuterRef, Subquery


def date_references(apps, schema_editor):
    """Going forward once more, leave them as they are: at first all have one time."""
    references = apps.get_model("tracker", "Reference").objects
    if references.values("created_at").distinct().count() > 1:
        return
    Citation = apps.get_model("tracker", "Citation")
    archived = Citation.objects.filter(pk=OuterRef("citation")).values("source__archived_at")
    references.update(created_at=Subquery(archived))


class Migration(migrations.Migration):
    dependencies = [("tracker", "0004_review")]

    operations = [migrations.RunPython(date_references, migrations.RunPython.noop)]
