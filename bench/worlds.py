"""Databases of test data, made once and kept in bench/data/."""

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

from bench.servers import ROOT

DATA = ROOT / "bench" / "data"
INDEXES = ("kind", "status", "evidence", "plan_id", "updated_on")


def manage(*arguments, environment):
    command = [sys.executable, "manage.py", *arguments]
    subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, check=True)


def script(name, *arguments, environment):
    """Run a script of the bench in the environment of a world; return what it prints."""
    result = subprocess.run(
        [sys.executable, f"bench/{name}", *map(str, arguments)], cwd=ROOT, check=True,
        env={**os.environ, **environment}, capture_output=True, text=True,
    )  # fmt: skip
    return result.stdout


def sqlite_world(initiatives):
    """Return the environment of a SQLite world of so many initiatives; it is made if missing."""
    folder = DATA / str(initiatives)
    environment = {
        "DATA_DIR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder}/tracker.sqlite3",
    }
    if not (folder / "whole").exists():
        shutil.rmtree(folder, ignore_errors=True)
        _fill(initiatives, environment)
        (folder / "whole").touch()
    return environment


def postgres_world(initiatives, url):
    """Return the same on PostgreSQL: a database beside the one of the URL."""
    import psycopg

    name = f"bench_{initiatives}"
    environment = {
        "DATA_DIR": str(DATA / f"postgres-{initiatives}"),
        "DATABASE_URL": url.rpartition("/")[0] + f"/{name}",
    }
    with psycopg.connect(url, autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if known.fetchone() and (DATA / f"postgres-{initiatives}" / "whole").exists():
            return environment
        connection.execute(f"DROP DATABASE IF EXISTS {name}")
        connection.execute(f"CREATE DATABASE {name}")
    _fill(initiatives, environment)
    with psycopg.connect(environment["DATABASE_URL"], autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
    (DATA / f"postgres-{initiatives}" / "whole").touch()
    return environment


def _fill(initiatives, environment):
    manage("collectstatic", "--noinput", "-v0", environment=environment)
    manage("migrate", "-v0", environment=environment)
    manage("make_sample_data", "--initiatives", str(initiatives), environment=environment)


def for_datasette(initiatives):
    """Return a copy of a SQLite world with an index for every column that Datasette counts."""
    copy = DATA / f"datasette-{initiatives}.sqlite3"
    if not copy.exists():
        shutil.copy(Path(sqlite_world(initiatives)["DATA_DIR"]) / "tracker.sqlite3", copy)
        with sqlite3.connect(copy) as connection:
            for column in INDEXES:
                connection.execute(f"CREATE INDEX bench_{column} ON tracker_initiative ({column})")
            connection.execute("ANALYZE")
    return copy


def session_of_a_superuser(environment):
    """Return a cookie that opens the admin of a world."""
    script = """
from django.contrib.sessions.backends.db import SessionStore
from tracker.models import User
user, _new = User.objects.get_or_create(username="bench", is_superuser=True, is_staff=True)
store = SessionStore()
store.update({"_auth_user_id": str(user.pk), "_auth_user_hash": user.get_session_auth_hash(),
              "_auth_user_backend": "django.contrib.auth.backends.ModelBackend"})
store.save()
print(store.session_key)
"""
    command = [sys.executable, "manage.py", "shell", "-v0", "-c", script]
    result = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environment}, check=True, capture_output=True,
        text=True,
    )  # fmt: skip
    return f"Cookie: sessionid={result.stdout.strip()}"
