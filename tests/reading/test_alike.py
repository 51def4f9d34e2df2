"""What is called nearly like a row; rules/alike.py says of two names whether they are."""

import pytest

from tests import factories as make
from tracker.models import Alias, Initiative, Milestone, Place, Source, Theme
from tracker.reading.alike import MOST, rows_alike


def test_a_public_row_of_nearly_this_name_is_found_in_any_language(db):
    trade = make.ThemeFactory(name_en="Foreign trade", name_ky="Тышкы соода")
    make.ThemeFactory(name_en="Foreign aid")
    make.OrganizationFactory(name_en="Foreign trade")
    make.ThemeFactory(name_en="Foreign trade", stays_draft=True)

    assert rows_alike(Theme(name_ky="Тышкы Соода")) == [trade]
    assert rows_alike(Theme(name_en="Foriegn trade", name_ky="")) == [trade]
    assert rows_alike(Theme(name_en="Trade")) == []
    assert rows_alike(trade) == []


def test_another_name_counts_too(db):
    place = make.PlaceFactory(name_en="Gabala")
    Alias.objects.create(place=place, name="Qəbələ")

    assert rows_alike(Place(name_az="Qabala")) == [place]


def test_initiatives_are_found_by_the_index_with_a_word_that_differs(db):
    bridge = make.published_initiative(title_en="Test bridge over the river")
    make.published_initiative(title_en="Test tunnel under the river")
    make.InitiativeFactory(title_en="Test bridge over the river")

    assert rows_alike(Initiative(title_en="Test brigde over the river")) == [bridge]
    assert rows_alike(Initiative(title_en="The river")) == []


def test_milestones_are_asked_of_their_own_initiative(db):
    initiative, other = make.published_initiative(), make.published_initiative()
    step = make.MilestoneFactory(initiative=initiative, title_en="Draft text")

    assert rows_alike(Milestone(initiative=initiative, title_en="Draft texts")) == [step]
    assert rows_alike(Milestone(initiative=other, title_en="Draft text")) == []
    assert rows_alike(Milestone(title_en="Draft text")) == []


@pytest.mark.parametrize(
    ("changes", "is_same"),
    [
        ({}, True),
        ({"url": ""}, True),
        ({"title": "Another"}, True),
        ({"url": "", "title": "Another"}, False),
        ({"url": "https://gazette.example/2", "title": "REPORT"}, True),
        ({"url": "", "publisher": "Test Times"}, False),
        ({"url": "", "published_on": "2026-03-02"}, False),
    ],
)
def test_a_source_is_the_same_by_its_address_or_its_day_publisher_and_title(db, changes, is_same):
    known = make.SourceFactory(title="Report")
    typed = {
        "title": "Report", "publisher": known.publisher, "url": known.url,
        "published_on": known.published_on, "text": "Another text.",
    }  # fmt: skip

    assert rows_alike(Source(**typed | changes)) == ([known] if is_same else [])


def test_a_few_are_enough(db):
    for _time in range(MOST + 1):
        make.ThemeFactory(name_en="Trade")

    assert len(rows_alike(Theme(name_en="Trade"))) == MOST


@pytest.mark.parametrize("number", [1, 7])
def test_it_asks_as_many_queries_for_few_as_for_many(db, number, django_assert_num_queries):
    for _time in range(number):
        make.PlaceFactory(name_en="Baku")
        make.published_initiative(title_en="Test bridge")

    with django_assert_num_queries(3):
        rows_alike(Place(name_en="Baku"))
    with django_assert_num_queries(3):
        rows_alike(Initiative(title_en="Test bridge"))
