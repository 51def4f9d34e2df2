"""Every language of the table has all that a language needs; a failure names what to add where."""

import unicodedata

import pytest
import snowballstemmer
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from tracker.languages import LANGUAGES, Language, language, without_doubles
from tracker.vocabulary import SourceLanguage

CODES = [row.code for row in LANGUAGES]
FIELDS = dict(zip(Language._fields, LANGUAGES[1], strict=True))
OTHERS = Language._fields[1:]
MAY_BE_EMPTY = {"alphabet", "digraphs", "has_dotted_i", "stemmer"}


@pytest.fixture(params=LANGUAGES, ids=CODES)
def row(request):
    return request.param


def made(**changes):
    fields = {name: FIELDS[name] for name in OTHERS} | changes
    return language("xx", **{name: value for name, value in fields.items() if value is not None})


def test_settings_follow_from_the_table():
    assert [code for code, _name in settings.LANGUAGES] == CODES
    assert list(settings.LANGUAGE_NAMES) == CODES
    assert settings.LANGUAGE_CODE in CODES


@pytest.mark.parametrize("field", OTHERS)
def test_a_missing_field_is_named_with_its_language(field):
    with pytest.raises(ImproperlyConfigured, match=f"'xx' in .*: {field} is missing"):
        made(**{field: None})


@pytest.mark.parametrize("field", sorted({*OTHERS} - MAY_BE_EMPTY))
def test_an_empty_field_is_named_with_its_language(field):
    with pytest.raises(ImproperlyConfigured, match=f"'xx' in .*: {field} is empty"):
        made(**{field: ""})


def test_a_field_that_is_not_known_and_a_code_twice_are_refused():
    with pytest.raises(ImproperlyConfigured, match=r"languages\.py: colour is not known"):
        made(colour="blue")
    with pytest.raises(ImproperlyConfigured, match="'xx' stands twice"):
        without_doubles([made(), made()])


def test_the_names_of_a_language_agree(row):
    assert row.code == row.code.lower()
    assert row.locale.split("_")[0] == row.code
    assert row.locale.split("_")[1].isupper()
    for names in ("own_name", "locale", "babel"):
        assert [getattr(one, names) for one in LANGUAGES].count(getattr(row, names)) == 1, names


def test_an_alphabet_is_of_its_script_and_in_small_letters(row):
    script = {"Latn": "LATIN ", "Cyrl": "CYRILLIC "}[row.script]

    assert len(set(row.alphabet)) == len(row.alphabet)
    assert row.alphabet == row.alphabet.lower()
    assert all(unicodedata.name(letter).startswith(script) for letter in row.alphabet)
    assert {*row.digraphs.values()} <= {*row.alphabet}


def test_its_stemmer_is_one_that_there_is(row):
    assert not row.stemmer or row.stemmer in snowballstemmer.algorithms()


def test_it_is_offered_for_a_source(row):
    assert row.code in SourceLanguage.values, (
        f"Add {row.code} to SourceLanguage in tracker/vocabulary.py."
    )
