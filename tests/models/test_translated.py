"""Texts in several languages: which is shown, and which language it is in."""

import pytest
from django.utils import translation

from tests import factories as make
from tracker.models import Theme
from tracker.models.translated import (
    LocalizedText,
    first_of,
    in_each_language,
    in_every_language,
    language_in,
    language_of,
    languages_to_try,
    localized_texts,
    text_and_language,
    translated,
)

CODES = ("en", "ru", "tr", "az", "kk", "ky", "uz")


@pytest.fixture
def theme(db):
    return make.ThemeFactory(name_en="", name_ru="Проба", name_tr="Deneme", name_uz="Sinov")


def test_a_text_has_a_column_a_language():
    assert in_each_language("title") == {code: f"title_{code}" for code in CODES}
    assert in_each_language("plan__name")["kk"] == "plan__name_kk"


@pytest.mark.parametrize(
    ("column", "language"),
    [("title_en", "en"), ("plan__name_kk", "kk"), ("original_due", ""), ("en", "en"), ("due", "")],
)
def test_a_column_tells_its_language(column, language):
    assert language_in(column) == language


def test_the_readers_own_language_is_tried_first_and_each_once():
    with translation.override("uz"):
        assert list(languages_to_try()) == ["uz", "en", "ru", "tr", "az", "kk", "ky"]
    with translation.override(None):
        assert list(languages_to_try()) == list(CODES)


@pytest.mark.parametrize(
    ("reader", "shown"), [("uz", ("Sinov", "uz")), ("kk", ("Проба", "ru")), ("en", ("Проба", "ru"))]
)
def test_the_first_text_that_is_there_is_shown_with_its_language(theme, reader, shown):
    with translation.override(reader):
        row = Theme.objects.rewrite(False).values_list(translated("name"), language_of("name"))
        texts = {code: getattr(theme, f"name_{code}") for code in CODES}

        assert text_and_language(theme, "name") == shown
        assert row.get() == shown
        assert first_of(texts) == shown


def test_a_text_that_is_nowhere_is_empty_and_in_no_language(db):
    theme = make.ThemeFactory()
    Theme.objects.rewrite(False).update(**dict.fromkeys(in_each_language("name").values(), ""))
    theme.refresh_from_db()

    row = Theme.objects.rewrite(False).values_list(translated("name"), language_of("name"))

    assert text_and_language(theme, "name") == ("", "")
    assert row.get() == ("", "")
    assert first_of(dict.fromkeys(CODES, "")) == ("", "")


def test_a_translation_that_was_added_later_stands_in_for_the_readers_language_alone(db):
    update = make.published_update(sentence_en="One.", sentence_ru="Один.")
    update.sentence_added = "Бір."

    with translation.override("kk"):
        assert text_and_language(update, "sentence") == ("Бір.", "kk")
    with translation.override("ru"):  # what was published counts first
        assert text_and_language(update, "sentence") == ("Один.", "ru")


def test_only_languages_with_a_text_are_named(theme):
    assert in_every_language(theme, "name") == {"ru": "Проба", "tr": "Deneme", "uz": "Sinov"}


def test_a_text_can_know_its_language():
    words = LocalizedText("Проба", "ru")

    assert (words, words.language) == ("Проба", "ru")


def test_texts_in_a_row_know_their_languages_and_the_empty_are_left_out():
    found = localized_texts(["One", "Один", "", "Bir", None, "", "", "Two"])

    assert [(words, words.language) for words in found] == [
        ("One", "en"), ("Один", "ru"), ("Bir", "az"), ("Two", "en"),
    ]  # fmt: skip


def test_rows_stay_as_they_were_however_their_texts_are_asked_for(db):
    make.ThemeFactory()
    called = []

    rows = Theme.objects.as_it_was(lambda rows: called.append([*rows]))

    for asked in (rows, rows.rewrite(False), rows.rewrite(False).filter(slug__gt="").order_by()):
        assert called == []
        assert list(asked) == called.pop()
