"""Every text of the interface is there in every language of the site."""

import re

import polib
import pytest
from django.conf import settings

from tracker.catalogues.catalogue import read, translations_in
from tracker.catalogues.renew import renewals

FOLDERS = [settings.BASE_DIR / name for name in ("locale", "locale_upstream")]
CATALOGUES = sorted(path for folder in FOLDERS for path in folder.glob("*/LC_MESSAGES/*.po"))
PLACEHOLDER = re.compile(r"%\([a-z_]+\)[sd]|%[sd]|\{[a-z_]*\}")
ADVICE = "Run `make messages`, then translate what is new."


def name_of(path):
    return path.relative_to(settings.BASE_DIR).as_posix()


@pytest.fixture(scope="module")
def found():
    """What each catalogue should be; takes two seconds."""
    return list(renewals())


@pytest.fixture(params=CATALOGUES, ids=name_of)
def path(request):
    return request.param


def test_there_is_a_catalogue_for_every_language_but_english():
    languages = {path.parts[-3] for path in CATALOGUES if path.parts[-4] == "locale"}

    assert languages == {code for code, _name in settings.LANGUAGES} - {"en"}


def test_each_catalogue_names_the_texts_that_are_used(found):
    wrong = [
        f"{renewal.name} lacks {text.text!r}, which is in {renewal.texts[text]}"
        for renewal in found
        for text in sorted(renewal.missing(), key=str)
    ] + [
        f"{renewal.name} has {text.text!r}, which is not needed"
        for renewal in found
        for text in sorted(renewal.superfluous(), key=str)
    ]

    assert not wrong, "\n".join([*wrong, ADVICE])


def test_each_text_is_translated(found):
    wrong = [
        f"{renewal.name} does not translate {text.text!r}"
        for renewal in found
        for text in sorted(renewal.untranslated(), key=str)
    ]

    assert not wrong, "\n".join([*wrong, ADVICE])


def test_nothing_is_fuzzy(path):
    assert not [entry.msgid for entry in read(path).fuzzy_entries()]


def test_each_file_is_as_the_command_writes_it(found):
    assert {renewal.path for renewal in found if renewal.texts} == set(CATALOGUES), ADVICE
    for renewal in found:
        if renewal.texts:
            assert renewal.path.read_text(encoding="utf-8") == renewal.content(), ADVICE


def test_placeholders_are_kept(path):
    for entry in read(path):
        texts = entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]
        wanted = set(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
        for text in texts:
            assert set(PLACEHOLDER.findall(text)) == wanted, entry.msgid


@pytest.mark.parametrize("number", [0, 1])
def test_the_compiled_catalogue_is_that_of_the_text(number):
    for path in FOLDERS[number].glob("*/LC_MESSAGES/*.po"):
        compiled = settings.LOCALE_PATHS[number] / path.relative_to(FOLDERS[number])

        words = {
            (entry.msgctxt, entry.msgid): entry.msgstr_plural or entry.msgstr
            for entry in polib.mofile(str(compiled.with_suffix(".mo")))
        }

        assert words == {
            (text.context, text.text): translation
            for text, translation in translations_in(read(path)).items()
        }
