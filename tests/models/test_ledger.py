from datetime import UTC, datetime

import pytest
import time_machine

from tests import factories as make
from tracker.models import LedgerEntry


@pytest.fixture
def two_days(db):
    for day in ("2026-06-01T12:00Z", "2026-06-02T12:00Z"):
        with time_machine.travel(day, tick=False):
            make.published_update()


def test_the_head_is_the_newest_entry(two_days):
    newest = LedgerEntry.objects.latest("sequence")

    assert LedgerEntry.objects.head() == {
        "sequence": newest.sequence, "digest": newest.digest, "recorded_at": newest.recorded_at,
    }  # fmt: skip


def test_an_empty_ledger_has_no_head(db):
    assert LedgerEntry.objects.head() is None


def test_an_earlier_ledger_ends_before_the_moment(two_days):
    def count(moment):
        return LedgerEntry.objects.until(moment).count()

    assert count(datetime(2026, 6, 2, 12, tzinfo=UTC)) == 3
    assert count(datetime(2026, 6, 1, tzinfo=UTC)) == 0
    assert count(None) == 6


def test_an_entry_is_called_by_its_number_and_kind(two_days):
    assert str(LedgerEntry.objects.get(sequence=3)) == "3: Status update"
