"""Every table of every model is in a backup, with each of its columns."""

from django.apps import apps
from django.conf import settings
from django.db import connection

from tracker.backups.tables import FROM_POSTGRESQL, migrations_of_database, tables
from tracker.backups.tables import migrations_of_program as of_program

OF_DJANGO = {"django_migrations"}
"""What the header names."""


def test_every_type_of_field_is_known():
    unknown = {
        f"{table.name}.{column}: {kind}"
        for table in tables()
        for column, kind in zip(table.columns, table.types, strict=True)
        if kind not in FROM_POSTGRESQL
    }

    assert unknown == set()


def test_no_table_and_no_column_of_the_database_is_left_out(db):
    known = {table.name: set(table.columns) for table in tables()}
    with connection.cursor() as cursor:
        found = {
            name: {column.name for column in connection.introspection.get_table_description(
                cursor, name
            )}
            for name in connection.introspection.table_names(cursor)
            if not name.startswith("tracker_initiative_search")
        }  # fmt: skip

    assert {name: found[name] for name in found.keys() - OF_DJANGO} == known


def test_tables_of_every_installed_model_are_there():
    assert len(tables()) == len(list(apps.get_models(include_auto_created=True))) > 40
    assert settings.INSTALLED_APPS


def test_the_database_of_the_tests_is_of_this_version(db):
    assert migrations_of_database() == of_program()
