"""Empty databases of the kind that the tests run on, for programs of their own process."""

import os
import subprocess
import sys
import uuid
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

ROOT = Path(__file__).parent.parent
ENVIRONMENT = {key: value for key, value in os.environ.items() if key in ("PATH", "HOME", "LANG")}


@contextmanager
def empty_database(folder):
    """Yield the environment that points a process at a new database and data folder."""
    if settings.DATABASES["default"]["ENGINE"] == "tracker.sqlite":
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


def manage(*arguments, environment=None):
    """Run manage.py in a process of its own; returns it, finished, with its output as text."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT, env=environment or ENVIRONMENT, capture_output=True, text=True, check=False,
    )  # fmt: skip
