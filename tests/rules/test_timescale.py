from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tracker.rules.timescale import QUARTER, YEAR, Scale, Tick, add_months, months_between, scale

DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2090, 1, 1))


def test_a_month_is_as_wide_as_another_and_ends_where_the_next_begins():
    axis = scale(date(2026, 1, 20), date(2026, 4, 2))

    assert axis == Scale(date(2026, 1, 1), 4)
    assert axis.place(date(2026, 2, 15)) == 1.5
    assert axis.end_of(date(2026, 2, 28)) == axis.place(date(2026, 3, 1)) == 2
    assert axis.per_cent(1.5) == "37.5"
    assert axis.per_cent(-1) == "-25"
    assert not axis.holds(date(2025, 12, 31))
    assert not axis.holds(date(2026, 5, 1))


def test_the_last_day_ends_at_the_end_of_its_month():
    axis = Scale(date(2026, 1, 1), 12)

    assert axis.end_of(date.max) == months_between(axis.first, date.max) + 1
    assert axis.place(date.min) < 0


def test_years_and_quarters_are_named_where_there_is_room():
    axis = Scale(date(2025, 11, 1), 15)

    assert axis.ticks(YEAR) == [Tick("0", 2025, 4), Tick("13.33", 2026, 1), Tick("93.33", 2027, 1)]
    assert [tick.quarter for tick in axis.ticks(QUARTER)] == [4, 1, 2, 3, 4, 1]
    assert Scale(date(2025, 12, 1), 14).ticks(YEAR)[0] == Tick("7.14", 2026, 1)


@given(DAYS, DAYS)
def test_an_axis_holds_its_days_and_keeps_their_order(one, other):
    first, last = sorted([one, other])
    axis = scale(first, last)

    assert axis.holds(first)
    assert axis.holds(last)
    assert 0 <= axis.place(first) <= axis.place(last) < axis.end_of(last) <= axis.months
    assert add_months(axis.first, months_between(axis.first, last)) == last.replace(day=1)
