"""The order of names, as the alphabets of the languages have it."""

import pytest

from tracker.rules.collation import ALPHABETS, capital, sort_key


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("en", "apple Banana cherry"),
        ("ru", "Азия Европа Ёлка Жизнь Япония"),
        ("tr", "Cam Çalışma Eğitim Enerji Ilıca İhracat İnovasyon Kıbrıs Kırgızistan Küçük Şehir"),
        ("az", "Cənub Çay Etibar Əkinçilik Fond Xəzər İnkişaf Qazaxıstan"),
        (
            "kk",
            "Азия Әзербайжан Ғарыш Қазақстан Қаржы Өзбекстан Түрікменстан Ұлытау Ішкі Энергия",
        ),
        ("ky", "Азия Нарын Ңук Орто Өзбекстан Түркия Энергетика"),
        ("uz", "Moliya Raqamli Savdo Yoshlar Oʻqitish Gʻalla Shahar Chegara"),
    ],
)
def test_names_stand_in_the_order_of_the_alphabet(language, names):
    by_number = sorted(names.split())

    found = sorted(by_number, key=lambda name: sort_key(name, language))

    assert found == names.split()


def test_what_is_in_no_alphabet_stands_first():
    names = ["Қазақстан", "B5+1", "Азия", "2025"]

    assert sorted(names, key=lambda name: sort_key(name, "kk")) == [
        "2025", "B5+1", "Азия", "Қазақстан",
    ]  # fmt: skip


@pytest.mark.parametrize("language", ALPHABETS)
def test_each_letter_has_one_place(language):
    assert len(set(ALPHABETS[language])) == len(ALPHABETS[language])
    assert sorted(ALPHABETS[language], key=lambda letter: sort_key(letter, language)) == list(
        ALPHABETS[language]
    )


@pytest.mark.parametrize(
    ("language", "text", "shown"),
    [
        ("az", "iyun 2026", "İyun 2026"), ("tr", "ısı", "Isı"), ("tr", "ilkbahar", "İlkbahar"),
        ("uz", "iyun, 2026", "Iyun, 2026"), ("kk", "қараша", "Қараша"), ("en", "", ""),
    ],
)  # fmt: skip
def test_a_capital_is_that_of_the_language(language, text, shown):
    assert capital(text, language) == shown
