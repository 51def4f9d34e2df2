import time

from django.db import (
    DEFAULT_DB_ALIAS,
    DatabaseError,
    InterfaceError,
    connection,
    connections,
    models,
)
from django.db.models.signals import m2m_changed, post_delete, post_save

from .initiative import Initiative

TABLE = "tracker_dataversion"
READ = f"SELECT number FROM {TABLE}"  # noqa: S608
DATABASE_ERRORS = (DatabaseError, InterfaceError)
"""What is raised where no database answers."""
HIDDEN_WITHOUT = ("published_at", "resolved_at")
"""The columns without which a row that has them is not public yet."""


class DataVersion(models.Model):
    """The one row whose number moves with every change of what the public sees.

    It moves inside the transaction of the change, so whoever reads a number sees at least the
    record that it stands for. It never comes back, not even after an older copy of the database
    was restored: it is the time in microseconds, or one more than before.
    """

    number = models.PositiveBigIntegerField()

    class Meta:
        default_permissions = ()

    def __str__(self):
        return str(self.number)


def data_version(using=DEFAULT_DB_ALIAS):
    """Return the number, 0 before the first change: one query. Raises django.db.DatabaseError.

    Asked on every request, so past Django's cursor, and past psycopg's, which take longer than the
    database.
    """
    wrapper = connections[using]
    try:
        if wrapper.connection is None:
            wrapper.ensure_connection()
        if wrapper.vendor == "postgresql":
            return _read_by_libpq(wrapper)
        row = wrapper.connection.execute(READ).fetchone()
    except wrapper.Database.Error as error:
        raise DatabaseError(str(error)) from error
    return row[0] if row else 0


def _read_by_libpq(wrapper):
    result = wrapper.connection.pgconn.exec_(READ.encode())
    if result.error_message:
        raise DatabaseError(result.error_message.decode(errors="replace"))
    return int(result.get_value(0, 0)) if result.ntuples else 0


def bump(*, initiatives=()):
    """Move the number and return it; the public initiatives with these keys are marked with it.

    Whoever writes what public pages show calls it, last in the transaction: other writers wait for
    this row until that ends. One query, two with initiatives.
    """
    now = time.time_ns() // 1000
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {TABLE} (id, number) VALUES (1, %s) ON CONFLICT (id) DO UPDATE SET number"  # noqa: S608
            f" = CASE WHEN {TABLE}.number < %s THEN %s ELSE {TABLE}.number + 1 END"
            " RETURNING number",
            [now, now, now],
        )
        [number] = cursor.fetchone()
    if initiatives:
        Initiative.objects.filter(pk__in=initiatives).update(changed_in_version=number)
    return number


def follow(app_models):
    """Move the number whenever a row of these models, or a link between two, is written.

    A model with a column `changed_in_version` gets the number there, in the rows written or linked.
    """
    for model in app_models:
        post_save.connect(_written, sender=model)
        post_delete.connect(_written, sender=model)
        for field in model._meta.many_to_many:
            m2m_changed.connect(_linked, sender=getattr(model, field.name).through)


def _written(sender, instance, **kwargs):
    hidden = (getattr(instance, moment, True) is None for moment in HIDDEN_WITHOUT)
    if not any(hidden):
        number = bump()
        if hasattr(instance, "changed_in_version"):
            _touch(sender, [instance.pk], number)


def _linked(sender, instance, action, model, pk_set, **kwargs):
    if not action.startswith("post_"):
        return
    number = bump()
    if hasattr(instance, "changed_in_version"):
        _touch(type(instance), [instance.pk], number)
    elif hasattr(model, "changed_in_version"):
        _touch(model, pk_set, number)


def _touch(model, keys, number):
    rows = model._base_manager.all()
    if keys is not None:  # None: any of them, a link was cleared
        rows = rows.filter(pk__in=keys)
    rows.update(changed_in_version=number)
