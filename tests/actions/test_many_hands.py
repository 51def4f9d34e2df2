"""Sixteen people at once, each on their way from a draft to the public: nobody is thrown out.

Updates with shared and new sources, new nouns, moved links and titles, all of one initiative and
one event: whoever waits for whom, no deadlock, no answer lost. WRITES in the environment asks for
more than the suite does; `make proof` asks for 2,000.
"""

import os

import pytest

from tests.databases import manage, migrated_database

WRITERS = 16
WRITES = int(os.environ.get("WRITES", "160"))

SCRIPT = f"""
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from threading import Barrier
from django.core.exceptions import ValidationError
from django.db import connections
from tests import factories as make
from tests.conftest import person
from tracker.actions import drafts, review, revise, submissions
from tracker.actions.nouns import draft
from tracker.actions.refusals import Conflict
from tracker.actions.verify import verify
from tracker.models import *
from tracker.models.version import version_of
from tracker.vocabulary import Role

editor, reviewer = person(Role.EDITOR), person(Role.REVIEWER)
shared = make.published_initiative()
event = make.EventFactory()
source = make.SourceFactory()
states = [make.CountryFactory() for _state in range(4)]
ready = Barrier({WRITERS})

def approve(row):
    return submissions.approve(row=row, by=reviewer, version=version_of(row))

def record(writer, number):
    update = StatusUpdate(
        initiative=shared, status="planned", evidence="stated", changed_on="2026-03",
        sentence_en=f"Test {{writer}} {{number}}.",
    )
    text = f"Test source {{writer}} {{number}}. {{make.QUOTE}}"
    new = Source(publisher="Test", language="en", url="https://x.example/", published_on="2026",
                 text=text)
    new.clean()
    cited = new if number % 3 else source
    saved = drafts.save_draft(
        update=update, quote=make.QUOTE, source=cited, by=editor, is_submitted=True
    )
    approve(StatusUpdate.objects.get(pk=saved.pk))

def enter(writer, number):
    name = f"Test {{writer}} {{number}}"
    theme = Theme.objects.create(slug=f"t-{{writer}}-{{number}}", name_en=name)
    new = review.hand_in(draft(row=theme, by=editor), editor)
    approve(Revision.objects.get(pk=new.pk))

def change(writer, number):
    row = (shared, event)[number % 2]
    row = type(row).objects.get(pk=row.pk)
    field = "title_en" if number % 2 == 0 else "name_en"
    changes = {{field: f"Test {{writer}} {{number}}"}}
    if number % 4 == 2:
        changes = {{"countries": states[writer % 4].slug}}
    for one in revise.propose(
        row=row, changes=changes, reason="Test", corrects=True, by=editor, version=version_of(row)
    ):
        approve(Revision.objects.get(pk=one.pk))

def write(writer):
    ready.wait()
    done = refused = 0
    try:
        for number in range({WRITES} // {WRITERS}):
            try:
                (record, enter, change, record)[number % 4](writer, number)
                done += 1
            except (Conflict, ValidationError) as refusal:
                refused += 1
                if isinstance(refusal, ValidationError) and number % 4 != 2:
                    print(refusal)
    finally:
        connections.close_all()
    return done, refused

with ThreadPoolExecutor({WRITERS}) as pool:
    found = list(pool.map(write, range({WRITERS})))
print(sum(done + refused for done, refused in found))
waiting = StatusUpdate.objects.submitted().count()
updates = StatusUpdate.objects.published().count() - 1
themes = Theme.objects.published().count()
print(updates + waiting, themes, verify(most=3)[1])
"""


@pytest.mark.timeout(900)
def test_nobody_is_thrown_out_and_nothing_is_lost(tmp_path):
    with migrated_database(tmp_path) as environment:
        result = manage("shell", "-v0", "-c", SCRIPT, environment=environment)

    assert result.returncode == 0, result.stderr
    each = WRITES // WRITERS
    numbers = range(each)
    records = WRITERS * sum(number % 4 in (0, 3) for number in numbers)
    nouns = WRITERS * sum(number % 4 == 1 for number in numbers)
    assert result.stdout.splitlines() == [str(each * WRITERS), f"{records} {nouns} []"]
