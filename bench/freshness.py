"""Publish, and read at once from every process: print how many of the reads were stale.

Run in the environment of a world, with the port of its server: python bench/freshness.py PORT
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import os

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tracker.settings"
django.setup()

from bench.client import Client
from tracker.actions.publish import publish
from tracker.models import Citation, Initiative, LedgerEntry, Reference, StatusUpdate

WRITES, READS = 150, 8


def main(port):
    stale = 0
    citation = Citation.objects.order_by("pk").first()
    initiative = Initiative.objects.published().order_by("pk").first()
    for number in range(WRITES):
        update = StatusUpdate.objects.create(
            initiative=initiative, status="in_progress", evidence="stated",
            changed_on="2026-01-05", sentence_en=f"Test {number} of {os.getpid()}.",
        )  # fmt: skip
        Reference.objects.create(citation=citation, update=update)
        publish(update=update, by=None)
        wanted = f"entry {LedgerEntry.objects.head()['sequence']} of"
        # A connection of its own for each read, so that both processes are asked.
        pages = [Client(port).get("/en/initiatives/")[2].decode() for _read in range(READS)]
        stale += sum(wanted not in page for page in pages)
    print(stale)


if __name__ == "__main__":
    main(int(sys.argv[1]))
