"""Many writers at once, on a database of its own: one chain, and nothing is lost.

Whoever verifies meanwhile finds nothing wrong: it reads the record as of one moment.
"""

import pytest

from tests.databases import manage, migrated_database

WRITERS = 16
PUBLICATIONS = 400

SCRIPT = f"""
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import sleep
from django.db import connections, transaction
from tests.factories import CitationFactory, DraftFactory, InitiativeFactory
from tracker.actions.publish import publish
from tracker.actions.verify import verify
from tracker.models import Initiative, LedgerEntry, StatusUpdate

with transaction.atomic():
    shared, citation = InitiativeFactory(), CitationFactory()
    drafts = [
        DraftFactory(
            initiative=shared if number % 2 else InitiativeFactory(),
            sentence_en=f"Test update {{number}}.",
            reference=citation,
        )
        for number in range({PUBLICATIONS})
    ]
ready = Barrier({WRITERS})

def write(updates):
    ready.wait()
    try:
        for update in updates:
            publish(update=update, by=None)
            sleep(0.01)  # as people do: SQLite's lock is for whoever asks at the right moment
    finally:
        connections.close_all()

def read():
    counts = []
    for _time in range(3):
        sleep(1)
        verification, findings = verify(most=1)
        counts.append(verification.counts["ledger entries"])
        assert not findings, findings
    connections.close_all()
    return counts == sorted(set(counts))

with ThreadPoolExecutor({WRITERS} + 1) as pool:
    reader = pool.submit(read)
    list(pool.map(write, [drafts[writer::{WRITERS}] for writer in range({WRITERS})]))
    print(reader.result())
print(LedgerEntry.objects.count(), StatusUpdate.objects.published().count())
print(Initiative.objects.published().count(), verify(most=1, processes=2)[1])
"""


@pytest.mark.timeout(900)
def test_sixteen_writers_make_one_chain(tmp_path):
    with migrated_database(tmp_path) as environment:
        result = manage("shell", "-v0", "-c", SCRIPT, environment=environment)

    assert result.returncode == 0, result.stderr
    initiatives = PUBLICATIONS // 2 + 1
    assert result.stdout.splitlines() == [
        "True",
        f"{PUBLICATIONS + initiatives + 1} {PUBLICATIONS}",
        f"{initiatives} []",
    ]
