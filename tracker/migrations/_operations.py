"""Migration operations of our own."""

from importlib import import_module

from django.db.migrations.operations import (
    AddConstraint,
    AddField,
    AlterField,
    CreateModel,
    RemoveConstraint,
)
from django.db.migrations.operations.base import Operation


class AddTrigger(Operation):
    """Refuse a write to a table when an SQL condition on OLD and NEW holds.

    The condition must read the same on SQLite and PostgreSQL. `lock` is what follows SELECT in a
    query that PostgreSQL runs first, to wait for whoever changes what the condition reads; SQLite
    has one writer at a time. A refused write raises IntegrityError.

    It outlives a table that a later migration makes anew: see `tracker.sqlite.schema`.
    """

    reversible = True
    reduces_to_sql = True

    def __init__(self, name, *, table, before, condition, message, lock=""):
        self.name, self.table, self.before = name, table, before
        self.condition, self.message, self.lock = condition, message, lock

    def deconstruct(self):
        options = {
            key: getattr(self, key) for key in ("table", "before", "condition", "message", "lock")
        }
        return type(self).__name__, [self.name], options

    def state_forwards(self, app_label, state):
        pass

    def describe(self):
        return f"Add trigger {self.name} to {self.table}"

    @property
    def migration_name_fragment(self):
        return self.name

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for statement in getattr(self, f"_{schema_editor.connection.vendor}")():
            schema_editor.execute(statement, params=None)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(
                f"DROP TRIGGER IF EXISTS {self.name} ON {self.table}", params=None
            )
            schema_editor.execute(f"DROP FUNCTION IF EXISTS {self.name}()", params=None)
        else:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {self.name}", params=None)

    def _sqlite(self):
        yield f"DROP TRIGGER IF EXISTS {self.name}"
        yield (
            f"CREATE TRIGGER {self.name} BEFORE {self.before} ON {self.table} WHEN {self.condition}"
            f" BEGIN SELECT RAISE(ABORT, '{self.message}'); END"
        )

    def _postgresql(self):
        result = "OLD" if self.before == "DELETE" else "NEW"
        lock = f" PERFORM {self.lock};" if self.lock else ""
        yield (
            f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            f"{lock}"
            f" IF {self.condition} THEN RAISE EXCEPTION '{self.message}'"
            f" USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN {result}; END $$"
        )
        yield f"DROP TRIGGER IF EXISTS {self.name} ON {self.table}"
        yield (
            f"CREATE TRIGGER {self.name} BEFORE {self.before} ON {self.table}"
            f" FOR EACH ROW EXECUTE FUNCTION {self.name}()"
        )


class DropTrigger(Operation):
    """Drop the trigger of an AddTrigger; going back adds it again."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, trigger):
        self.trigger = trigger

    def deconstruct(self):
        return type(self).__name__, [self.trigger], {}

    def state_forwards(self, app_label, state):
        pass

    def describe(self):
        return f"Drop trigger {self.trigger.name} of {self.trigger.table}"

    def database_forwards(self, *arguments):
        self.trigger.database_backwards(*arguments)

    def database_backwards(self, *arguments):
        self.trigger.database_forwards(*arguments)


class AddColumnForGood(AddField):
    """Going back, leave the column, or the table of links: what it holds is not thrown away.

    And going forward again, it is there. SQLite loses it where an earlier migration that is taken
    back makes the table anew.
    """

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        model = to_state.apps.get_model(app_label, self.model_name)
        field = model._meta.get_field(self.name)
        if field.many_to_many:
            tables = schema_editor.connection.introspection.table_names()
            is_there = field.remote_field.through._meta.db_table in tables
        else:
            is_there = field.column in _columns(schema_editor, model)
        if not is_there:
            super().database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        pass


class AddTextsForGood(Operation):
    """The same for many columns of a table, none of them a relation: the models are made once."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, model_name, fields):
        self.model_name, self.fields = model_name, fields

    def deconstruct(self):
        return type(self).__name__, [self.model_name, self.fields], {}

    def state_forwards(self, app_label, state):
        state.models[app_label, self.model_name].fields.update(self.fields)
        state.reload_model(app_label, self.model_name, delay=True)

    def describe(self):
        return f"Add {', '.join(self.fields)} to {self.model_name}"

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        model = to_state.apps.get_model(app_label, self.model_name)
        found = _columns(schema_editor, model)
        for name in self.fields:
            field = model._meta.get_field(name)
            if field.column not in found:
                schema_editor.add_field(
                    from_state.apps.get_model(app_label, self.model_name), field
                )

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        pass


class AddConstraintWhereItHolds(AddConstraint):
    """Going forward once more, leave the constraint out if the table has rows of a later time."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        model = from_state.apps.get_model(app_label, self.model_name)
        rows = model._base_manager.using(schema_editor.connection.alias)
        if not rows.exclude(self.constraint.condition).exists():
            super().database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor == "postgresql":
            _drop_constraint(
                self.constraint.name, self.model_name, app_label, schema_editor, from_state
            )
        else:
            super().database_backwards(app_label, schema_editor, from_state, to_state)


class WidenConstraints(Operation):
    """Let constraints of a table allow more; going back, they stay so for the rows that need it.

    SQLite makes the table anew once for all of them. Going forward once more, a table that has rows
    of a later time keeps what it has for them.
    """

    reversible = True

    def __init__(self, model_name, constraints):
        self.model_name, self.constraints = model_name, constraints

    def deconstruct(self):
        return type(self).__name__, [self.model_name, self.constraints], {}

    def state_forwards(self, app_label, state):
        for constraint in self.constraints:
            state.remove_constraint(app_label, self.model_name, constraint.name)
            state.add_constraint(app_label, self.model_name, constraint)

    def describe(self):
        return f"Widen constraints of {self.model_name}"

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        model = to_state.apps.get_model(app_label, self.model_name)
        rows = model._base_manager.using(schema_editor.connection.alias)
        if any(rows.exclude(one.condition).exists() for one in self.constraints):
            return
        if schema_editor.connection.vendor == "sqlite":
            schema_editor._remake_table(model)
            return
        for one in self.constraints:
            _drop_constraint(one.name, self.model_name, app_label, schema_editor, from_state)
            schema_editor.add_constraint(model, one)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        pass


class WidenField(AlterField):
    """Let a column be longer; going back, it stays so for the rows that need it."""

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        pass


class RemoveConstraintForGood(RemoveConstraint):
    """Going back, leave the constraint out: the ledger keeps entries that it would refuse.

    And going forward again, it is not there to be removed.
    """

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor == "postgresql":
            _drop_constraint(self.name, self.model_name, app_label, schema_editor, from_state)
        else:
            super().database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        pass


def _columns(schema_editor, model):
    """Return the names of the columns that its table has; Django's introspection parses its SQL."""
    table = schema_editor.quote_name(model._meta.db_table)
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} LIMIT 0")  # noqa: S608
        return {column[0] for column in cursor.description}


def _drop_constraint(name, model_name, app_label, schema_editor, state):
    table = schema_editor.quote_name(state.apps.get_model(app_label, model_name)._meta.db_table)
    name = schema_editor.quote_name(name)
    schema_editor.execute(f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {name}")


def triggers_after(dependencies):
    """Return {name: AddTrigger} as a chain of migrations leaves them."""
    found = {}
    for name in (name for app, name in dependencies if app == "tracker"):
        migration = import_module(f"{__package__}.{name}").Migration
        found |= triggers_after(migration.dependencies)
        for operation in migration.operations:
            if isinstance(operation, AddTrigger):
                found[operation.name] = operation
            elif isinstance(operation, DropTrigger):
                found.pop(operation.trigger.name, None)
    return found


class CreateModelForGood(CreateModel):
    """Going back, leave the table with its rows: the ledger speaks of them.

    And going forward again, it is there. `DropTables` of the first migration drops it in the end.
    """

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        model = to_state.apps.get_model(app_label, self.name)
        if model._meta.db_table not in schema_editor.connection.introspection.table_names():
            super().database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        pass


class DropTables(Operation):
    """Going back to nothing, drop the tables that `CreateModelForGood` left."""

    reversible = True

    def __init__(self, *tables):
        self.tables = tables

    def deconstruct(self):
        return type(self).__name__, list(self.tables), {}

    def state_forwards(self, app_label, state):
        pass

    def describe(self):
        return f"Going back, drop {', '.join(self.tables)}"

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        pass

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        others = " CASCADE" if schema_editor.connection.vendor == "postgresql" else ""
        for table in self.tables:
            name = schema_editor.quote_name(table)
            schema_editor.execute(f"DROP TABLE IF EXISTS {name}{others}")
