"""Every text of the interface is there in every language of the site."""

import re
from pathlib import Path

import polib
import pytest
from django.conf import settings

CATALOGUES = sorted(Path(settings.BASE_DIR, "locale").glob("*/LC_MESSAGES/django.po"))
PLACEHOLDER = re.compile(r"%\([a-z_]+\)[sd]|%[sd]|\{[a-z_]*\}")


def texts_of(template):
    """Return the texts that a template has translated, but those of which there is a plural."""
    yield from re.findall(r'{% translate "([^"]+)"', template)
    blocks = re.findall(
        r"{% blocktranslate [^%]*%}(.*?){% endblocktranslate %}", template, re.DOTALL
    )
    for block in blocks:
        if "{% plural %}" not in block:
            yield re.sub(r"{{ (\w+) }}", r"%(\1)s", " ".join(block.split()))


@pytest.fixture(params=CATALOGUES, ids=lambda path: path.parts[-3])
def catalogue(request):
    return polib.pofile(str(request.param))


def test_there_is_a_catalogue_for_every_language_but_english():
    languages = {path.parts[-3] for path in CATALOGUES}

    assert languages == {code for code, _name in settings.LANGUAGES} - {"en"}


def test_nothing_is_missing_or_fuzzy(catalogue):
    assert not [entry.msgid for entry in catalogue.untranslated_entries()]
    assert not [entry.msgid for entry in catalogue.fuzzy_entries()]


def test_placeholders_are_kept(catalogue):
    for entry in catalogue:
        texts = entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]
        wanted = set(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
        for text in texts:
            assert set(PLACEHOLDER.findall(text)) == wanted, entry.msgid


def test_the_compiled_catalogue_is_that_of_the_text(catalogue):
    name = Path(catalogue.fpath).relative_to(settings.BASE_DIR / "locale").with_suffix(".mo")
    compiled = polib.mofile(str(settings.LOCALE_PATHS[0] / name))

    def as_dict(entries):
        return {
            (entry.msgctxt, entry.msgid): entry.msgstr or dict(entry.msgstr_plural)
            for entry in entries
            if not entry.obsolete
        }

    assert as_dict(compiled) == as_dict(catalogue)


def test_the_catalogue_names_every_text_of_the_pages(catalogue):
    known = {entry.msgid for entry in catalogue if not entry.obsolete}
    templates = Path(settings.BASE_DIR, "templates").rglob("*.html")
    found = {text for path in templates for text in texts_of(path.read_text(encoding="utf-8"))}
    code = {
        text
        for path in Path(settings.BASE_DIR, "tracker").rglob("*.py")
        for text in re.findall(
            r'\b(?:_|gettext|gettext_lazy)\(\s*"([^"]+)"\s*[,)]', path.read_text(encoding="utf-8")
        )
    }

    assert found - known == set()
    assert code - known == set()


def test_texts_are_marked_by_names_that_the_collecting_program_knows():
    aliases = {
        alias
        for path in Path(settings.BASE_DIR, "tracker").rglob("*.py")
        for alias in re.findall(r"gettext(?:_lazy)? as (\w+)", path.read_text(encoding="utf-8"))
    }

    assert aliases == {"_"}
