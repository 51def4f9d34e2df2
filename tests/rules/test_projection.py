from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.rules.edtf import days
from tracker.rules.projection import (
    Change,
    effective_day,
    has_happened,
    last_news,
    latest_change,
    status_since,
)

PUBLISHED = date(2026, 11, 22)


def publish(*steps):
    """The changes of (status, date) published one after the other; a country may follow."""
    changes, latest = [], {}
    for status, changed_on, *country in steps:
        country = country[0] if country else None
        day = effective_day(changed_on, after=latest.get(country))
        latest[country] = max(day, latest.get(country, day))
        changes.append(Change(status, "stated", changed_on, country, day, PUBLISHED))
    return changes


@pytest.mark.parametrize(
    ("steps", "status"),
    [
        ([("planned", "2026-03"), ("delivered", "2026-05-01")], "delivered"),
        ([("delivered", "2026-05"), ("planned", "2025")], "delivered"),
        ([("planned", "2026-05-01"), ("dropped", "2026-05-01")], "dropped"),
        ([("in_progress", "2026"), ("delivered", "2026-11-20")], "delivered"),
        ([("in_progress", "2026-03"), ("delivered", "2026")], "delivered"),
        ([("delivered", "2026-11-20"), ("planned", "2026-01")], "delivered"),
        ([("planned", "2026-05-01"), ("delivered", "2026-06-01", 7)], "planned"),
    ],
)
def test_what_is_published_later_wins_unless_it_is_certainly_earlier(steps, status):
    assert latest_change(publish(*steps)).status == status


def test_nothing_published_adds_up_to_nothing():
    assert latest_change([]) is None
    assert last_news([]) is None


def test_the_last_news_is_of_any_country_and_not_after_it_was_published():
    assert last_news(publish(("planned", "2026-01"), ("planned", "2026-02", 7))) == date(
        2026, 2, 28
    )
    assert last_news(publish(("planned", "2026"))) == PUBLISHED


DATES = st.sampled_from(
    ["2025", "2026", "2026-03", "2026-03-15", "2026-33", "2025/2026", "2026-11"]
)


@given(DATES, DATES)
def test_the_day_of_effect_is_one_that_the_date_allows(first, second):
    after = effective_day(first, after=None)
    earliest, latest = days(second)

    assert earliest <= effective_day(second, after=after) <= latest


@pytest.mark.parametrize(
    ("changed_on", "happened"),
    [
        ("2026-06-15", True), ("2026-06-16", False), ("2026-06", True), ("2026", True),
        ("2027", False), ("2025/2026", True), ("2025/2030", False), ("1999", True),
        ("2026-24", True), ("2026-23", False), ("2026-40", True), ("2026-41", False),
    ],
)  # fmt: skip
def test_an_update_tells_what_has_happened(changed_on, happened):
    assert has_happened(changed_on, by=date(2026, 6, 15)) is happened


@pytest.mark.parametrize(
    ("steps", "since"),
    [
        ([("planned", "2026-01"), ("delivered", "2026-06"), ("delivered", "2026-09")], "2026-06"),
        ([("delivered", "2026-09"), ("delivered", "2026-06-20")], "2026-06-20"),
        ([("planned", "2026-01"), ("dropped", "2026-02"), ("planned", "2026-03")], "2026-03"),
        ([("planned", "2026-01"), ("planned", "2026-02", 7)], "2026-01"),
        ([("planned", "2026-01"), ("delivered", "2026-01")], "2026-01"),
        ([("planned", "2026-01-05"), ("delivered", "2026"), ("delivered", "2026-02")], "2026"),
        ([], ""),
    ],
)  # fmt: skip
def test_a_confirmation_does_not_move_the_date_of_a_status(steps, since):
    assert status_since(publish(*steps)) == since


@given(st.lists(st.tuples(st.sampled_from(["planned", "delivered", "dropped"]), DATES)))
def test_a_status_has_a_date_whenever_there_is_one(steps):
    changes = publish(*steps)

    assert bool(status_since(changes)) == bool(latest_change(changes))
    assert not changes or (latest_change(changes).status, status_since(changes)) in steps
