"""Take each migration back and forward again on a full record, and compare what all tables hold.

`.venv/bin/python -m tests.proof.proof_migrations seeds`, or `world`, the record of the golden
pages, on the database of DATABASE_URL or DATA_DIR, which must be new. Prints a line for each
migration whose rows differ or that refuses to be taken back, and one at the end.
"""

import hashlib
import os
import sys
import time

import django

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
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            names = [column[0] for column in cursor.description]
            order = sorted(range(len(names)), key=names.__getitem__)
            rows = sorted(repr([(names[i], row[i]) for i in order]) for row in cursor.fetchall())
            found[table] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
        cursor.execute(RIGHTS)
        found["rights"] = repr(cursor.fetchall())
    return found


def main():
    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import DatabaseError, connection
    from django.db.migrations.loader import MigrationLoader

    from tests.golden import world
    from tracker.actions.seed import seed

    record = sys.argv[1]
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
            sys.stdout.write(f"{name} is not taken back: {error}\n")
            break
        call_command("migrate", "tracker", name, verbosity=0)
        again = hashes(connection)
        changed = sorted(table for table in there if there[table] != again.get(table))
        same += not changed
        if changed:
            sys.stdout.write(f"{name}: {', '.join(changed)}\n")
        call_command("migrate", "tracker", before, verbosity=0)
    sys.stdout.write(
        f"migrations back and forward again with equal rows | {connection.vendor}, {record}"
        f" | {same} of {len(names) - 1}, {time.monotonic() - began:.0f} s\n"
    )


if __name__ == "__main__":
    main()
