from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.rules.trend import MOST_MONTHS, Level, Month, by_month, chart, moves, period_of
from tracker.vocabulary import Status

PLANNED, DELIVERED = Status.PLANNED, Status.DELIVERED


def test_each_month_counts_what_stood_at_its_end():
    changes = [
        (1, PLANNED, date(2025, 11, 30)),
        (2, PLANNED, date(2025, 12, 1)),
        (1, DELIVERED, date(2026, 1, 31)),
        (2, Status.SUSPENDED, date(2026, 1, 2)),
        (2, PLANNED, date(2026, 2, 1)),
    ]

    assert by_month(moves(changes), until=date(2026, 2, 10)) == [
        ("2025-11", {PLANNED: 1}),
        ("2025-12", {PLANNED: 2}),
        ("2026-01", {DELIVERED: 1, Status.SUSPENDED: 1}),
        ("2026-02", {PLANNED: 1, DELIVERED: 1}),
    ]


def test_nothing_is_drawn_of_nothing():
    assert by_month({}, until=date(2026, 1, 1)) == []
    assert by_month(moves([(1, PLANNED, date(2026, 2, 1))]), until=date(2026, 1, 1)) == []


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2030, 1, 1)), st.integers(0, 2000))
def test_months_follow_one_another_up_to_the_last(first, days):
    last = first + timedelta(days=days)

    months = by_month(moves([(1, PLANNED, first)]), until=last)

    whole = (last.year - first.year) * 12 + last.month - first.month + 1
    assert len(months) == min(whole, MOST_MONTHS)
    assert months[-1].text == f"{last:%Y-%m}"
    assert len({month.text for month in months}) == len(months)
    assert all(month.by_status == {PLANNED: 1} for month in months)


MONTHS = [
    Month("2025-11", {PLANNED: 1}),
    Month("2025-12", {PLANNED: 2, DELIVERED: 1}),
    Month("2026-01", {DELIVERED: 3}),
]


def test_the_period_is_the_one_that_the_day_lies_in():
    periods = ["2024", "2025/2026", "2026-05/2026-09"]

    assert period_of(date(2026, 6, 1), periods) == (date(2025, 1, 1), date(2026, 12, 31))
    assert period_of(date(2027, 1, 1), periods) is None


def test_the_chart_ends_with_the_period_and_the_areas_today():
    drawn = chart(MONTHS, today=date(2026, 1, 15), period=(date(2025, 1, 1), date(2026, 12, 31)))

    assert (drawn.width, drawn.height, drawn.end) == (14, 3, "2026-12")
    assert drawn.areas == [
        (PLANNED, "M0 2V2H1V1H2V3H2.45V3H2V3H1V3H0Z"),
        (DELIVERED, "M0 2V2H1V0H2V0H2.45V3H2V1H1V2H0Z"),
    ]
    assert [(tick.year, tick.at) for tick in drawn.years] == [(2025, "0"), (2026, "14.29")]


@pytest.mark.parametrize("years", [(1, 9999), (3, 2026), (2026, 9999)])
def test_a_period_of_many_centuries_is_drawn_for_a_few_years(years):
    first, last = years
    period = (date(first, 1, 1), date(last, 12, 31))

    drawn = chart(MONTHS, today=date(2026, 1, 15), period=period)

    assert drawn.months
    assert drawn.width <= 2 * MOST_MONTHS + 1
    assert drawn.end == ("2031-01" if last > 2026 else "2026-12")


def test_the_months_of_the_first_years_have_four_digits():
    [month, *_rest] = by_month(moves([(1, PLANNED, date(1, 1, 1))]), until=date(1, 3, 1))

    assert month.text == "0001-01"


def test_the_chart_begins_with_the_period_and_without_one_ends_this_month():
    period = (date(2025, 12, 1), date(2025, 12, 31))

    assert chart(MONTHS, today=date(2026, 1, 15), period=period).months == MONTHS[1:]
    assert chart(MONTHS, today=date(2026, 1, 15)).width == 3
    assert chart([], today=date(2026, 1, 15)) is None


@pytest.mark.parametrize("most", [1, 2, 4, 5, 11, 47, 99, 101, 1000, 123456])
def test_the_counts_named_are_few_and_round(most):
    drawn = chart([Month("2026-01", {PLANNED: most})], today=date(2026, 1, 15))

    counts = [level.number for level in drawn.levels]
    assert drawn.levels[0] == Level("100.00", 0)
    assert counts[-1] == drawn.height >= most
    assert 2 <= len(counts) <= 5
    assert str(counts[1]).rstrip("0") in ("1", "2", "5")


@pytest.mark.parametrize(("last", "named"), [(date(2026, 6, 30), 9), (date(2026, 9, 30), 0)])
def test_quarters_are_named_while_there_is_room_for_nine(last, named):
    months = [Month("2024-01", {PLANNED: 1})]

    drawn = chart(months, today=date(2024, 1, 15), period=(date(2024, 1, 1), last))

    assert len(drawn.quarters) == named
