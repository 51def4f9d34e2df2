"""An index of the words of every initiative, kept within the transaction that writes them.

On PostgreSQL by GIN; on SQLite a table of FTS5 that three triggers keep. SQLite drops these when
Django rebuilds the table of initiatives: a later migration that does must repeat this.
"""

from django.db import migrations

TABLE, INDEX = "tracker_initiative", "tracker_initiative_search"
ADD = f"INSERT INTO {INDEX} (rowid, search_text) VALUES (NEW.id, NEW.search_text);"  # noqa: S608
DROP = (
    f"INSERT INTO {INDEX} ({INDEX}, rowid, search_text)"  # noqa: S608
    " VALUES ('delete', OLD.id, OLD.search_text);"
)
FORWARD = {
    "postgresql": [
        f"CREATE INDEX {INDEX} ON {TABLE} USING gin (to_tsvector('simple', search_text))",
    ],
    "sqlite": [
        (
            f"CREATE VIRTUAL TABLE {INDEX} USING fts5(search_text, content='{TABLE}',"
            " content_rowid='id', detail=none, columnsize=0)"
        ),
        f"INSERT INTO {INDEX} ({INDEX}) VALUES ('rebuild')",  # noqa: S608
        f"CREATE TRIGGER {INDEX}_inserted AFTER INSERT ON {TABLE} BEGIN {ADD} END",
        f"CREATE TRIGGER {INDEX}_deleted AFTER DELETE ON {TABLE} BEGIN {DROP} END",
        (
            f"CREATE TRIGGER {INDEX}_updated AFTER UPDATE OF search_text ON {TABLE}"
            f" WHEN NEW.search_text <> OLD.search_text BEGIN {DROP} {ADD} END"
        ),
    ],
}
BACKWARD = {
    "postgresql": [f"DROP INDEX IF EXISTS {INDEX}"],
    "sqlite": [
        *(f"DROP TRIGGER IF EXISTS {INDEX}_{past}" for past in ("inserted", "deleted", "updated")),
        f"DROP TABLE IF EXISTS {INDEX}",
    ],
}


def add_index(apps, schema_editor):
    for statement in FORWARD[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def drop_index(apps, schema_editor):
    for statement in BACKWARD[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("tracker", "0012_translation_reviews")]

    operations = [migrations.RunPython(add_index, drop_index)]
