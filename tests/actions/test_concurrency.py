"""Many writers at once, on a database of its own: one chain, and nothing is lost."""

from tests.databases import empty_database, manage

WRITERS = 16
EACH = 8

SCRIPT = f"""
from concurrent.futures import ThreadPoolExecutor
from django.db import connections
from tests.factories import DraftFactory, InitiativeFactory, published_initiative
from tracker.actions.publish import publish
from tracker.actions.verify import Verification
from tracker.models import LedgerEntry, StatusUpdate

shared = published_initiative()
drafts = [
    [
        DraftFactory(
            initiative=shared if writer % 2 else InitiativeFactory(),
            sentence_en=f"Test update {{writer}}-{{number}}.",
        )
        for number in range({EACH})
    ]
    for writer in range({WRITERS})
]

def write(updates):
    try:
        for update in updates:
            publish(update=update, by=None)
    finally:
        connections.close_all()

with ThreadPoolExecutor({WRITERS}) as pool:
    list(pool.map(write, drafts))
print(LedgerEntry.objects.count(), StatusUpdate.objects.published().count())
print(list(Verification().findings()))
"""


def test_sixteen_writers_make_one_chain(tmp_path):
    with empty_database(tmp_path) as environment:
        assert manage("migrate", "-v0", environment=environment).returncode == 0

        result = manage("shell", "-v0", "-c", SCRIPT, environment=environment)

    assert result.returncode == 0, result.stderr
    whole = WRITERS * EACH + 1
    assert result.stdout.splitlines() == [f"{whole} {whole}", "[]"]
