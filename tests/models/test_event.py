from datetime import date

from tests.factories import EventFactory
from tracker.models import Event


def held(*days):
    return [EventFactory(held_on=day) for day in days]


def test_a_list_has_the_latest_first_and_what_has_no_date_last(db):
    undated, old, new = held("", "2025", "2026-05")

    assert list(Event.objects.for_list()) == [new, old, undated]


def test_what_is_coming_may_still_be_held_today_and_the_nearest_comes_first(db):
    year, gone, today, month = held("2026", "2026-06-14", "2026-06-15", "2026-06")
    held("")

    assert list(Event.objects.coming(on=date(2026, 6, 15))) == [today, month, year]
    assert gone not in Event.objects.coming(on=date(2026, 6, 15))


def test_of_two_that_may_end_on_one_day_the_earlier_comes_first(db):
    day, month = held("2026-06-30", "2026-06")

    assert list(Event.objects.coming(on=date(2026, 6, 15))) == [month, day]
