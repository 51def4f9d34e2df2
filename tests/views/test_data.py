import json
import subprocess
import sys

import pytest
import time_machine
from django.conf import settings

from tests import factories as make
from tracker.actions.erase import erase
from tracker.models import LedgerEntry

SCRIPT = settings.BASE_DIR / "docs" / "verify.py"


@pytest.fixture
def ledger(db, client):
    """The lines of a ledger of four entries, one of them erased, as a stranger downloads it."""
    make.published_update()
    erase(sequence=1, reason="Test law")
    return client.get("/en/data/ledger.jsonl").getvalue().decode().splitlines(keepends=True)


@pytest.fixture
def check(tmp_path):
    def check(lines):
        path = tmp_path / "ledger.jsonl"
        path.write_text("".join(lines), encoding="utf-8")
        return subprocess.run(
            [sys.executable, "-I", SCRIPT, path], capture_output=True, text=True, check=False
        )

    return check


def test_a_stranger_can_check_the_ledger_with_thirty_lines(ledger, check):
    result = check(ledger)

    assert result.returncode == 0
    assert result.stdout.startswith("4 entries, 1 of them erased")
    assert LedgerEntry.objects.head()["digest"] in result.stdout
    assert len(SCRIPT.read_text().splitlines()) <= 30
    assert "tracker" not in SCRIPT.read_text().replace("OTS Tracker", "")


@pytest.mark.parametrize("field", ["payload", "salt", "kind", "recorded_at", "digest", "sequence"])
def test_a_changed_field_is_found_by_a_stranger(ledger, check, field):
    entry = json.loads(ledger[2])
    entry[field] = 9 if field == "sequence" else entry[field].replace("2", "3", 1) + " "

    result = check([*ledger[:2], json.dumps(entry) + "\n"])

    assert result.returncode == 1
    assert "entry 3: " in result.stderr


def test_a_line_left_out_or_moved_is_found_by_a_stranger(ledger, check):
    assert "entry 2: it does not continue" in check([ledger[0], ledger[2]]).stderr
    assert "entry 1: it does not continue" in check(ledger[1:]).stderr
    assert "entry 2: it does not continue" in check([ledger[0], ledger[2], ledger[1]]).stderr


def test_the_ledger_says_what_was_published_and_not_by_whom(db, client):
    update = make.published_update()

    [_source, _initiative, line] = (
        client.get("/en/data/ledger.jsonl").getvalue().decode().splitlines()
    )

    payload = json.loads(json.loads(line)["payload"])
    assert payload["initiative"] == update.initiative.slug
    assert payload["citations"][0]["quote"] == make.QUOTE
    assert not {"created_by", "recorded_by", "user"} & set(payload)


def test_an_erasure_that_no_entry_names_is_found_by_a_stranger(ledger, check):
    assert "entry 1: it is erased without saying so" in check(ledger[:2]).stderr


def test_the_ledger_of_an_earlier_day_ends_there(db, client):
    with time_machine.travel("2026-06-01T12:00Z"):
        make.published_update()
    with time_machine.travel("2026-06-03T12:00Z"):
        make.published_update()
        response = client.get("/en/data/ledger.jsonl?as_of=2026-06-02")
        now = client.get("/en/data/ledger.jsonl")

    assert len(response.getvalue().splitlines()) == 3
    assert len(now.getvalue().splitlines()) == 6


def test_every_page_names_the_newest_entry(db, client):
    assert "Ledger: entry" not in client.get("/en/method/").text

    make.published_update()

    head = LedgerEntry.objects.head()
    assert f"<code>{head['digest'][:16]}</code>" in client.get("/en/method/").text
    assert head["digest"] in client.get("/en/data/").text
