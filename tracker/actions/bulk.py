"""Writing very many rows of test data at once, past the models: several times faster than them."""

from django.core.management.color import no_style
from django.db import connection, models

CHUNK = 2000


class Table:
    """Collects rows of a model's table as {column: value}, and writes CHUNK of them at a time.

    A column that a row does not name gets the field's default, else "" or NULL. Nothing is
    validated but what the database itself checks.
    """

    def __init__(self, model):
        fields = model._meta.concrete_fields
        self.columns = {field.attname: self._default(field) for field in fields}
        self.model, self.rows = model, []
        self.days = [
            (place, field) for place, field in enumerate(fields)
            if isinstance(field, models.DateField) and not field.primary_key
        ]  # fmt: skip
        names = ", ".join(connection.ops.quote_name(field.column) for field in fields)
        values = ", ".join(["%s"] * len(fields))
        self.sql = f"INSERT INTO {model._meta.db_table} ({names}) VALUES ({values})"  # noqa: S608
        if self.columns[model._meta.pk.attname] is None:
            self.next_key = 1

    @staticmethod
    def _default(field):
        if field.has_default():
            return field.get_default()
        return None if field.null or not field.empty_strings_allowed else ""

    def add(self, **values):
        """Add a row; its key is the next whole number if it names none."""
        key = self.model._meta.pk.attname
        if key not in values:
            values[key] = self.next_key
            self.next_key += 1
        row = [*{**self.columns, **values}.values()]
        for place, field in self.days:
            row[place] = field.get_db_prep_value(row[place], connection)
        self.rows.append(row)
        if len(self.rows) >= CHUNK:
            self.write()

    def write(self):
        """Write the rows that still wait."""
        with connection.cursor() as cursor:
            cursor.executemany(self.sql, self.rows)
        self.rows.clear()


def change(model, columns, rows):
    """Set columns of the rows of a table: `rows` are (*values, key)."""
    fields = [model._meta.get_field(column) for column in columns]
    assignments = ", ".join(f"{connection.ops.quote_name(f.column)} = %s" for f in fields)
    sql = f"UPDATE {model._meta.db_table} SET {assignments} WHERE {model._meta.pk.column} = %s"  # noqa: S608
    prepared = [
        [
            *(f.get_db_prep_value(v, connection) for f, v in zip(fields, row[:-1], strict=True)),
            row[-1],
        ]
        for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(sql, prepared)


def restart_sequences(*models):
    """Let the next keys follow the ones that were written."""
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(sql)
