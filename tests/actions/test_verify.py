"""Whatever is changed behind the database's back is found, and named."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import F

from tests import factories as make
from tracker.actions.verify import Verification
from tracker.models import Citation, Initiative, LedgerEntry, Reference, Source, StatusUpdate
from tracker.rules import digest


def findings():
    return list(Verification().findings())


@pytest.fixture
def record(db):
    """Three published updates of two initiatives, and no trigger that would stop a forger."""
    country = make.CountryFactory()
    first = make.published_update(initiative=make.InitiativeFactory(original_due="2027"))
    make.published_update(initiative=first.initiative, status="planned", changed_on="2026-04")
    make.published_update(initiative=first.initiative, country=country, changed_on="2026-05")
    make.published_update()
    assert findings() == []
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP TRIGGER {name}")
        else:
            cursor.execute("SET LOCAL session_replication_role = replica")


@pytest.mark.parametrize("sequence", [1, 2, 4])
@pytest.mark.parametrize(
    "columns",
    [
        {"recorded_at": F("recorded_at") + timedelta(microseconds=1)},
        {"kind": "revision"},
        {"payload": "{}"},
        {"salt": "0"},
        {"content_digest": "0" * 64},
        {"prev_digest": "f" * 64},
        {"digest": "0" * 64},
        {"sequence": 99},
    ],
    ids=lambda columns: next(iter(columns)),
)
def test_a_changed_column_of_the_ledger_is_found(record, sequence, columns):
    LedgerEntry.objects.filter(sequence=sequence).update(**columns)

    first = findings()[0]

    assert first.startswith(f"Ledger entry {sequence} ")


@pytest.mark.parametrize("sequence", [1, 3, 4])
def test_a_deleted_entry_is_found(record, sequence):
    LedgerEntry.objects.filter(sequence=sequence)._raw_delete("default")

    found = " ".join(findings())

    assert f"Ledger entry {sequence} is missing" in found or "without a ledger entry" in found


def test_reordered_entries_are_found(record):
    for old, new in ((2, 99), (3, 2), (99, 3)):
        LedgerEntry.objects.filter(sequence=old).update(sequence=new)

    assert findings()[0].startswith("Ledger entry 2 ")


def test_an_inserted_entry_is_found_even_if_its_own_digests_are_right(record):
    last = LedgerEntry.objects.first()
    chained = {
        "prev_digest": last.digest, "sequence": last.sequence + 1,
        "recorded_at": last.recorded_at, "kind": "update",
        "content_digest": digest.content_digest(salt="s", payload='{"update":999}'),
    }  # fmt: skip
    LedgerEntry.objects.create(
        **chained, salt="s", payload='{"update":999}', digest=digest.entry_digest(**chained)
    )

    assert findings() == ["Status update 999 of ledger entry 5 is gone."]


def test_a_lawful_erasure_is_no_finding(record):
    LedgerEntry.objects.filter(sequence=2).update(payload=None, salt=None)
    verification = Verification()

    assert list(verification.findings()) == []
    assert verification.counts["erased"] == 1


@pytest.mark.parametrize(
    "columns",
    [
        {"status": "dropped"}, {"evidence": "confirmed"}, {"sentence_en": "Changed."},
        {"sentence_ru": "Добавлено."}, {"changed_on": "2026-03"},
        {"initiative": F("initiative") + 1}, {"published_at": None, "effective_on": None},
        {"effective_on": "2020-01-01"},
    ],
    ids=lambda columns: next(iter(columns)),
)  # fmt: skip
def test_a_changed_update_is_found(record, columns):
    update = StatusUpdate.objects.order_by("pk").first()
    StatusUpdate.objects.filter(pk=update.pk).update(**columns)

    assert any(f"Status update {update.pk} " in finding for finding in findings())


def test_a_lost_or_changed_citation_is_found(record):
    update = StatusUpdate.objects.order_by("pk").last()
    Reference.objects.filter(update=update).update(citation=make.CitationFactory())

    assert findings() == [f"Status update {update.pk} is not what ledger entry 4 recorded."]


def test_a_rewritten_source_is_found_and_so_are_its_quotes(record):
    source = Source.objects.order_by("pk").first()
    Source.objects.filter(pk=source.pk).update(text=source.text.upper())

    found = findings()

    assert f"The text of source {source.slug} does not have the digest recorded." in found
    assert any("The quote of citation" in finding for finding in found)


@pytest.mark.parametrize(
    "columns", [{"quote": "x" * len(make.QUOTE)}, {"start": F("start") + 1, "end": F("end") + 1}]
)
def test_a_moved_quote_is_found(record, columns):
    citation = Citation.objects.order_by("pk").first()
    Citation.objects.filter(pk=citation.pk).update(**columns)

    assert any(f"The quote of citation {citation.pk} " in finding for finding in findings())


@pytest.mark.parametrize(
    "columns",
    [{"status": "dropped"}, {"evidence": "confirmed"}, {"updated_on": "2020-01-01"},
     {"search_text": "x"}, {"published_at": "2020-01-01T00:00Z"}],
    ids=lambda columns: next(iter(columns)),
)  # fmt: skip
def test_a_projection_that_does_not_follow_is_found(record, columns):
    initiative = Initiative.objects.order_by("pk").first()
    Initiative.objects.filter(pk=initiative.pk).update(**columns)

    [column] = columns
    assert findings() == [f"The {column} of {initiative.slug} does not follow from its updates."]


def test_the_command_names_what_is_wrong_and_exits_with_1(record):
    out = StringIO()
    call_command("verify", stdout=out)
    assert "The record is whole: 4 ledger entries" in out.getvalue()
    assert LedgerEntry.objects.first().digest in out.getvalue()

    LedgerEntry.objects.filter(sequence=3).update(kind="revision")

    with pytest.raises(CommandError, match="Ledger entry 3 has a digest") as caught:
        call_command("verify")
    assert caught.value.returncode == 1


def test_the_seeds_verify(seeds):
    assert findings() == []
