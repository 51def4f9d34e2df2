import pytest
from django.conf import settings
from django.utils import translation
from django.utils.dates import MONTHS, MONTHS_3, MONTHS_ALT, MONTHS_AP

from tracker.rules.date_words import Word, said_by
from tracker.rules.folding import plain
from tracker.rules.written_dates import readings


@pytest.mark.parametrize("language", settings.LANGUAGE_NAMES)
def test_every_name_that_django_has_of_a_month_is_known(language):
    with translation.override(language):
        unknown = {
            str(name)
            for names in (MONTHS, MONTHS_3, MONTHS_ALT, MONTHS_AP)
            for month, name in names.items()
            if readings(f"{name} 2026", language) != (f"2026-{month:02}",)
        }

    assert unknown == set()


def said(word, language=""):
    return said_by(plain(word), language)


@pytest.mark.parametrize("word", ["Қарашасында", "noyabrının", "Kasım’da", "ноября", "NOVEMBER"])
def test_a_word_is_known_in_its_cases(word):
    assert said(word) == [Word("code", "11")]


@pytest.mark.parametrize("word", ["марсианин", "mayor", "marching", "жылға", "yildan", "quarterly"])
def test_a_word_that_only_begins_like_one_is_not(word):
    assert said(word) == []


@pytest.mark.parametrize(
    ("word", "language", "code"),
    [("yaz", "tr", "22"), ("yazı", "az", "21"), ("жаз", "kk", "22"), ("жазында", "ky", "21")],
)
def test_spring_in_one_language_and_summer_in_the_next_is_what_the_reader_means(
    word, language, code
):
    assert said(word, language) == [Word("code", code)]
    assert {meaning.value for meaning in said(word, "en")} == {"21", "22"}
