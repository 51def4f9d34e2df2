"""What people write for a date, and what is understood; and that we read all that we print."""

import pytest
from django.conf import settings
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tracker.rules import edtf
from tracker.rules.written_dates import MOST_LETTERS, readings

IN_NUMBERS = {
    "2026-11-28": ["28.11.2026", "28. 11. 2026", "28/11/2026", "28-11-2026", "11/28/2026",
                   "2026.11.28", "2026/11/28", "28.11.2026 г.", "28.11.2026.", "2026-11-28"],
    "2026-04-03": ["03.04.2026", "3.4.2026", "2026/4/3"],
    "2026-05-05": ["05/05/2026"],
    "2026-11": ["11/2026", "11.2026", "11-2026", "2026/11", "2026.11", "2026-11"],
    "2026-05": ["2026-5", "5/2026"],
    "2026-35": ["Q3 2026", "2026-Q3", "2026 Q3", "Q3/2026", "2026Q3", "3Q2026", "2026-35"],
    "2026-41": ["H2 2026", "2026-H2", "2H 2026", "2026-41"],
    "2025/2026": ["2025-2026", "2025–2026", "2025—2026", "2025/26", "2025-26", "2025–26",
                  "2025/2026"],
    "2026-33/2026-34": ["Q1–Q2 2026", "2026-Q1/2026-Q2", "Q1/Q2 2026", "Q1 2026 - Q2 2026"],
    "2026-11-15/2026-11-17": ["15-17.11.2026", "15–17.11.2026", "15.11–17.11.2026",
                              "15.11.2026 – 17.11.2026", "2026-11-15 – 2026-11-17"],
    "0001": ["0001"],
    "9999-12-31": ["31.12.9999"],
    "2026~": ["~2026", "2026 ~"],
}  # fmt: skip
IN_WORDS = {
    "en": {
        "November 2026": "2026-11",
        "in November, 2026": "2026-11",
        "Nov. 2026": "2026-11",
        "15th May 2026": "2026-05-15",
        "May 15, 2026": "2026-05-15",
        "the 1st of May 2026": "2026-05-01",
        "second half of 2026": "2026-41",
        "1st half 2026": "2026-40",
        "spring 2026": "2026-21",
        "Fall 2026": "2026-23",
        "third quarter of 2026": "2026-35",
        "4th quarter 2026": "2026-36",
        "5–7 May 2026": "2026-05-05/2026-05-07",
        "May-June 2026": "2026-05/2026-06",
        "from May to June 2026": "2026-05/2026-06",
        "first to third quarter of 2026": "2026-33/2026-35",
        "May 2026 – 2027": "2026-05/2027",
        "winter 2026/27": "2026-12/2027-02",
        "about 2026": "2026~",
        "circa May 2026": "2026-05~",
        "2026 (uncertain)": "2026?",
        "MAY 2026": "2026-05",
    },
    "ru": {
        "ноябрь 2026": "2026-11",
        "в ноябре 2026 года": "2026-11",
        "28 ноября 2026 г.": "2026-11-28",
        "15-го мая 2026": "2026-05-15",
        "III квартал 2026": "2026-35",
        "3-й квартал 2026 года": "2026-35",
        "3 кв. 2026": "2026-35",
        "в третьем квартале 2026": "2026-35",
        "I–III кварталы 2026": "2026-33/2026-35",
        "с I по III квартал 2026": "2026-33/2026-35",
        "вторая половина 2026": "2026-41",
        "2-е полугодие 2026 г.": "2026-41",
        "осень 2026": "2026-23",
        "летом 2026 года": "2026-22",
        "зима 2026/27": "2026-12/2027-02",
        "2025–2026 годы": "2025/2026",
        "с мая по июнь 2026": "2026-05/2026-06",
        "5–7 мая 2026": "2026-05-05/2026-05-07",
        "примерно 2026": "2026~",
        "май 2026 (предположительно)": "2026-05?",
    },
    "kk": {
        "2026 жылғы қараша": "2026-11",
        "2026 жылдың қарашасында": "2026-11",
        "2026 ж. 28 қараша": "2026-11-28",
        "28 қараша 2026": "2026-11-28",
        "III тоқсан 2026": "2026-35",
        "ІІІ тоқсан 2026": "2026-35",
        "IV тоқс. 2026": "2026-36",
        "2026 жылдың 3-тоқсаны": "2026-35",
        "2026 жылдың екінші жартысы": "2026-41",
        "2026 жылғы бірінші жартыжылдық": "2026-40",
        "2026 жылғы күз": "2026-23",
        "2026 жаз": "2026-22",
        "2026 жылғы мамыр – маусым": "2026-05/2026-06",
        "шамамен 2026": "2026~",
        "2026 (нақты емес)": "2026?",
    },
    "ky": {
        "2026-жылдын ноябры": "2026-11",
        "2026-ж., ноябрь": "2026-11",
        "2026-ж., 28-ноябрь": "2026-11-28",
        "2026-жылдын үчүнчү чейреги": "2026-35",
        "3-чейрек 2026": "2026-35",
        "IV ч. 2026": "2026-36",
        "2026-жылдын 12-ноябры": "2026-11-12",
        "2026-жылдын жазы": "2026-21",
        "2026-жылдын экинчи жарымы": "2026-41",
        "2026-жылдын экинчи жарым жылдыгы": "2026-41",
        "2026-жылдын күзү": "2026-23",
        "болжол менен 2026": "2026~",
        "2026 (так эмес)": "2026?",
    },
    "uz": {
        "2026-yil noyabr": "2026-11",
        "noyabr, 2026": "2026-11",
        "2026-yil 28-noyabr": "2026-11-28",
        "2026-yilning noyabrida": "2026-11",
        "2026-yilning uchinchi choragi": "2026-35",
        "2026-yil 4-chorak": "2026-36",
        "IV ch. 2026": "2026-36",
        "2026-yilning to'rtinchi choragi": "2026-36",
        "2026-yilning ikkinchi yarmi": "2026-41",
        "2026-yil kuzi": "2026-23",
        "2026-yil bahori": "2026-21",
        "taxminan 2026": "2026~",
        "sentyabr 2026": "2026-09",
        "2026 (aniq emas)": "2026?",
    },
    "az": {
        "noyabr 2026": "2026-11",
        "2026-cı ilin noyabrı": "2026-11",
        "28 noyabr 2026-cı il": "2026-11-28",
        "2026-cı ilin üçüncü rübü": "2026-35",
        "III rüb 2026": "2026-35",
        "2026, üçüncü rüb": "2026-35",
        "2026-cı ilin ikinci yarısı": "2026-41",
        "2026-cı ilin yazı": "2026-21",
        "2026, payız": "2026-23",
        "təxminən 2026": "2026~",
        "2026 (dəqiq deyil)": "2026?",
    },
    "tr": {
        "Kasım 2026": "2026-11",
        "KASIM 2026": "2026-11",
        "Kasim 2026": "2026-11",
        "28 Kasım 2026": "2026-11-28",
        "2026 yılının üçüncü çeyreği": "2026-35",
        "2026'nın 3. çeyreği": "2026-35",
        "2026 3. çeyrek": "2026-35",
        "Ç4 2026": "2026-36",
        "Ç1–Ç3 2026": "2026-33/2026-35",
        "2026'nın ikinci yarısı": "2026-41",
        "2026 ilk yarı": "2026-40",
        "İLKBAHAR 2026": "2026-21",
        "2026 yazı": "2026-22",
        "2026 sonbaharı": "2026-23",
        "yaklaşık 2026": "2026~",
        "2026 (kesin değil)": "2026?",
    },
}
AMBIGUOUS = {
    "03/04/2026": ("2026-04-03", "2026-03-04"),
    "3-4-2026": ("2026-04-03", "2026-03-04"),
    "2011/12": ("2011-12", "2011/2012"),
    "2026 жаз": ("2026-21", "2026-22"),
    "yaz 2026": ("2026-21", "2026-22"),
}
REFUSED = [
    "", " ", "soon", "May", "15 May", "Q3", "28.11", "28.11.26", "31.02.2026", "29.02.2027",
    "32.01.2026", "13/13/2026", "05.28.2026", "2026-13", "2026-W05", "2026/2025", "2026 2027",
    "2025/..", "../2026", "2026/", "2026-", "-2026", "2026–", "12026", "026", "0000", "19XX",
    "1990s", "２０２６", "२०२६", "2026-05-15T10:00", "2026-05-2027", "1-2-3",
    "end of 2026", "by 2026", "until 2026", "from 2026", "to 2026", "next year", "mid-2026",
    "до 2026 года", "к 2026 году", "с 2026 года", "конец 2026 года", "2026 жылға дейін",
    "2026 жылдан", "2026-yilgacha", "5 квартал 2026", "0 квартал 2026", "third half of 2026",
    "second half of May 2026", "first 2026", "quarter of 2026", "May June 2026", "May – 2027",
    "2026 – Q3", "December – February 2026", "spring 2026–2027", "mayor 2026", "2026 2. 3. çeyrek",
    "about about 2026", "2026 & 2027", "<b>2026</b>", "2026\x00", "x" * 5000, "1" * 5000,
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "date"), [(text, date) for date, texts in IN_NUMBERS.items() for text in texts]
)
def test_a_date_in_numbers(text, date):
    assert readings(text, "en") == (date,)


@pytest.mark.parametrize(
    ("language", "text", "date"),
    [(language, *pair) for language, texts in IN_WORDS.items() for pair in texts.items()],
)
def test_a_date_in_words(language, text, date):
    assert readings(text, language) == (date,)
    assert date in readings(text, "en")


def test_there_are_words_of_every_language():
    assert IN_WORDS.keys() == settings.LANGUAGE_NAMES.keys()


@pytest.mark.parametrize("text", AMBIGUOUS)
def test_what_may_mean_several_dates_has_them_all(text):
    assert readings(text, "en") == AMBIGUOUS[text]


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_date_or_says_more_than_one_knows_is_refused(text):
    assert readings(text, "en") == ()


YEARS = st.integers(1, 9999).map("{:04}".format) | st.sampled_from(["2025", "2026", "2027"])
PARTS = st.sampled_from(
    ["", *(f"-{code:02}" for code in (*range(1, 13), *range(21, 25), *range(33, 37), 40, 41))]
)
DAYS = st.dates().map(lambda day: day.isoformat())
ONE = st.builds("{}{}{}".format, YEARS, PARTS, st.sampled_from("~? ").map(str.strip)) | DAYS
DATES = (ONE | st.builds("{}/{}".format, ONE, ONE)).filter(lambda text: readings(text) == (text,))


@given(DATES, st.sampled_from([*settings.LANGUAGE_NAMES]))
def test_what_we_print_is_read_as_what_it_was(date, language):
    with translation.override(language):
        words = edtf.describe(date)

    assert len(words) <= MOST_LETTERS
    assert readings(words, language) == (date,)


@given(st.text(max_size=40) | st.from_regex(r"[0-9a-zа-я/., –-]{1,30}", fullmatch=True))
def test_any_text_is_read_as_dates_or_refused(text):
    for found in readings(text, "en"):
        assert edtf.days(found)
        assert readings(found, "en") == (found,)
