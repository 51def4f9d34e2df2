"""Writing behind the database's back, by SQL: no model, no rule, and no trigger once lifted."""

from contextlib import contextmanager
from datetime import timedelta
from hashlib import sha256

from django.db import connection, models, transaction
from django.utils import timezone

from tracker.models import Citation

ELSEWHERE = 10_000
"""A key that no row has; `verify` asks once for each thousand keys up to it."""


def lift_the_triggers():
    """Let a forger write what the database refuses, until the transaction of the test ends."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP TRIGGER {name}")
        else:
            cursor.execute("SET LOCAL session_replication_role = replica")


@contextmanager
def undone():
    """Take back what was written inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def change(model, pk, columns):
    """Write {column: value} to a row."""
    names = ", ".join(f"{_quoted(column)} = %s" for column in columns)
    values = _as_stored(model, columns)
    _execute(f"UPDATE {_table(model)} SET {names} WHERE {_key(model)} = %s", [*values, pk])


def insert(model, row):
    names = ", ".join(map(_quoted, row))
    marks = ", ".join(["%s"] * len(row))
    _execute(f"INSERT INTO {_table(model)} ({names}) VALUES ({marks})", _as_stored(model, row))


def remove(model, pk):
    _execute(f"DELETE FROM {_table(model)} WHERE {_key(model)} = %s", [pk])


def another_value(field, row):
    """Return {column: value} that differs from the row, with what a constraint asks beside it."""
    value = row[field.attname]
    if field.model is Citation and field.name in ("start", "end"):
        return {"start": row["start"] + 1, "end": row["end"] + 1}
    if field.model is Citation and field.name == "quote":
        return {"quote": f"x{value[1:]}"}
    return {field.attname: _another(field, value)}


def _another(field, value):
    if field.is_relation:
        return _another_key(field, value)
    if field.choices:
        return [choice for choice, _label in field.flatchoices if choice != value][-1]
    if isinstance(field, models.DateField):
        return _another_day(field, value)
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + ELSEWHERE
    if hasattr(field.model, f"{field.name}_earliest"):
        return "1999"
    if "digest" in field.name or field.name == "sha256":
        return sha256(value.encode()).hexdigest()
    return f"{value or ''}x"


def _another_key(field, value):
    """Return the key of the newest row that may stand there."""
    others = field.related_model._base_manager.exclude(pk=value).order_by("-pk")
    if field.unique:
        taken = field.model._base_manager.filter(**{f"{field.name}__isnull": False})
        others = others.exclude(pk__in=taken.values_list(field.name))
    return others.values_list("pk", flat=True).first() or ELSEWHERE


def _another_day(field, value):
    if value is None:
        return timezone.now() if isinstance(field, models.DateTimeField) else timezone.localdate()
    if isinstance(field, models.DateTimeField):
        return value + timedelta(microseconds=1)
    return value + timedelta(days=1 if field.name.endswith("_latest") else -1)


def _as_stored(model, columns):
    fields = {field.attname: field for field in model._meta.concrete_fields}
    return [fields[name].get_db_prep_save(value, connection) for name, value in columns.items()]


def _execute(statement, values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def _table(model):
    return _quoted(model._meta.db_table)


def _key(model):
    return _quoted(model._meta.pk.column)


def _quoted(name):
    return connection.ops.quote_name(name)
