from datetime import date
from itertools import pairwise
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.rules.roadmap import Part, axis_of, bar, grouped, mark
from tracker.rules.timescale import Scale

TODAY = date(2026, 7, 1)
AXIS = Scale(date(2026, 1, 1), 10)


def test_a_bar_between_two_days_is_solid():
    drawn = bar(AXIS, start="2026-02-01", due="2026-04-30", today=TODAY)

    assert drawn.solid == Part("10", "30")
    assert (drawn.rising, drawn.fading, drawn.late) == (None, None, None)
    assert (drawn.endless, drawn.beyond) == ("", "")


def test_ends_that_are_not_known_to_the_day_rise_and_fade():
    drawn = bar(AXIS, start="2026-02", due="2026-35", today=TODAY)

    assert drawn.rising == Part("10", "10")
    assert drawn.solid == Part("20", "40")
    assert drawn.fading == Part("60", "30")


def test_what_may_be_due_before_it_was_said_fades_from_then_on():
    drawn = bar(AXIS, start="2026-03-01", due="2025/2026", today=TODAY)

    assert (drawn.solid, drawn.fading) == (None, Part("20", "100"))


def test_what_is_overdue_goes_on_until_today():
    drawn = bar(AXIS, start="2026-02-01", due="2026-05", today=date(2026, 6, 30), is_overdue=True)

    assert drawn.late == Part("50", "10")


def test_without_a_deadline_it_is_solid_until_today_and_goes_on():
    drawn = bar(AXIS, start="2026-02-01", due="", today=date(2026, 6, 30))

    assert (drawn.solid, drawn.endless) == (Part("10", "50"), "60")


@pytest.mark.parametrize(
    ("start", "due", "beyond"),
    [("2025-01", "2025-03", "before"), ("2027", "2028", "after"), ("2025", "2027", "")],
)
def test_a_bar_beyond_the_axis_says_so(start, due, beyond):
    assert bar(AXIS, start=start, due=due, today=TODAY).beyond == beyond


@pytest.mark.parametrize("zoom", ["year", "quarter"])
@pytest.mark.parametrize("due", ["9999", "9999-12-31", "0001", "0001/9999"])
def test_any_date_is_drawn_on_an_axis_of_a_few_years(due, zoom):
    axis = axis_of(["0001", due], zoom=zoom, today=TODAY)

    assert axis.months <= 132
    assert bar(axis, start="0001", due=due, today=TODAY, is_overdue=True)
    assert mark(axis, kind="event", label="", on="9999-12") is None


def test_a_mark_stands_in_the_middle_of_what_its_date_means():
    assert mark(AXIS, kind="event", label="", on="2026-03/2026-04").middle == "30"
    assert mark(AXIS, kind="event", label="", on="2027") is None


def test_the_axis_has_whole_years_around_the_dates_and_today():
    assert axis_of(["2025-10", "2027"], zoom="year", today=TODAY) == Scale(date(2025, 1, 1), 36)
    assert axis_of([], zoom="year", today=TODAY) == Scale(date(2026, 1, 1), 12)
    assert axis_of(["1970", "2170"], zoom="year", today=TODAY) == Scale(date(2021, 1, 1), 132)
    assert axis_of(["1970"], zoom="quarter", today=TODAY) == Scale(date(2025, 10, 1), 24)


DATES = st.sampled_from(["2025", "2026-03", "2026-35", "2025/2027", "2026-06-15", "2030"])


@given(DATES, DATES)
def test_the_parts_of_a_bar_follow_one_another(start, due):
    drawn = bar(AXIS, start=start, due=due, today=TODAY)

    parts = [part for part in (drawn.rising, drawn.solid, drawn.fading) if part]
    for one, other in pairwise(parts):
        assert float(one.x) + float(one.width) == pytest.approx(float(other.x), abs=0.02)
    assert all(float(part.width) > 0 for part in parts)


class Row(NamedTuple):
    key: int


def test_a_row_stands_under_each_of_its_groups_and_what_has_none_comes_last():
    rows = [Row(1), Row(2), Row(3)]

    assert grouped(rows, {1: ["Space", "digital"], 3: ["Space"]}) == [
        ("digital", [Row(1)]),
        ("Space", [Row(1), Row(3)]),
        ("", [Row(2)]),
    ]
