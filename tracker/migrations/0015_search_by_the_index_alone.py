"""A function by which PostgreSQL answers a search from its index.

Without it the planner reads the whole table where a word is in most rows, and makes the words of
each of them: seconds instead of a fraction. Its bitmaps need the memory, or they forget the rows.
"""

from django.db import migrations

NAME = "tracker_initiative_having"
CREATE = f"""
CREATE OR REPLACE FUNCTION {NAME}(question text) RETURNS SETOF bigint LANGUAGE sql STABLE
SET enable_seqscan = off SET work_mem = '64MB' AS $$
    SELECT id FROM tracker_initiative
    WHERE to_tsvector('simple', search_text) @@ to_tsquery('simple', question)
$$
"""  # noqa: S608


def add_function(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(CREATE, params=None)


def drop_function(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP FUNCTION IF EXISTS {NAME}(text)", params=None)


class Migration(migrations.Migration):
    dependencies = [("tracker", "0014_translations_of_what_is_frozen")]

    operations = [migrations.RunPython(add_function, drop_function)]
