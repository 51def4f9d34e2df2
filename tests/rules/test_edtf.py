from datetime import date

import pytest
from django.conf import settings
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
        ("2026-40", date(2026, 1, 1), date(2026, 6, 30)),
        ("2026-41?", date(2026, 7, 1), date(2026, 12, 31)),
        ("2026-35/2026-36", date(2026, 7, 1), date(2026, 12, 31)),
        ("2026-41/2027-33", date(2026, 7, 1), date(2027, 3, 31)),
        ("2026-21", date(2026, 3, 1), date(2026, 6, 21)),
        ("2026-22~", date(2026, 6, 1), date(2026, 9, 23)),
        ("2026-23", date(2026, 9, 1), date(2026, 12, 21)),
        ("2026-24", date(2025, 12, 1), date(2027, 3, 20)),
        ("2026-21/2026-23", date(2026, 3, 1), date(2026, 12, 21)),
        ("0001", date(1, 1, 1), date(1, 12, 31)),
        ("0001-24", date(1, 1, 1), date(2, 3, 20)),
        ("9999-24", date(9998, 12, 1), date(9999, 12, 31)),
        ("9999-12-31", date(9999, 12, 31), date(9999, 12, 31)),
        ("0001/9999", date(1, 1, 1), date(9999, 12, 31)),
    ],
)
def test_days_of_a_date(text, earliest, latest):
    assert edtf.days(text) == (earliest, latest)


@pytest.mark.parametrize(
    "text",
    [
        "", " 2026", "soon", "2026-13", "2026-00", "2026-02-30", "2026-2", "26", "2026/2025",
        "2025/..", "../2026", "[2026,2027]", "2026-05-15T10:00", "0000", "２０２６", "2026\n",
        "0000-24", "-0001", "19XX", "2026-XX", "10000", "2026-20", "2026-25", "2026-37", "2026-42",
        "2026-36/2026-35", "2025/", "/2026", "2026%",
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
    ("text", "earliest", "latest"),
    [
        ("2026-21", date(2026, 3, 1), date(2026, 5, 31)),
        ("9999-24", date(9999, 12, 1), date(9999, 12, 31)),
        ("2026-33", date(2026, 1, 1), date(2026, 3, 31)),
    ],
)
def test_a_season_once_had_three_months_and_winter_one(text, earliest, latest):
    assert edtf.days_once_read(text) == (earliest, latest)


@pytest.mark.parametrize(
    ("text", "year"), [("2026", 2026), ("2026-24", 2026), ("2025-12-31/2027~", 2027)]
)
def test_the_last_year_is_the_one_that_is_named(text, year):
    assert edtf.last_year(text) == year


@pytest.mark.parametrize("text", ["1900", "2200-12-31", "1900/2200", "2026-05~"])
def test_a_date_within_three_centuries_is_usual(text):
    assert edtf.is_usual(text)


@pytest.mark.parametrize(
    "text", ["0001", "1899-12-31", "2201", "1899/2026", "2026/9999", "3013-05"]
)
def test_any_other_date_is_not(text):
    assert not edtf.is_usual(text)


IN_WORDS = {
    "en": [
        "2026", "May 2026", "15 May 2026", "third quarter of 2026", "spring of 2026", "2025–2026",
        "December 2025 – February 2026", "about 2026", "15 May 2026 (uncertain)",
        "second half of 2026", "winter of 2026",
        "third quarter of 2026 – fourth quarter of 2026",
    ],
    "ru": [
        "2026", "май 2026 г.", "15 мая 2026 г.", "третий квартал 2026 года", "весна 2026 года",
        "2025–2026", "декабрь 2025 г. – февраль 2026 г.", "примерно 2026",
        "15 мая 2026 г. (предположительно)",
        "вторая половина 2026 года", "зима 2026 года",
        "третий квартал 2026 года – четвертый квартал 2026 года",
    ],
    "tr": [
        "2026", "Mayıs 2026", "15 Mayıs 2026", "2026 yılının üçüncü çeyreği", "2026 ilkbaharı",
        "2025–2026", "Aralık 2025 – Şubat 2026", "yaklaşık 2026", "15 Mayıs 2026 (kesin değil)",
        "2026 yılının ikinci yarısı", "2026 kışı",
        "2026 yılının üçüncü çeyreği – 2026 yılının dördüncü çeyreği",
    ],
    "az": [
        "2026", "may 2026", "15 may 2026", "2026, üçüncü rüb", "2026, yaz",
        "2025–2026", "dekabr 2025 – fevral 2026", "təxminən 2026", "15 may 2026 (dəqiq deyil)",
        "2026, ikinci yarımillik", "2026, qış",
        "2026, üçüncü rüb – 2026, dördüncü rüb",
    ],
    "kk": [
        "2026", "2026 ж. мамыр", "2026 ж. 15 мамыр", "2026 жылғы үшінші тоқсан",
        "2026 жылғы көктем", "2025–2026", "2025 ж. желтоқсан – 2026 ж. ақпан", "шамамен 2026",
        "2026 ж. 15 мамыр (нақты емес)",
        "2026 жылғы екінші жартыжылдық", "2026 жылғы қыс",
        "2026 жылғы үшінші тоқсан – 2026 жылғы төртінші тоқсан",
    ],
    "ky": [
        "2026", "2026-ж., май", "2026-ж., 15-май", "2026-жылдын үчүнчү чейреги",
        "2026-жылдын жазы", "2025–2026", "2025-ж., декабрь – 2026-ж., февраль",
        "болжол менен 2026", "2026-ж., 15-май (так эмес)",
        "2026-жылдын экинчи жарымы", "2026-жылдын кышы",
        "2026-жылдын үчүнчү чейреги – 2026-жылдын төртүнчү чейреги",
    ],
    "uz": [
        "2026", "may, 2026", "15-may, 2026", "2026-yilning uchinchi choragi", "2026-yil bahori",
        "2025–2026", "dekabr, 2025 – fevral, 2026", "taxminan 2026", "15-may, 2026 (aniq emas)",
        "2026-yilning ikkinchi yarmi", "2026-yil qishi",
        "2026-yilning uchinchi choragi – 2026-yilning toʻrtinchi choragi",
    ],
}  # fmt: skip
DATES = [
    "2026", "2026-05", "2026-05-15", "2026-35", "2026-21", "2025/2026", "2025-12/2026-02",
    "2026~", "2026-05-15?", "2026-41", "2026-24", "2026-35/2026-36",
]  # fmt: skip


@pytest.mark.parametrize("language", IN_WORDS)
def test_a_date_in_words(language):
    with translation.override(language):
        words = [edtf.describe(text).replace("\u202f", " ") for text in DATES]

    assert words == IN_WORDS[language]


def test_dates_are_said_in_every_language_of_the_site():
    missing = dict(settings.LANGUAGES).keys() - IN_WORDS.keys()

    assert not missing, f"Add the dates in {missing} to IN_WORDS in tests/rules/test_edtf.py."
