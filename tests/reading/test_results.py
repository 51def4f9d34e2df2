"""Results are narrowed, counted and paged in memory."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.core.paginator import InvalidPage

from tests import factories as make
from tracker.reading.record_at import RecordAt
from tracker.reading.results import find
from tracker.vocabulary import Status

TODAY = datetime(2026, 6, 1, tzinfo=UTC).date()


def test_a_page_is_one_query_with_what_stands_beside_it(db, django_assert_num_queries, settings):
    settings.PAGE_SIZE = 2
    keys = [make.published_initiative().pk for _n in range(5)]
    results = find({}, RecordAt(today=TODAY))
    assert results.count == 5

    with django_assert_num_queries(1):
        page = results.page(2, beside=keys[:1])

    assert [row.key for row in page] == [keys[2], keys[1]]
    assert [row.key for row in page.beside] == keys[:1]
    assert page.paginator.num_pages == 3
    with pytest.raises(InvalidPage):
        results.page(4)


def test_what_narrows_is_known_and_can_be_left_out(db):
    make.published_initiative(title_en="A bridge", status=Status.PLANNED)
    make.published_initiative(title_en="A bridge", status=Status.ANNOUNCED)
    make.published_initiative(title_en="A road", status=Status.PLANNED)
    everything = find({}, RecordAt(today=TODAY))

    narrow = everything.having("status", ["planned"]).matching("bridge")

    assert (everything.is_narrowed, narrow.is_narrowed) == (False, True)
    assert [found.count for found in (everything, narrow)] == [3, 1]
    assert (narrow.without("q").count, narrow.without("status").count) == (2, 2)
    assert narrow.facet("status", ["planned", "announced"]) == {"planned": 1, "announced": 1}


def test_results_of_many_keys_are_those_of_few(db, monkeypatch):
    for number in range(4):
        make.published_initiative(original_due=f"203{number}", status=Status.PLANNED)
    make.published_initiative()
    results = find({"status": ["planned"]}, RecordAt(today=TODAY)).in_order("due")
    few = [row.slug for row in results.queryset()]

    monkeypatch.setattr("tracker.models.keys.FEW", 1)

    assert [row.slug for row in results.queryset()] == few
    assert [row.slug for row in results[:]] == few


def test_an_earlier_day_costs_a_query_once(db, django_assert_num_queries):
    with time_machine.travel("2026-05-01T12:00Z"):
        make.published_initiative()
    day = datetime(2026, 5, 2, tzinfo=UTC).date()
    assert find({}, RecordAt(today=TODAY, as_of=day)).count == 1

    with django_assert_num_queries(0):  # the version is read past what is counted
        assert find({}, RecordAt(today=TODAY, as_of=day)).count == 1
