"""One publication: it waits once, reads the head once, and moves the data version once, last."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.actions import steps
from tests.factories import published_initiative, published_update
from tracker.actions import ledger, submissions
from tracker.actions.verify import Verification
from tracker.models import Correction, Initiative, LedgerEntry
from tracker.models.data_version import data_version
from tracker.models.version import version_of


def test_a_correction_with_its_replacement_is_one_publication(initiative, author, reviewer):
    wrong = published_update(initiative=initiative, sentence_en="Wrong.")
    right = steps.submission(by=author, initiative=initiative, sentence_en="Right.")
    correction = Correction(update=wrong, replacement=right, reason_en="A test.")
    waiting = steps.retraction_proposed(correction, by=author)
    rows = [(row, version_of(row)) for row in (right, waiting)]

    with CaptureQueriesContext(connection) as captured:
        submissions.approve_all(rows=rows, by=reviewer)

    correction = Correction.objects.get()
    asked = [query["sql"] for query in captured.captured_queries]
    moves = [place for place, sql in enumerate(asked) if "INTO tracker_dataversion" in sql]
    after = asked[moves[0] + 1 :]
    assert len(moves) == 1
    assert [sql.split()[0] for sql in after] == ["UPDATE", "RELEASE"]
    assert sum("ORDER BY" in sql and 'FROM "tracker_ledgerentry"' in sql for sql in asked) == 1
    assert sum("pg_advisory" in sql for sql in asked) == (connection.vendor == "postgresql")
    right.refresh_from_db()
    assert right.published_at < correction.published_at
    for row in (right, correction):
        assert steps.entry_of(row).kind == type(row)._meta.model_name.removeprefix("status")
    assert Initiative.objects.get().changed_in_version == data_version()
    assert list(Verification().findings()) == []


def test_each_entry_has_a_later_moment_than_the_one_before(db, time_machine):
    """Even if no time passes, or the clock was put back."""
    time_machine.move_to("2026-06-02T12:00Z", tick=False)
    published_initiative()
    time_machine.move_to("2026-06-01T12:00Z", tick=False)
    with ledger.publication() as publication:
        for _entry in range(2):
            publication.append(kind="update", payload={})

    moments = [*LedgerEntry.objects.order_by("sequence").values_list("recorded_at", flat=True)]
    assert moments == sorted(set(moments))
    assert LedgerEntry.objects.count() == 5


def test_the_moment_stays_until_an_entry_has_it(db):
    with ledger.publication() as publication:
        at = publication.at
        assert publication.at == at
        publication.append(kind="update", payload={})
        assert publication.at > at

    assert LedgerEntry.objects.get().recorded_at == at


def test_what_publishes_nothing_moves_nothing(initiative):
    before = data_version()

    with ledger.publication():
        pass

    assert data_version() == before


def test_what_fails_leaves_nothing(initiative):
    before = data_version()

    def fail():
        with ledger.publication() as publication:
            publication.append(kind="update", payload={})
            publication.show(initiative)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), steps.nothing_is_written():
        fail()

    assert data_version() == before


def test_a_publication_is_not_opened_inside_another(db):
    with ledger.publication(), pytest.raises(RuntimeError), ledger.publication():
        pass

    with ledger.publication():  # and can be opened again
        pass
