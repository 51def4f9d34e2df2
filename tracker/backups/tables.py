"""Which tables a backup has, and how a value is written that both databases read the same way.

A backup has values as SQLite keeps them: 0 and 1, days and moments as text, moments in UTC with
their microseconds, JSON as text.
"""

from typing import NamedTuple

from django.apps import apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

_NUMBER, _TEXT = ("{}", "int8"), ("{}", "text")
_MOMENT = "replace(to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'), '.000000', '')"
FROM_POSTGRESQL = {
    **dict.fromkeys(("AutoField", "BigAutoField", "BigIntegerField", "IntegerField"), _NUMBER),
    **dict.fromkeys(("PositiveBigIntegerField", "PositiveIntegerField"), _NUMBER),
    **dict.fromkeys(("PositiveSmallIntegerField", "SmallIntegerField"), _NUMBER),
    **dict.fromkeys(("CharField", "SlugField", "TextField"), _TEXT),
    "BooleanField": ("{}::int", "int4"),
    "DateField": ("to_char({}, 'YYYY-MM-DD')", "text"),
    "DateTimeField": (_MOMENT, "text"),
    "JSONField": ("{}::text", "text"),
}
"""{type of field: (SQL that makes of a column what SQLite keeps, the type of that)}."""


class Table(NamedTuple):
    name: str
    columns: tuple[str, ...]
    types: tuple[str, ...]
    """The keys in FROM_POSTGRESQL."""

    @property
    def quoted(self) -> str:
        return connection.ops.quote_name(self.name)

    @property
    def quoted_columns(self) -> list[str]:
        return [connection.ops.quote_name(column) for column in self.columns]

    @property
    def select(self) -> str:
        """Return the query of all rows, in the order of the first column, their key."""
        columns = self.quoted_columns
        if connection.vendor == "postgresql":
            pairs = zip(self.types, columns, strict=True)
            columns = [FROM_POSTGRESQL[kind][0].format(column) for kind, column in pairs]
        order = f"ORDER BY {self.quoted_columns[0]}"
        return f"SELECT {', '.join(columns)} FROM {self.quoted} {order}"  # noqa: S608

    @property
    def count(self) -> str:
        return f"SELECT count(*) FROM {self.quoted}"  # noqa: S608


def tables() -> list[Table]:
    """Return the tables of all models, by name."""
    models = (one for one in apps.get_models(include_auto_created=True) if one._meta.managed)
    found = {model._meta.db_table: model for model in models}
    return [_table(found[name]) for name in sorted(found)]


def _table(model) -> Table:
    fields = sorted(model._meta.concrete_fields, key=lambda field: not field.primary_key)
    types = (getattr(field, "target_field", field).get_internal_type() for field in fields)
    return Table(model._meta.db_table, tuple(field.column for field in fields), tuple(types))


def migrations_of_program() -> list[str]:
    """Return the migrations that this version of the program has, as `tracker.0001_record`."""
    return _names(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)


def migrations_of_database() -> list[str]:
    """Return those that were applied to the database, of the apps that the program has."""
    applied = MigrationRecorder(connection).applied_migrations()
    return _names(key for key in applied if key[0] in apps.app_configs)


def _names(keys) -> list[str]:
    return sorted(".".join(key) for key in keys)
