"""Writing very many rows of test data at once, past the models: several times faster than them."""

from contextlib import contextmanager

from django.core.management.color import no_style
from django.db import connection, models

CHUNK = 2000


@contextmanager
def much_memory():
    """Let the database keep what it writes, inside a transaction, in a gigabyte of memory.

    With the few megabytes that SQLite has else, each page is written again and again; PostgreSQL
    sorts words into their index when it is next vacuumed, and not every few megabytes.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL gin_pending_list_limit = '1GB'")
            yield
            return
        [before] = cursor.execute("PRAGMA cache_size").fetchone()
        cursor.execute("PRAGMA cache_size = -1000000")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA cache_size = {before}")


class Table:
    """Collects rows of a model's table as {column: value}, and writes CHUNK of them at a time.

    A column that a row does not name gets the field's default, else "" or NULL. Nothing is
    validated but what the database itself checks. PostgreSQL takes them by COPY.
    """

    def __init__(self, model):
        fields = model._meta.concrete_fields
        self.columns = {field.attname: self._default(field) for field in fields}
        self.model, self.rows, self.key = model, [], model._meta.pk.attname
        self.days = [
            (place, adapt) for place, field in enumerate(fields) if (adapt := _adapter(field))
        ]
        names = ", ".join(connection.ops.quote_name(field.column) for field in fields)
        values = ", ".join(["%s"] * len(fields))
        table = f"{model._meta.db_table} ({names})"
        self.insert = f"INSERT INTO {table} VALUES ({values})"  # noqa: S608
        self.copy = f"COPY {table} FROM STDIN"
        if self.columns[self.key] is None:
            self.next_key = 1

    @staticmethod
    def _default(field):
        if field.has_default():
            return field.get_default()
        return None if field.null or not field.empty_strings_allowed else ""

    def add(self, **values):
        """Add a row; its key is the next whole number if it names none."""
        if self.key not in values:
            values[self.key] = self.next_key
            self.next_key += 1
        row = [*(self.columns | values).values()]
        for place, adapt in self.days:
            if row[place] is not None:
                row[place] = adapt(row[place])
        self.rows.append(row)
        if len(self.rows) >= CHUNK:
            self.write()

    def write(self):
        """Write the rows that still wait."""
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with cursor.copy(self.copy) as copy:
                    for row in self.rows:
                        copy.write_row(row)
            else:
                cursor.executemany(self.insert, self.rows)
        self.rows.clear()


def _adapter(field):
    """Return what makes of a day or a moment what the database takes, or None of other fields."""
    if isinstance(field, models.DateTimeField):
        return connection.ops.adapt_datetimefield_value
    return connection.ops.adapt_datefield_value if isinstance(field, models.DateField) else None


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
