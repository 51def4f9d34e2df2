"""The addresses of public pages lead to the day that the reader looks at."""

from datetime import date

import pytest

from tracker.links import on_day, page_url, row_url, shown_day
from tracker.models import Theme
from tracker.vocabulary import Kind

DAY = date(2026, 6, 3)


def test_an_address_has_its_arguments_and_its_query():
    found = page_url("initiatives", status="planned", kind=[Kind.ASPIRATION], query={"plan": "a"})

    assert page_url("theme", "trade") == "/en/themes/trade/"
    assert found == "/en/initiatives/?status=planned&kind=aspiration&plan=a"


def test_a_list_names_each_of_its_values_and_none_nothing():
    kinds = (Kind.JOINT_INITIATIVE, Kind.ASPIRATION)

    found = page_url("initiatives", kind=kinds, status=None)

    assert found == "/en/initiatives/?kind=joint_initiative&kind=aspiration"


def test_words_are_quoted():
    assert page_url("search", q="a/b & ü") == "/en/search/?q=a/b%20%26%20%C3%BC"


def test_an_earlier_day_is_the_last_of_the_query():
    with on_day(DAY):
        assert page_url("themes") == "/en/themes/?as_of=2026-06-03"
        assert page_url("search", q="a").endswith("?q=a&as_of=2026-06-03")
        assert page_url("search", query={"q": "a"}).endswith("?q=a&as_of=2026-06-03")
        assert row_url(Theme(slug="trade")) == "/en/themes/trade/?as_of=2026-06-03"


def test_another_day_can_be_named():
    with on_day(DAY):
        assert page_url("themes", as_of="2026-06-01") == "/en/themes/?as_of=2026-06-01"
        assert page_url("themes", as_of=None) == "/en/themes/"


def test_a_day_is_shown_until_its_page_is_made():
    with pytest.raises(ValueError, match="a mistake of the page"):
        _break_on(DAY)

    assert shown_day() is None
    assert page_url("themes") == "/en/themes/"


def _break_on(day):
    with on_day(day):
        assert shown_day() == day
        raise ValueError("a mistake of the page")
