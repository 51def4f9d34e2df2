from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests import factories as make
from tracker import models
from tracker.reading import corrections_log
from tracker.reading.record_at import RecordAt


def record_at(moment):
    """Return the record of all that was published before a moment."""
    record = RecordAt(today=date(2026, 6, 1))
    record.until = moment
    return record


def published_revision(*, at=None, **columns):
    revision = make.RevisionFactory(**columns)
    models.Revision.objects.filter(pk=revision.pk).update(published_at=at or timezone.now())
    return revision


@pytest.fixture
def said(db):
    """One entry an hour, each of another kind, the oldest first; and a revision that waits."""
    start = timezone.now()
    make.RevisionFactory()
    hours = [start + timedelta(hours=hour) for hour in range(3)]
    return hours, [
        make.CorrectionFactory(published_at=hours[0]),
        published_revision(at=hours[1]),
        make.WithdrawalFactory(published_at=hours[2]),
    ]


def test_the_log_holds_what_was_said_afterwards_the_newest_first(said):
    _hours, (correction, revision, withdrawal) = said

    entries = corrections_log.entries(record_at(None), corrections_log.positions(record_at(None)))

    assert entries == [
        ("withdrawal", withdrawal), ("revision", revision), ("correction", correction),
    ]  # fmt: skip


def test_the_log_of_an_earlier_day_ends_before_its_moment(said):
    hours, (correction, revision, _withdrawal) = said

    before = [
        corrections_log.entries(record_at(hour), corrections_log.positions(record_at(hour)))
        for hour in hours
    ]

    assert before == [
        [],
        [("correction", correction)],
        [("revision", revision), ("correction", correction)],
    ]


def test_some_positions_become_entries_in_their_order(said):
    _hours, (correction, _revision, withdrawal) = said
    newest, _middle, oldest = corrections_log.positions(record_at(None))

    entries = corrections_log.entries(record_at(None), [oldest, newest])

    assert [entry.item for entry in entries] == [correction, withdrawal]


def test_a_correction_of_what_is_withdrawn_hides_its_words(db):
    hidden, shown = make.CorrectionFactory(), make.CorrectionFactory()
    make.WithdrawalFactory(update=hidden.update)

    entries = corrections_log.entries(record_at(None), corrections_log.positions(record_at(None)))

    marks = {entry.item: entry.item.is_hidden for entry in entries if entry.kind == "correction"}
    assert marks == {hidden: True, shown: False}


def test_a_revision_of_links_knows_the_rows_before_and_after(db):
    one, other = make.ThemeFactory(slug="one"), make.ThemeFactory(slug="other")
    initiative = make.published_initiative()
    published_revision(initiative=initiative, field="themes", old="one", new="one other")
    published_revision(initiative=initiative)

    [due, themes] = corrections_log.entries(
        record_at(None), corrections_log.positions(record_at(None))
    )

    assert (themes.item.rows_before, themes.item.rows_after) == ([one], [one, other])
    assert (due.item.rows_before, due.item.rows_after) == (None, None)


def test_that_a_noun_became_public_and_translations_are_no_entries(db):
    theme = make.ThemeFactory()
    published_revision(initiative=None, theme=theme, field="new", old="", new=theme.slug)
    published_revision(
        initiative=None, update=make.published_update(), field="sentence", language="kk",
        old="", new="Бір.",
    )  # fmt: skip

    assert list(corrections_log.positions(record_at(None))) == []


def test_a_page_of_the_log_costs_a_query_a_sort(said, django_assert_num_queries):
    name = {"initiative": None, "field": "name", "language": "en"}
    published_revision(plan=make.ActionPlanFactory(), **name)
    published_revision(theme=make.ThemeFactory(), **name)
    published_revision(initiative=None, source=make.SourceFactory(), field="url")
    make.CorrectionFactory(replacement=make.published_update())
    rows = list(corrections_log.positions(record_at(None)))
    assert record_at(None).earlier  # a query a data version

    with django_assert_num_queries(4):  # one of them for quotes
        entries = corrections_log.entries(record_at(None), rows)
        read = [
            str(item.target) if kind == "revision" else f"{item.update.initiative} {item.update}"
            for kind, item in entries
        ]
        read += [str(item.replacement) for kind, item in entries if kind == "correction"]

    assert len(read) == 7 + 2
