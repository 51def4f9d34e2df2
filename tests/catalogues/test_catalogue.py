import subprocess

import polib
import pytest
from django.conf import settings

from tracker.catalogues.catalogue import new_catalogue, read, texts_in, translations_in, with_texts
from tracker.catalogues.texts import Text

CATALOGUES = sorted((settings.BASE_DIR / "locale").glob("*/LC_MESSAGES/django.po"))
OLD, NEW = Text(None, "Old %(n)s", None), Text(None, "new", "news")


@pytest.fixture
def catalogue():
    found = new_catalogue("tr", "A title.", "nplurals=2; plural=(n > 1);")
    found.metadata["POT-Creation-Date"] = "2026-11-26 11:56+0000"
    found.append(polib.POEntry(msgid="Old %(n)s", msgstr="Eski %(n)s", occurrences=[("a.py", 1)]))
    found.append(polib.POEntry(msgid="gone", msgstr="gitti", tcomment="kept by nobody"))
    return found


def test_the_texts_are_sorted_and_without_date_or_place(catalogue):
    assert with_texts(catalogue, [OLD, NEW]) == (
        "# A title.\n"
        "#\n"
        'msgid ""\n'
        'msgstr ""\n'
        '"Project-Id-Version: OTS Tracker\\n"\n'
        '"Language-Team: Turkish\\n"\n'
        '"Language: tr\\n"\n'
        '"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=UTF-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n'
        '"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n'
        "\n"
        'msgid "new"\n'
        'msgid_plural "news"\n'
        'msgstr[0] ""\n'
        'msgstr[1] ""\n'
        "\n"
        "#, python-format\n"
        'msgid "Old %(n)s"\n'
        'msgstr "Eski %(n)s"\n'
    )


def test_nothing_is_guessed(catalogue):
    other = Text(None, "Old %(n)s.", None)

    new = polib.pofile(with_texts(catalogue, [other]))

    assert texts_in(new).keys() == {other}
    assert translations_in(new) == {}


def test_a_text_in_another_context_is_another(catalogue):
    in_context = OLD._replace(context="of people")

    new = polib.pofile(with_texts(catalogue, [OLD, in_context]))

    assert translations_in(new) == {OLD: "Eski %(n)s"}
    assert texts_in(new).keys() == {OLD, in_context}


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_two_branches_that_each_add_a_text_merge(path, tmp_path):
    catalogue = read(path)
    texts = texts_in(catalogue).keys()
    one, other = (Text(None, text, None) for text in ("Harvested melons", "Ripened apricots"))
    for name, added in (("base", []), ("ours", [one]), ("theirs", [other])):
        content = with_texts(catalogue, [*texts, *added])
        (tmp_path / name).write_text(content, encoding="utf-8")

    merge = ["git", "merge-file", "--stdout", "ours", "base", "theirs"]
    merged = subprocess.run(merge, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert merged.returncode == 0, "so many conflicts"
    assert merged.stdout == with_texts(catalogue, [*texts, one, other])
