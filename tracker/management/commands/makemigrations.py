from pathlib import Path

from django.core.management.commands import makemigrations
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.writer import MigrationWriter

from ...languages import LANGUAGES, Language
from ...migrations._languages import languages_in

TEXT = '''from django.db import migrations

from ._languages import add_language


class Migration(migrations.Migration):
    """{language.name}: a column for each text, as safe as those of the other languages."""

    dependencies = [("tracker", "{before}")]
    operations = add_language("{language.code}", after=dependencies)
'''


class Command(makemigrations.Command):
    """As Django's own, but a language that is new in tracker/languages.py gets `add_language`.

    The columns that Django would add are unguarded. Other changes of models wait for the next run.
    """

    def write_migration_files(self, changes, *args, **kwargs):
        loader = MigrationLoader(None)
        known = languages_in(loader.project_state(), [row.code for row in LANGUAGES])
        new = [row for row in LANGUAGES if row.code not in known]
        if "tracker" not in changes or not known or not new:
            super().write_migration_files(changes, *args, **kwargs)
            return
        [(_app, last)] = loader.graph.leaf_nodes("tracker")
        for number, language in enumerate(new, int(last[:4]) + 1):
            last = self._write(language, f"{number:04}_{_as_name(language)}", before=last)

    def _write(self, language: Language, name: str, *, before: str) -> str:
        path = Path(MigrationWriter(Migration(name, "tracker")).path)
        text = TEXT.format(language=language, before=before)
        self.log(f"{self.get_relative_path(path)}\n\n{text}")
        if not self.dry_run:
            path.write_text(text, encoding="utf-8")
        return name


def _as_name(language: Language) -> str:
    """Return the English name in small letters and underscores."""
    letters = (letter if letter.isalpha() else " " for letter in f"{language.name}".lower())
    return "_".join("".join(letters).split())
