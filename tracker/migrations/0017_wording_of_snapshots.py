"""Snapshots share the fields of wording with initiatives, labels included: no column changes."""

from django.db import migrations, models

LANGUAGES = ("az", "en", "kk", "ky", "ru", "tr", "uz")


def in_each_language(name, make):
    """Yield the alterations of a field and of its column in each language."""
    yield migrations.AlterField("snapshot", name, make())
    for code in LANGUAGES:
        yield migrations.AlterField("snapshot", f"{name}_{code}", make(null=True))


def title(**options):
    return models.CharField(max_length=300, verbose_name="title", **options)


def summary(**options):
    help_text = "What the source says, in a sentence or two."
    return models.TextField(blank=True, help_text=help_text, verbose_name="summary", **options)


class Migration(migrations.Migration):
    dependencies = [("tracker", "0016_names")]

    operations = [*in_each_language("title", title), *in_each_language("summary", summary)]
