"""Take each migration back and forward again on a full record, and compare what all tables hold.

usage: python -m bench.proofs.migrations [seeds|world]; the world is that of the golden pages. With
DATABASE_URL, on a new database beside it.
"""

import hashlib
import os
import sys
import tempfile
import time

import django

from bench.proofs.site import end, new_database, tell

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")


RIGHTS = """
SELECT g.name, p.codename FROM auth_group_permissions l JOIN auth_group g ON g.id = l.group_id
JOIN auth_permission p ON p.id = l.permission_id ORDER BY g.name, p.codename
"""
LEFT_OUT = {
    "django_migrations", "tracker_dataversion",  # they move, as they should
    "auth_permission", "auth_group_permissions", "django_content_type",  # their keys do: RIGHTS
}  # fmt: skip


def hashes(connection):
    """Return {table: digest of its rows, whatever their order}, and the rights of the roles."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith("tracker_initiative_search_") or table in LEFT_OUT:
                continue
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            names = [column[0] for column in cursor.description]
            order = sorted(range(len(names)), key=names.__getitem__)
            rows = sorted(repr([(names[i], row[i]) for i in order]) for row in cursor.fetchall())
            found[table] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
        cursor.execute(RIGHTS)
        found["rights"] = repr(cursor.fetchall())
    return found


def take_back_and_forward(record):
    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import DatabaseError, connection
    from django.db.migrations.loader import MigrationLoader

    from tests.golden import world
    from tracker.actions.seed import seed

    began = time.monotonic()
    call_command("migrate", verbosity=0)
    world.build() if record == "world" else seed(settings.SEEDS_DIR)
    names = sorted(
        name for app, name in MigrationLoader(connection).disk_migrations if app == "tracker"
    )
    same = 0
    for before, name in reversed(list(zip(["zero", *names[:-1]], names, strict=True))[1:]):
        there = hashes(connection)
        try:
            call_command("migrate", "tracker", before, verbosity=0)
        except DatabaseError as error:
            tell(name, "is not taken back", str(error).strip().splitlines()[0], reached=False)
            break
        call_command("migrate", "tracker", name, verbosity=0)
        again = hashes(connection)
        changed = sorted(table for table in there if there[table] != again.get(table))
        same += not changed
        if changed:
            tell(name, "comes back with other rows in", ", ".join(changed), reached=False)
        call_command("migrate", "tracker", before, verbosity=0)
    tell("migrations back and forward again with equal rows", f"{connection.vendor}, {record}",
         f"{same} of {len(names) - 1}, {time.monotonic() - began:.0f} s")  # fmt: skip
    connection.close()


def main():
    with (
        tempfile.TemporaryDirectory(prefix="proof-") as folder,
        new_database(os.environ.get("DATABASE_URL", "")) as new,
    ):
        os.environ.update({"DATA_DIR": folder} | new)
        take_back_and_forward(sys.argv[1] if len(sys.argv) > 1 else "seeds")
    end()


if __name__ == "__main__":
    main()
