"""The ledger as a stranger reads it: a line an entry, which digests to what it says."""

import json
from datetime import UTC, datetime

import pytest
import time_machine
from django.utils import translation

from tests import factories as make
from tracker.models import LedgerEntry
from tracker.publishing import ledger
from tracker.publishing.ledger import entry_in_words, head_in_words, json_lines
from tracker.rules import digest


def entries(**until):
    return [json.loads(line) for line in json_lines(**until)]


def test_every_entry_is_a_line_in_the_order_of_the_chain(db):
    make.published_initiative()
    make.published_initiative()

    lines = list(json_lines())
    found = [json.loads(line) for line in lines]

    assert all(line.endswith("}\n") and line.count("\n") == 1 for line in lines)
    assert [entry["sequence"] for entry in found] == list(range(1, len(found) + 1))
    assert len(found) == LedgerEntry.objects.count()
    assert [entry["prev_digest"] for entry in found[1:]] == [
        entry["digest"] for entry in found[:-1]
    ]


def test_a_line_has_what_a_stranger_needs_to_check_it(db):
    make.published_initiative(title_en="Test “bridge”", title_ru="Мост")

    for entry in entries():
        content = digest.content_digest(salt=entry["salt"], payload=entry["payload"])
        assert content == entry["content_digest"]
        assert json.loads(entry["payload"])


def test_what_was_erased_has_neither_text_nor_salt(db):
    entry = make.first_entry()
    LedgerEntry.objects.filter(pk=entry.pk).update(payload=None, salt=None)

    first = entries()[0]

    assert (first["payload"], first["salt"]) == (None, None)
    assert first["content_digest"] == entry.content_digest


@pytest.mark.parametrize("chunk", [1, 2, 3])
def test_the_ledger_is_read_in_parts_without_a_gap(db, monkeypatch, chunk):
    make.published_initiative()  # three entries
    monkeypatch.setattr(ledger, "CHUNK", chunk)

    assert [entry["sequence"] for entry in entries()] == [1, 2, 3]


def test_an_earlier_ledger_ends_before_the_moment(db):
    with time_machine.travel("2026-06-01T12:00Z", tick=False):
        make.published_initiative()
    with time_machine.travel("2026-06-02T12:00Z", tick=False):
        make.published_initiative()

    found = entries(until=datetime(2026, 6, 2, tzinfo=UTC))

    assert [entry["recorded_at"][:10] for entry in found] == ["2026-06-01"] * 3
    assert entries(until=datetime(2026, 1, 1, tzinfo=UTC)) == []


def test_an_entry_is_named_by_its_number_and_its_time_everywhere():
    moment = datetime.fromisoformat("2026-06-02T01:02:03+05:00")

    words = entry_in_words({"sequence": 12, "recorded_at": moment})

    assert words == "Ledger: entry 12 of 1 June 2026, 20:02:03 UTC"
    with translation.override("ru"):
        assert "1 июня 2026" in entry_in_words({"sequence": 12, "recorded_at": moment})


def test_the_head_is_named_with_the_beginning_of_its_digest():
    moment = datetime(2026, 6, 2, tzinfo=UTC)
    head = {"sequence": 12, "recorded_at": moment, "digest": "0123456789abcdef" * 4}

    assert head_in_words(head).endswith(" · 0123456789abcdef")
    assert head_in_words(None) == "Nothing is published yet."
