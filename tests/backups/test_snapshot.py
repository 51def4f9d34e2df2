"""A backup is of one moment, and everything that was told as saved before it is in it."""

import json

from tests.backups.site import run
from tests.databases import empty_database, migrated_database

WRITERS, BEFORE = 4, 40
SCRIPT = f"""
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier, Event
from django.db import connections
from tests.factories import published_update
from tracker.backups.backup import make_backup
from tracker.models import LedgerEntry

told, begun, ended = [], Event(), Event()

def write(_number):
    try:
        while not ended.is_set():
            update = published_update()
            told.append(update.pk)
            if len(told) >= {BEFORE}:
                begun.set()
    finally:
        begun.set()
        connections.close_all()

with ThreadPoolExecutor({WRITERS}) as pool:
    writers = [pool.submit(write, number) for number in range({WRITERS})]
    begun.wait()
    before = list(told)
    made = make_backup(Path({{folder!r}}))
    during = len(told) - len(before)
    ended.set()
    for writer in writers:
        writer.result()
print(json.dumps([str(made.path), before, LedgerEntry.objects.count()]))
"""
COUNT = """
import json
from tracker.models import LedgerEntry, StatusUpdate
print(json.dumps([list(StatusUpdate.objects.published().values_list("pk", flat=True)),
    LedgerEntry.objects.count()]))
"""


def test_a_backup_under_writers_has_all_that_was_told_before_and_is_whole(tmp_path):
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir()
    there.mkdir()
    with migrated_database(here) as first, empty_database(there) as second:
        script = SCRIPT.format(folder=str(tmp_path / "backups"))
        path, before, _all = json.loads(run("shell", "-v0", "-c", script, environment=first))

        run("restore", path, environment=second)

        found, entries = json.loads(run("shell", "-v0", "-c", COUNT, environment=second))
        assert set(before) <= set(found)
        assert len(before) >= BEFORE
        assert f"{entries} ledger entries" in run("verify", environment=second)
