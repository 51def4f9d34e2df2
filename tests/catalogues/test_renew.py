import pytest
from django.core.management import call_command

from tracker.catalogues import renew
from tracker.catalogues.catalogue import file_of, read, texts_in
from tracker.catalogues.texts import Text
from tracker.catalogues.upstream import DJANGO

OWN = {Text(None, "Chosen", None): "tracker/filters.py"}


@pytest.fixture
def folder(tmp_path, settings, monkeypatch):
    """Where catalogues are to be made for Turkmen, of which Django has some, and for Klingon."""
    settings.LANGUAGES = [("en", "English"), ("tk", "Turkmen"), ("tlh", "Klingon")]
    monkeypatch.setattr(renew, "OWN", tmp_path / "locale")
    monkeypatch.setattr(renew, "UPSTREAM", tmp_path / "locale_upstream")
    monkeypatch.setattr(renew, "own_texts", lambda: OWN)
    return tmp_path


def texts_of(folder, name):
    return texts_in(read(folder / name)).keys()


def test_a_new_language_gets_what_it_lacks(folder, capsys):
    call_command("makemessages")

    assert texts_of(folder, "locale/tk/LC_MESSAGES/django.po") == OWN.keys()
    django = texts_of(folder, "locale_upstream/tk/LC_MESSAGES/django.po")
    scripts = texts_of(folder, "locale_upstream/tk/LC_MESSAGES/djangojs.po")
    assert Text(None, "Log out", None) in django, "the admin's own catalogue has a fifth"
    assert Text(None, "is in range", None) in django, "django-filter has no Turkmen"
    assert Text(None, "This field is required.", None) not in django, "Django has it"
    assert Text(None, "Breton", None) not in django, "of the languages, only ours are shown"
    assert Text(None, "Choose a Date", None) in scripts
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "locale/tk/LC_MESSAGES/django.po: 1 new, 0 dropped, 1 to translate"


def test_a_language_that_django_does_not_know_gets_all(folder):
    call_command("makemessages")

    django = texts_of(folder, "locale_upstream/tlh/LC_MESSAGES/django.po")
    assert {Text(None, "This field is required.", None), Text(None, "Log out", None)} < django


def test_a_second_run_changes_nothing(folder):
    call_command("makemessages")
    before = {path: path.read_bytes() for path in folder.rglob("*.po")}

    call_command("makemessages")

    assert {path: path.read_bytes() for path in folder.rglob("*.po")} == before
    assert len(before) == 6


def test_what_a_package_says_in_the_same_words_is_left_to_it(folder):
    call_command("makemessages")
    path = folder / "locale_upstream/tk/LC_MESSAGES/django.po"
    theirs = read(file_of(DJANGO / "locale", "tk", "django"))
    words = {entry.msgid: entry.msgstr for entry in theirs}
    ours = path.read_text(encoding="utf-8")
    for text, translation in (
        ("This field is required.", words["This field is required."]),
        ("Enter a valid URL.", "Other words"),
        ("no package has this", "Words"),
    ):
        ours += f'\nmsgid "{text}"\nmsgstr "{translation}"\n'
    path.write_text(ours, encoding="utf-8")

    call_command("makemessages")

    kept = {entry.msgid: entry.msgstr for entry in read(path)}
    assert kept["Enter a valid URL."] == "Other words"
    assert "This field is required." not in kept
    assert "no package has this" not in kept


def test_a_catalogue_that_nothing_needs_is_removed(folder, monkeypatch):
    call_command("makemessages")
    monkeypatch.setattr(renew, "texts_of_packages", lambda domain: {})

    call_command("makemessages")

    assert {path.parts[-4] for path in folder.rglob("*.po")} == {"locale"}
