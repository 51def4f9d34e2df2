"""The whole list as CSV, against the command line of the database on the same columns.

What a database process of PostgreSQL does counts for both sides, or `COPY` would cost nothing.
"""

import os
import subprocess
import time
from statistics import median

from bench import servers
from bench.client import Client

SAME_COLUMNS = """
SELECT i.slug, 'http://localhost:8000/en/initiatives/' || i.slug || '/',
    coalesce(nullif(i.title_en, ''), nullif(i.title_ru, ''), ''), i.kind, i.status, i.evidence,
    CASE WHEN i.due = '' OR i.kind = 'aspiration' THEN 'no_date'
         WHEN i.status = 'delivered' AND i.changed_on_earliest > i.original_due_latest
             THEN 'delivered_late'
         WHEN i.status = 'delivered' THEN 'delivered_on_time'
         WHEN i.status IN ('dropped', 'superseded') THEN 'no_date'
         WHEN i.due_latest < current_date THEN 'overdue' ELSE 'due' END,
    i.original_due, i.due, i.changed_on, i.updated_on,
    coalesce(nullif(p.name_en, ''), nullif(p.name_ru, ''), '')
FROM tracker_initiative i LEFT JOIN tracker_actionplan p ON p.id = i.plan_id
WHERE i.published_at IS NOT NULL ORDER BY i.updated_on DESC, i.id DESC
"""


def sqlite(url):
    """Let `sqlite3` write the list; return the seconds of processor that it took."""
    command = ["sqlite3", "-csv", url.removeprefix("sqlite:///"), SAME_COLUMNS]
    return _children(lambda: subprocess.run(command, stdout=subprocess.DEVNULL, check=True))


def psql(url):
    """Let `psql` copy the list; return the seconds that it and its database process took.

    No parallel worker helps, whose seconds nobody could count.
    """
    took = 0

    def copy():
        nonlocal took
        before = servers.backends(url)
        process = subprocess.Popen(
            ["psql", "-qX", url], text=True, bufsize=1, stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            env={**os.environ, "PGOPTIONS": "-c max_parallel_workers_per_gather=0"},
        )  # fmt: skip
        process.stdin.write(f"\\copy ({' '.join(SAME_COLUMNS.split())}) to stdout csv\n\\warn .\n")
        if process.stderr.readline() != ".\n":
            raise RuntimeError("psql could not copy the list")
        took = servers.backends(url) - before  # while its database process is there
        process.communicate()

    return _children(copy) + took


def _children(run):
    before = os.times()
    run()
    after = os.times()
    return sum(after[2:4]) - sum(before[2:4])


PEERS = {
    "SQLite": (sqlite, "sqlite3 -csv, same columns", 3),
    "PostgreSQL": (psql, "psql copy, same columns", 1.5),
}
"""Who writes the same list, and how many times their seconds ours may take."""


def download(environment, database, rounds):
    """Return the rows of the list as CSV: its cost against that of the peer, and two of its own."""
    peer, against, most = PEERS[database]
    url = environment["DATABASE_URL"]
    server = servers.tracker(environment)
    try:
        client = Client(server.port)
        client.get("/en/initiatives.csv?status=superseded")
        idle, ours, theirs, firsts, peak = server.memory(), [], [], [], 0
        for _round in range(rounds):
            before, begun = server.cpu() + servers.backends(url), time.monotonic()
            for first in client.stream("/en/initiatives.csv"):
                firsts.append(first - begun)
            peak = max(peak, server.memory())
            ours.append(server.cpu() + servers.backends(url) - before)
            theirs.append(peer(url))
    finally:
        server.stop()
    what = f"the list as CSV, {database}"
    return [
        {
            "what": f"{what}: seconds of processor", "against": against,
            "theirs": round(median(theirs), 2), "ours": round(median(ours), 2),
            "ratio": round(median(ours) / median(theirs), 2), "goal": f"at most {most}",
        },
        {
            "what": f"{what}: first byte after, ms", "against": "",
            "ours": round(median(firsts) * 1000, 1), "goal": "under 20",
        },
        {
            "what": f"{what}: memory above idle, MB", "against": "",
            "ours": round(peak - idle, 1), "goal": "at most 16",
        },
    ]  # fmt: skip
