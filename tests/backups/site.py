"""A full record in a database of its own, and all that it holds and shows: for other processes."""

import hashlib
import re

import time_machine
from django.conf import settings
from django.db import connection
from django.test import Client, override_settings

from tests.databases import manage
from tests.golden.world import READ_AT
from tracker.backups.snapshot import snapshot
from tracker.backups.tables import tables

BUILD = """
from django.contrib.sessions.models import Session
from tests.golden import world
world.build()
Session.objects.create(session_key="a", session_data="b", expire_date="2030-01-01T00:00:00.5Z")
"""
SAY = """
import json
from pathlib import Path
from tests.backups.site import said
print(json.dumps(said(Path({folder!r}))))
"""
NOT_COLLECTED = {
    **settings.STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
LANGUAGES = ("/kk/",)
TRIGGERS = {
    "sqlite": "SELECT name, 'O' FROM sqlite_master WHERE type = 'trigger' ORDER BY name",
    "postgresql": "SELECT tgname, tgenabled::text FROM pg_trigger WHERE NOT tgisinternal"
    " ORDER BY tgname",
}


def run(*arguments, environment):
    """Run a command of manage.py that must not fail; return what it printed."""
    ended = manage(*arguments, environment=environment)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def build(environment):
    run("shell", "-v0", "-c", BUILD, environment=environment)


def say(folder, environment):
    """Return what the database of an environment says, as JSON."""
    return run("shell", "-v0", "-c", SAY.format(folder=str(folder)), environment=environment)


def said(folder):
    """Return {what: digest} of every table and every public page, and the triggers."""
    found = {"triggers": triggers()}
    with snapshot(folder) as rows:
        for table in tables():
            if table.name != "tracker_dataversion":  # it moves on
                found[table.name] = digest(repr([*map(tuple, rows.rows(table))]).encode())
    with time_machine.travel(READ_AT, tick=False), override_settings(STORAGES=NOT_COLLECTED):
        client = Client(SERVER_NAME="localhost")
        for path in ("/en/data/ledger.jsonl", "/en/initiatives.csv", *pages(client)):
            response = client.get(path)
            assert response.status_code == 200, path
            body = b"".join(response) if response.streaming else response.content
            found[path] = digest(body)
    return found


def pages(client):
    for section in locations(client.get("/sitemap.xml")):
        for path in locations(client.get(section)):
            if path.startswith(LANGUAGES):
                yield path


def locations(response):
    return re.findall(r"<loc>https?://[^/]+(/[^<]*)</loc>", response.text)


def triggers():
    """Return the names of those that stand; PostgreSQL's are enabled or not."""
    with connection.cursor() as cursor:
        cursor.execute(TRIGGERS[connection.vendor])
        return [name for name, enabled in cursor.fetchall() if enabled == "O"]


def digest(content):
    return hashlib.sha256(content).hexdigest()
