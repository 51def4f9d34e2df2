"""A table that a migration makes anew keeps what guards it."""

import pytest
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader

from tracker.sqlite import file
from tracker.sqlite.base import DatabaseWrapper

TRIGGERS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name"
MADE = (
    "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%'"
    " AND name NOT LIKE 'tracker_initiative_search~_%' ESCAPE '~' OR type = 'trigger'"
    " ORDER BY type = 'trigger', type = 'index'"
)
"""The tables, indices and triggers, but for the tables that the index of words keeps for itself."""

pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="of SQLite alone")


@pytest.fixture
def copy(db, tmp_path):
    """Another connection, to another database that is made alike, without a row."""
    settings = {**connection.settings_dict, "NAME": tmp_path / "copy"}
    file.prepare(tmp_path / "copy", tmp_path)
    connections["copy"] = copied = DatabaseWrapper(settings, alias="copy")
    with connection.cursor() as cursor, copied.cursor() as copying:
        for (sql,) in cursor.execute(MADE).fetchall():
            copying.execute(sql)
    yield copied
    copied.close()
    del connections["copy"]


def triggers(database):
    with database.cursor() as cursor:
        return cursor.execute(TRIGGERS).fetchall()


def test_every_table_can_be_made_anew_and_keeps_its_triggers(copy):
    before = triggers(copy)
    models = MigrationLoader(connection).project_state().apps.get_app_config("tracker").get_models()

    for model in models:
        with copy.schema_editor() as editor:
            editor._remake_table(model)

    assert len(before) > 30
    assert triggers(copy) == before
