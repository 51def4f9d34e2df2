"""Processes that are killed, at any moment: nothing that was confirmed is lost.

usage: python -m bench.proofs.crashes [TIMES]; with DATABASE_URL, on a new database beside it
"""

import json
import os
import random
import signal
import sys
import time

from bench.proofs.site import PAGE, Site, end, new_database, tell
from bench.proofs.staff import MATERIAL, Writer, lost, sessions

TIMES = int(sys.argv[1]) if len(sys.argv) > 1 else 20
WRITES, WRITERS = int(os.environ.get("WRITES", "2000")), 16
SECONDS_TO_BE_BACK = 5
INTEGRITY = """
from django.db import connection
print(connection.cursor().execute("PRAGMA integrity_check").fetchone()[0])
"""


def worker_killed(site):
    [worker] = site.workers()
    os.kill(worker, signal.SIGKILL)
    began = time.monotonic()
    site.get(PAGE)
    took = time.monotonic() - began
    tell("the worker is killed", "a GET that is sent at once is answered", f"after {took:.1f} s",
         reached=took < SECONDS_TO_BE_BACK and site.workers() != [worker])  # fmt: skip


def writers_of(site, count, **options):
    cookies = sessions(site, "editor", "reviewer")
    material = json.loads(site.manage("shell", "-v0", "-c", MATERIAL))
    return [
        Writer(site, number, cookies["editor"], cookies["reviewer"], material, **options)
        for number in range(count)
    ]


def group_killed(site):
    whole, writers = 0, []
    for time_ in range(TIMES):
        batch = writers_of(site, 4)
        for number, writer in enumerate(batch):
            writer.number = 100 * time_ + number
            writer.start()
        time.sleep(random.uniform(1, 4))  # noqa: S311  # when it happens
        site.stop(signal.SIGKILL)
        for writer in batch:
            writer.ended.set()
        for writer in batch:
            writer.join()
        writers += batch
        whole += is_whole(site)
        site.start()
    gone = lost(site, writers)
    tell_of(f"the whole group is killed {TIMES} times under 4 writers", writers, gone)
    tell("after each", "integrity_check, then up by `manage.py serve` alone", f"{whole} of {TIMES}",
         reached=whole == TIMES)  # fmt: skip
    tell("the ledger", "manage.py verify", site.manage("verify").strip().splitlines()[-1])


def many_writers(site):
    writers = writers_of(site, WRITERS, most=WRITES // WRITERS)
    began = time.monotonic()
    for writer in writers:
        writer.number += 10_000
        writer.start()
    for writer in writers:
        writer.join()
    took = time.monotonic() - began
    tell_of(f"{WRITERS} writers at once, {took:.0f} s", writers, lost(site, writers))
    tell("the ledger", "manage.py verify", site.manage("verify").strip().splitlines()[-1])


def tell_of(what, writers, gone):
    statuses = [status for writer in writers for status in writer.statuses]
    failed = [status for status in statuses if status >= 500]
    confirmed = sum(len(writer.saved) + 2 * len(writer.published) for writer in writers)
    others = sorted({line for writer in writers for line in writer.wrong})[:2]
    tell(what, "drafts, handed in, approved", f"{confirmed} confirmed, {len(gone)} lost,"
         f" {len(failed)} x 5xx{f'; {others}' if others else ''}",
         reached=not gone and not failed and confirmed > 0)  # fmt: skip


def is_whole(site):
    """Whether SQLite finds its file whole; PostgreSQL keeps itself so."""
    if "DATABASE_URL" in site.environment:
        return True
    return site.manage("shell", "-v0", "-c", INTEGRITY).strip() == "ok"


def main():
    with (
        new_database(os.environ.get("DATABASE_URL", "")) as environment,
        Site(**environment) as site,
    ):
        worker_killed(site)
        group_killed(site)
        many_writers(site)
    end()


if __name__ == "__main__":
    main()
