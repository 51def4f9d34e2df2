"""Databases of the kind that the tests run on: empty ones for programs of their own process.

A migrated SQLite file is kept in var/tests between runs, and copied: to migrate takes seconds. What
it was made of is in its name, so it is made again when anything of that has changed.
"""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import uuid
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.db import connections

ROOT = Path(__file__).parent.parent
KEPT = ROOT / "var" / "tests"
MADE_OF = ("tracker", "locale", "locale_upstream", "requirements-dev.txt")
ENVIRONMENT = {key: value for key, value in os.environ.items() if key in ("PATH", "HOME", "LANG")}


def is_sqlite():
    return settings.DATABASES["default"]["ENGINE"] == "tracker.sqlite"


@contextmanager
def empty_database(folder):
    """Yield the environment that points a process at a new database and data folder."""
    if is_sqlite():
        yield {**ENVIRONMENT, "DATA_DIR": str(folder)}
        return
    import psycopg

    url = os.environ["DATABASE_URL"]
    name = f"test_{uuid.uuid4().hex}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            new_url = f"{url.rpartition('/')[0]}/{name}"
            yield {**ENVIRONMENT, "DATA_DIR": str(folder), "DATABASE_URL": new_url}
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def migrated_database(folder):
    """The same with all tables, triggers and roles, and no row of the record."""
    with empty_database(folder) as environment:
        if is_sqlite():
            copy_migrated(Path(folder) / "tracker.sqlite3").close()
        else:
            _migrate(environment)
        yield environment


def copy_migrated(target, **options):
    """Copy the migrated file to another SQLite database; return an open connection to that."""
    with alone_with_what_is_kept() as folder:
        path = folder / f"{_digest()}.sqlite3"
        if not path.exists():
            _make_migrated(path)
        written = sqlite3.connect(target, **options)
        with closing(sqlite3.connect(path)) as kept:
            kept.backup(written)
    return written


def _make_migrated(path):
    with TemporaryDirectory() as folder:
        _migrate({**ENVIRONMENT, "DATA_DIR": folder})
        for old in path.parent.glob("*.sqlite3"):
            old.unlink()
        shutil.move(Path(folder) / "tracker.sqlite3", path)


def _migrate(environment):
    ended = manage("migrate", "-v0", environment=environment)
    assert ended.returncode == 0, ended.stderr


def _digest():
    """Return the digest of all that a migrated database is made of."""
    found = hashlib.sha256(f"{sys.version} {sqlite3.sqlite_version}".encode())
    for name in MADE_OF:
        for path in sorted([ROOT / name, *(ROOT / name).rglob("*")]):
            if path.is_file() and path.suffix != ".pyc":
                found.update(f"{path.relative_to(ROOT)} {path.stat().st_size} ".encode())
                found.update(path.read_bytes())
    return found.hexdigest()


@contextmanager
def alone_with_what_is_kept():
    """Yield the folder of what is kept between runs; other processes wait until it is left."""
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # let go when the file is closed
        yield KEPT


@contextmanager
def blank_copy(folder):
    """Yield a copy of the test database that nobody writes to, for `copied`: a file, or a name.

    On PostgreSQL it is made before any transaction of a test has begun.
    """
    if is_sqlite():
        copy_migrated(folder / "blank.sqlite3").close()
        yield folder / "blank.sqlite3"
        return
    original = connections["default"]
    assert not original.in_atomic_block
    original.ensure_connection()
    original.close()  # a template is copied while nobody is connected to it
    with _copy_on_server(original, original.settings_dict["NAME"]) as name:
        yield name


@contextmanager
def copied(blank, folder):
    """Let this process, and threads that it starts, write to a new copy of `blank`.

    What is committed there is out of the way of all other tests, so nothing needs a flush.
    """
    original = connections["default"]
    with _copy(original, blank, folder) as name:
        details = {**original.settings_dict, "NAME": name}
        if original.vendor == "sqlite":
            command = details["OPTIONS"]["init_command"].replace("=FULL", "=OFF")  # no power fails
            details["OPTIONS"] = {**details["OPTIONS"], "init_command": command}
        connections.settings["default"] = details
        connections["default"] = connections.create_connection("default")
        try:
            yield
        finally:
            connections["default"].close()
            connections["default"] = original
            connections.settings["default"] = original.settings_dict


def _copy(original, blank, folder):
    if original.vendor == "sqlite":
        return nullcontext(shutil.copy(blank, folder / "copy.sqlite3"))
    return _copy_on_server(original, blank)


@contextmanager
def _copy_on_server(original, template):
    name = f"test_{uuid.uuid4().hex}"
    with original._nodb_cursor() as server:
        server.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    try:
        yield name
    finally:
        with original._nodb_cursor() as server:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def manage(*arguments, environment=None):
    """Run manage.py in a process of its own; returns it, finished, with its output as text."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT, env=environment or ENVIRONMENT, capture_output=True, text=True, check=False,
    )  # fmt: skip
