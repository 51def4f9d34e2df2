"""An entry commits to who wrote and who approved it; only who has the salt can prove it."""

import json

import pytest
from django.db import IntegrityError

from tests import factories as make
from tests.actions.steps import approved, entry_of
from tracker.models import Attribution, LedgerEntry
from tracker.rules.digest import person_digest


@pytest.fixture
def attribution(editor, reviewer):
    update = approved(by=editor, reviewer=reviewer, initiative=make.published_initiative())
    update.refresh_from_db()
    return Attribution.objects.get(entry=entry_of(update))


def test_the_entry_says_who_by_digests(attribution, editor, reviewer):
    said = json.loads(attribution.entry.payload)["by"]

    assert said == attribution.digests()
    assert said["wrote"] == person_digest(salt=attribution.salt, role="wrote", key=editor.pk)
    assert said["approved"] == person_digest(
        salt=attribution.salt, role="approved", key=reviewer.pk
    )


def test_the_public_reads_neither_names_nor_salt(attribution, client):
    ledger = b"".join(client.get("/en/data/ledger.jsonl").streaming_content).decode()

    for secret in (attribution.salt, attribution.wrote.username, attribution.approved.username):
        assert secret not in ledger


def test_two_entries_of_one_person_have_nothing_in_common(attribution, editor, reviewer):
    other = approved(by=editor, reviewer=reviewer, initiative=make.published_initiative())
    other.refresh_from_db()

    digests = Attribution.objects.get(entry=entry_of(other)).digests()

    assert not {*digests.values()} & {*attribution.digests().values()}


def test_what_no_person_published_names_nobody(db):
    make.published_initiative()

    assert not Attribution.objects.exists()
    assert not LedgerEntry.objects.filter(payload__contains='"by"').exists()


@pytest.mark.parametrize("write", [lambda row: row.save(), lambda row: row.delete()])
def test_it_is_neither_changed_nor_deleted(attribution, write):
    attribution.salt = "0"

    with pytest.raises(IntegrityError, match="never changed or deleted"):
        write(attribution)
