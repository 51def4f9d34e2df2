"""Back up a large record from SQLite, and move it to PostgreSQL while the site is read-only.

`DATABASE_URL=postgresql://… .venv/bin/python -m tests.proof.proof_backup FOLDER [INITIATIVES]`: the
database of the URL must be new. In FOLDER, a DATA_DIR, the record is made if it is not there.
"""

import os
import subprocess
import sys
import time
from pathlib import Path


def run(*arguments, **environment):
    """Run a command of manage.py; return its seconds and what it printed."""
    began = time.monotonic()
    ended = subprocess.run(
        [sys.executable, "manage.py", *arguments], env={**os.environ, **environment}, check=True,
        capture_output=True, text=True,
    )  # fmt: skip
    return time.monotonic() - began, ended.stdout


def main():
    folder, number = Path(sys.argv[1]), (sys.argv[2:] or ["20000"])[0]
    new = os.environ.pop("DATABASE_URL")
    os.environ["DATA_DIR"] = str(folder)
    size = f"{int(number):,} initiatives"
    if not (folder / "tracker.sqlite3").exists():
        run("migrate", "-v0")
        run("make_sample_data", "--initiatives", number)
    run("migrate", "-v0", DATABASE_URL=new)
    on, _said = run("readonly", "on")
    backup, said = run("backup", str(folder / "backups"), "--keep", "1")
    path = said.partition(":")[0]
    restore, _said = run("restore", path, DATABASE_URL=new)
    run("readonly", "off")
    back, _said = run("backup", str(folder / "backups-of-postgresql"), DATABASE_URL=new)
    rows, moved = said.splitlines()[0].partition(": ")[2], on + backup + restore
    sys.stdout.write(f"backup of SQLite | {size}, {rows} | {backup:.1f} s\n")
    sys.stdout.write(f"backup of PostgreSQL | the same | {back:.1f} s\n")
    sys.stdout.write(f"moved to PostgreSQL, read-only meanwhile | the same | {moved:.1f} s\n")


if __name__ == "__main__":
    main()
