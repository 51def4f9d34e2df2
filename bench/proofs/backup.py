"""Back up a large record from SQLite, and move it to PostgreSQL while the site is read-only.

usage: python -m bench.proofs.backup [INITIATIVES]; DATABASE_URL names a server of PostgreSQL
"""

import os
import sys
import tempfile
import time

from bench.proofs.site import end, new_database, run_manage, tell

INITIATIVES = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
MOST = 60.0
"""Seconds."""


def timed(environment, *arguments):
    began = time.monotonic()
    printed = run_manage(environment, *arguments)
    return time.monotonic() - began, printed


def main():
    url = os.environ.get("DATABASE_URL", "postgresql://postgres@127.0.0.1:5432/postgres")
    with tempfile.TemporaryDirectory(prefix="proof-") as folder, new_database(url) as new:
        here = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        here |= {"DATA_DIR": folder}
        there = here | new
        run_manage(here, "migrate", "-v0")
        run_manage(here, "make_sample_data", "--initiatives", str(INITIATIVES))
        run_manage(there, "migrate", "-v0")
        on, _printed = timed(here, "readonly", "on")
        backup, printed = timed(here, "backup", f"{folder}/backups")
        path = printed.partition(":")[0]
        restore, _printed = timed(there, "restore", path)
        run_manage(here, "readonly", "off")
        back, _printed = timed(there, "backup", f"{folder}/backups-of-postgresql")
        verified = run_manage(there, "verify").splitlines()[0]
    size = f"{INITIATIVES:,} initiatives, {printed.splitlines()[0].partition(': ')[2]}"
    tell("backup of SQLite", size, f"{backup:.1f} s", reached=backup < MOST)
    tell("backup of PostgreSQL", "the same", f"{back:.1f} s", reached=back < MOST)
    moved = on + backup + restore
    tell("moved to PostgreSQL, read-only meanwhile", f"then verify: {verified}", f"{moved:.1f} s",
         reached=moved < MOST)  # fmt: skip
    end()


if __name__ == "__main__":
    main()
