from datetime import date

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tracker.rules import edtf


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2026-05", date(2026, 5, 1), date(2026, 5, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2026-05-15", date(2026, 5, 15), date(2026, 5, 15)),
        ("2026-33", date(2026, 1, 1), date(2026, 3, 31)),
        ("2026-35", date(2026, 7, 1), date(2026, 9, 30)),
        ("2026~", date(2026, 1, 1), date(2026, 12, 31)),
        ("2026-05?", date(2026, 5, 1), date(2026, 5, 31)),
        ("2025/2026", date(2025, 1, 1), date(2026, 12, 31)),
        ("2025-12/2026-02", date(2025, 12, 1), date(2026, 2, 28)),
    ],
)
def test_days_of_a_date(text, earliest, latest):
    assert edtf.days(text) == (earliest, latest)


@pytest.mark.parametrize(
    "text",
    [
        "", " 2026", "soon", "2026-13", "2026-00", "2026-02-30", "2026-2", "26", "2026/2025",
        "2025/..", "../2026", "[2026,2027]", "2026-05-15T10:00", "0000", "２０２６", "2026\n",
    ],
)  # fmt: skip
def test_what_is_no_date_is_refused(text):
    with pytest.raises(edtf.WrongDate):
        edtf.days(text)


@given(st.text(max_size=20) | st.from_regex(r"[0-9~?/.-]{1,14}", fullmatch=True))
def test_any_text_has_ordered_days_or_is_refused(text):
    try:
        earliest, latest = edtf.days(text)
    except edtf.WrongDate:
        return
    assert earliest <= latest
    assert edtf.describe(text)


@given(st.dates(min_value=date(1000, 1, 1)))
def test_a_day_is_itself(day):
    assert edtf.days(day.isoformat()) == (day, day)


@pytest.mark.parametrize(
    ("text", "english", "russian"),
    [
        ("2026", "2026", "2026"),
        ("2026-05", "May 2026", "май 2026"),
        ("2026-05-15", "15 May 2026", "15 мая 2026"),
        ("2026-35", "third quarter of 2026", "третий квартал 2026 года"),
        ("2025/2026", "2025–2026", "2025–2026"),
        ("2025-12/2026-02", "December 2025 – February 2026", "декабрь 2025 – февраль 2026"),
    ],
)
def test_a_date_in_words(text, english, russian):
    with translation.override("en"):
        assert edtf.describe(text) == english
    with translation.override("ru"):
        assert edtf.describe(text) == russian
