from datetime import date

from tracker.rules.projection import Change, latest_change, latest_day


def change(status, changed_on, order, country=None):
    return Change(status, "stated", changed_on, country, order)


def test_the_latest_date_wins_however_late_it_was_published():
    changes = [change("delivered", "2026-05", 1), change("planned", "2025", 2)]

    assert latest_change(changes).status == "delivered"


def test_of_two_on_one_day_the_one_published_later_wins():
    changes = [change("planned", "2026-05-01", 1), change("dropped", "2026-05-01", 2)]

    assert latest_change(changes).status == "dropped"


def test_an_update_of_one_country_is_news_but_moves_no_status():
    changes = [change("planned", "2026-05-01", 1), change("delivered", "2026-06-01", 2, country=7)]

    assert latest_change(changes).status == "planned"
    assert latest_day(changes) == date(2026, 6, 1)


def test_nothing_published_adds_up_to_nothing():
    assert latest_change([]) is None
    assert latest_day([]) is None
