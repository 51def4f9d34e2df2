"""What a new migration must not forget; `bin/check-migrations` and tests ask."""

from django.db.migrations.operations import AddField, DeleteModel, RemoveField
from django.db.models import NOT_PROVIDED

from ._operations import AddColumnForGood, AddTextsForGood, triggers_after

LAST_UNCHECKED = "0016_names"
"""Databases have it and those before it, as they are."""
SEARCH_TRIGGERS = {f"tracker_initiative_search_{verb}ed" for verb in ("insert", "delet", "updat")}
"""Those of SQLite's index of words, which 0013 makes."""


def trigger_faults(loader, connection):
    """Yield a sentence for each trigger that a migrated database lacks, or has without a reason."""
    declared = set(triggers_after(loader.graph.leaf_nodes("tracker")))
    if connection.vendor == "sqlite":
        declared |= SEARCH_TRIGGERS
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            if connection.vendor == "sqlite"
            else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
        )
        there = {name for (name,) in cursor.fetchall()}
    for name in sorted(declared - there):
        yield f"The trigger {name} is declared by a migration and is not in the database."
    for name in sorted(there - declared):
        yield f"The trigger {name} is in the database and no migration declares it."


def operation_faults(loader):
    """Yield a sentence for each operation that, applied or taken back, loses what was published.

    Or with which the version before it, which still runs meanwhile, could not add a row.
    """
    for migration in _migrations(loader):
        if migration.name > LAST_UNCHECKED:
            for operation in migration.operations:
                if reason := _fault(operation):
                    yield f"{migration.name}, {operation.describe()}: {reason}"


def _fault(operation):
    if isinstance(operation, RemoveField | DeleteModel):
        return "what was published is not thrown away; leave the column where it is."
    if type(operation) is AddField and not operation.field.many_to_many:
        return "use AddColumnForGood: going back must not lose what was published in it."
    if isinstance(operation, AddColumnForGood):
        fields = [operation.field]
    else:
        fields = operation.fields.values() if isinstance(operation, AddTextsForGood) else []
    if not all(field.null or field.db_default is not NOT_PROVIDED for field in fields):
        return "allow null or give a db_default: the version before writes rows without it."
    return ""


def _migrations(loader):
    [leaf] = loader.graph.leaf_nodes("tracker")
    keys = [key for key in loader.graph.forwards_plan(leaf) if key[0] == "tracker"]
    return [loader.graph.nodes[key] for key in keys]
