"""The site in processes of its own, each on a new database."""

import re
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from types import SimpleNamespace

from tests.databases import (
    ENVIRONMENT,
    ROOT,
    alone_with_what_is_kept,
    empty_database,
    migrated_database,
)

PATIENCE = 180
SERVE = ["manage.py", "serve"]
SERVER_ALONE = ["-m", "tracker.serving"]


@contextmanager
def seeded_site(folder):
    """What `make run` starts: its `url`, and the `passwords` that its first start printed."""
    with (
        _new_site(folder, empty_database) as environment,
        _server(SERVE, environment, folder) as site,
    ):
        printed = (folder / "log").read_text()
        site.passwords = dict(re.findall(r"^  (\S+) +(\S+)$", printed, flags=re.MULTILINE))
        yield site


@contextmanager
def bare_site(folder, *, migrated):
    """A site with nothing in its record; without its tables it answers 503 everywhere."""
    database = migrated_database if migrated else empty_database
    with _new_site(folder, database) as environment:
        command = [*SERVER_ALONE, "--port", environment["PORT"]]
        with _server(command, environment, folder) as site:
            yield site


@contextmanager
def _new_site(folder, database):
    with database(folder) as environment:
        environment["PORT"] = _free_port()
        _collect_static(folder)
        yield environment


def _collect_static(folder):
    """Copy the static files into a data folder; they are collected anew when one has changed."""
    with alone_with_what_is_kept() as kept:
        environment = {**ENVIRONMENT, "DATA_DIR": str(kept)}
        subprocess.run(["bin/collect-static"], cwd=ROOT, env=environment, check=True)
        shutil.copytree(kept / "static", folder / "static")


@contextmanager
def _server(arguments, environment, folder):
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            _wait_for_port(environment["PORT"], process, folder / "log")
            yield SimpleNamespace(url=f"http://localhost:{environment['PORT']}")
        finally:
            process.terminate()
            process.wait(timeout=PATIENCE)


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def _wait_for_port(port, process, log):
    deadline = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", int(port)), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"The server does not answer:\n{log.read_text()}")
