"""What follows from the published entries is made again, and comes out the same."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from tests.actions.forgery import lift_the_triggers
from tests.actions.steps import (
    approved,
    correct,
    entry_of,
    raw,
    revised,
    withdraw,
)
from tests.factories import InitiativeFactory, published_initiative
from tracker.actions import ledger
from tracker.actions.erase import erase
from tracker.actions.rebuild import rebuild
from tracker.actions.verify import Verification
from tracker.models import Initiative, LedgerEntry, Snapshot


@pytest.fixture
def initiatives(initiative, author, reviewer, second_reviewer, editor):
    """Two published ones, of which one has a history, and one that is not published."""
    details = {"by": author, "reviewer": reviewer, "initiative": initiative}
    wrong = approved(status="delivered", **details)
    gone = approved(status="suspended", **details)
    for update in (wrong, gone):
        update.refresh_from_db()
    correct(wrong, by=second_reviewer)
    initiative.refresh_from_db()
    revised(initiative, by=editor, reviewer=reviewer, title_en="New title", due="2030")
    withdraw(gone, by=second_reviewer)
    return [initiative, published_initiative(), InitiativeFactory()]


def rows(model):
    left = {"id"} if model is Snapshot else {"touched"}
    found = raw(model).order_by("pk").values()
    return [{key: row[key] for key in row.keys() - left} for row in found]


def findings():
    return list(Verification().findings())


def test_all_comes_out_as_it_was(initiatives):
    before = rows(Snapshot), rows(Initiative), rows(LedgerEntry)

    assert rebuild(everything=True) == 2

    assert sorted(rows(Snapshot), key=str) == sorted(before[0], key=str)
    assert (rows(Initiative), rows(LedgerEntry)) == before[1:]
    assert findings() == []


def test_only_what_is_missing_is_made(initiatives):
    before = rows(Snapshot)
    kept = set(Snapshot.objects.exclude(initiative=initiatives[0]).values_list("pk", flat=True))
    Snapshot.objects.filter(initiative=initiatives[0]).delete()

    assert rebuild() == 1

    assert sorted(rows(Snapshot), key=str) == sorted(before, key=str)
    assert kept <= set(Snapshot.objects.values_list("pk", flat=True))


def test_nothing_is_made_where_nothing_is_missing(initiatives):
    assert rebuild() == 0


def test_a_projection_and_snapshots_that_do_not_follow_are_mended(initiatives):
    Initiative.objects.filter(pk=initiatives[0].pk).update(status="dropped", due="", search_text="",
        due_earliest=None, due_latest=None)  # fmt: skip
    Snapshot.objects.filter(initiative=initiatives[0]).update(status="dropped")
    assert findings() != []

    rebuild(everything=True)

    assert findings() == []


def test_an_initiative_of_an_older_ledger_gets_the_entry_of_its_wording(db):
    first, second = published_initiative(), published_initiative()
    forget_the_wording_of(second)

    assert rebuild() == 1

    assert named_initiatives() == [first.slug, second.slug]
    assert LedgerEntry.objects.latest("sequence").kind == "initiative"
    assert findings() == []
    assert rebuild() == 0


def forget_the_wording_of(initiative):
    """Leave what the first version of the program kept: no snapshots, no entry of the wording."""
    Snapshot.objects.filter(initiative=initiative).delete()
    entries = LedgerEntry.objects.order_by("sequence").values("kind", "payload", "recorded_at")
    kept = [
        entry for entry in entries
        if (entry["kind"], json.loads(entry["payload"])["initiative"])
        != ("initiative", initiative.slug)
    ]  # fmt: skip
    lift_the_triggers()
    LedgerEntry.objects.all().delete()
    for entry in kept:
        payload = json.loads(entry["payload"])
        ledger.append(kind=entry["kind"], payload=payload, at=entry["recorded_at"])


def named_initiatives():
    payloads = LedgerEntry.objects.filter(kind="initiative").order_by("sequence")
    return [json.loads(text)["initiative"] for text in payloads.values_list("payload", flat=True)]


def test_an_erased_wording_is_not_recorded_again(initiative):
    [entry] = LedgerEntry.objects.filter(kind="initiative")
    erase(sequence=entry.sequence, reason="Test law")

    rebuild(everything=True)

    assert LedgerEntry.objects.filter(kind="initiative").count() == 1
    assert findings() == []


def test_what_was_erased_stays_erased(initiatives, second_reviewer):
    gone = initiatives[0].updates.get(status="suspended")
    erase(sequence=entry_of(gone).sequence, reason="Test law")
    before = rows(Snapshot)

    rebuild(everything=True)

    assert sorted(rows(Snapshot), key=str) == sorted(before, key=str)
    assert findings() == []


def test_the_command_says_how_many(initiatives):
    out = StringIO()
    Snapshot.objects.all().delete()

    call_command("rebuild", stdout=out)
    call_command("rebuild", stdout=out)
    call_command("rebuild", "--all", stdout=out)

    assert out.getvalue() == 2 * "Rebuilt: the snapshots of 2 initiatives.\n"
