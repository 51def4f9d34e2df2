from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tracker.rules.trend import MOST_MONTHS, by_month, moves
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
