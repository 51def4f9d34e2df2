"""The order of names, as the alphabets of the languages have it."""

import pytest

from tracker.languages import LANGUAGES
from tracker.rules.collation import capital, sort_key

IN_ORDER = {
    "en": "apple Banana cherry",
    "ru": "Азия Европа Ёлка Жизнь Япония",
    "tr": "Cam Çalışma Eğitim Enerji Ilıca İhracat İnovasyon Kıbrıs Kırgızistan Küçük Şehir",
    "az": "Cənub Çay Etibar Əkinçilik Fond Xəzər İnkişaf Qazaxıstan",
    "kk": "Азия Әзербайжан Ғарыш Қазақстан Қаржы Өзбекстан Түрікменстан Ұлытау Ішкі Энергия",
    "ky": "Азия Нарын Ңук Орто Өзбекстан Түркия Энергетика",
    "uz": "Moliya Raqamli Savdo Yoshlar Oʻqitish Gʻalla Shahar Chegara",
}
"""Names of each language, as its dictionaries order them."""


def test_there_are_names_of_every_language():
    missing = {row.code for row in LANGUAGES} - IN_ORDER.keys()

    assert not missing, f"Add names of {missing} to IN_ORDER in tests/rules/test_collation.py."


@pytest.mark.parametrize(("language", "names"), IN_ORDER.items())
def test_names_stand_in_the_order_of_the_alphabet(language, names):
    by_number = sorted(names.split())

    found = sorted(by_number, key=lambda name: sort_key(name, language))

    assert found == names.split()


def test_what_is_in_no_alphabet_stands_first():
    names = ["Қазақстан", "B5+1", "Азия", "2025"]

    assert sorted(names, key=lambda name: sort_key(name, "kk")) == [
        "2025", "B5+1", "Азия", "Қазақстан",
    ]  # fmt: skip


@pytest.mark.parametrize("row", LANGUAGES, ids=lambda row: row.code)
def test_the_letters_stand_in_the_order_of_their_alphabet(row):
    letters = sorted(row.alphabet, key=lambda letter: sort_key(letter, row.code))

    assert letters == list(row.alphabet)


@pytest.mark.parametrize(
    ("language", "text", "shown"),
    [
        ("az", "iyun 2026", "İyun 2026"), ("tr", "ısı", "Isı"), ("tr", "ilkbahar", "İlkbahar"),
        ("uz", "iyun, 2026", "Iyun, 2026"), ("kk", "қараша", "Қараша"), ("en", "", ""),
    ],
)  # fmt: skip
def test_a_capital_is_that_of_the_language(language, text, shown):
    assert capital(text, language) == shown
