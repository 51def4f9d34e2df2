"""Texts that stand in several languages: one of them is enough."""

import pytest
from django import forms
from django.utils import translation

from tracker.forms.languages import NOWHERE, OneLanguage
from tracker.models import Country, Theme


class ThemeForm(OneLanguage, forms.ModelForm):
    class Meta:
        model = Theme
        fields = ["name_en", "name_ru", "name_kk"]


class CountryForm(OneLanguage, forms.ModelForm):
    class Meta:
        model = Country
        fields = ["note_en", "note_ru"]


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_any_one_language_is_enough(language):
    assert ThemeForm({f"name_{language}": "Test"}).is_valid()


@pytest.mark.parametrize(("reader", "field"), [("kk", "name_kk"), ("uz", "name_en")])
def test_a_text_in_none_is_asked_for_in_the_readers_language_if_the_form_has_it(reader, field):
    with translation.override(reader):
        form = ThemeForm({})

        assert form.errors == {field: [str(NOWHERE)]}


def test_a_text_that_is_wrong_is_not_called_missing_too():
    form = ThemeForm({"name_ru": "\u200b"})

    assert form.errors.keys() == {"name_ru"}
    assert NOWHERE not in form.errors["name_ru"]


def test_what_may_be_empty_and_what_the_form_does_not_ask_is_not_needed():
    assert CountryForm({}).is_valid()
