"""Many writers at once, on a database of its own: one chain, and nothing is lost."""

from tests.databases import empty_database, manage

WRITERS = 16
PUBLICATIONS = 1000

SCRIPT = f"""
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import sleep
from django.db import connections, transaction
from tests.factories import CitationFactory, DraftFactory, InitiativeFactory
from tracker.actions.publish import publish
from tracker.actions.verify import Verification
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

with ThreadPoolExecutor({WRITERS}) as pool:
    list(pool.map(write, [drafts[writer::{WRITERS}] for writer in range({WRITERS})]))
print(LedgerEntry.objects.count(), StatusUpdate.objects.published().count())
print(Initiative.objects.published().count(), list(Verification().findings()))
"""


def test_sixteen_writers_make_one_chain(tmp_path):
    with empty_database(tmp_path) as environment:
        assert manage("migrate", "-v0", environment=environment).returncode == 0

        result = manage("shell", "-v0", "-c", SCRIPT, environment=environment)

    assert result.returncode == 0, result.stderr
    initiatives = PUBLICATIONS // 2 + 1
    assert result.stdout.splitlines() == [
        f"{PUBLICATIONS + initiatives} {PUBLICATIONS}",
        f"{initiatives} []",
    ]
