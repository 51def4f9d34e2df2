import gettext
import os

import pytest

from tracker.catalogues.build import build

CATALOGUE = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Yes"
msgstr "{}"

#, fuzzy
msgid "No"
msgstr "perhaps no"

msgid "%d row"
msgid_plural "%d rows"
msgstr[0] "%d satır"
msgstr[1] "%d satırlar"
"""


@pytest.fixture
def texts(tmp_path):
    path = tmp_path / "locale/tr/LC_MESSAGES/django.po"
    path.parent.mkdir(parents=True)
    path.write_text(CATALOGUE.format("Evet"), encoding="utf-8")
    return path


def test_python_reads_what_is_built(texts, tmp_path):
    folder = build(tmp_path / "locale", tmp_path / "data")

    turkish = gettext.translation("django", folder, ["tr"])
    assert turkish.gettext("Yes") == "Evet"
    assert turkish.gettext("No") == "No", "a guess is no translation"
    assert turkish.ngettext("%d row", "%d rows", 2) == "%d satırlar"
    assert os.listdir(folder / "tr/LC_MESSAGES") == ["django.mo"]
    assert os.listdir(texts.parent) == ["django.po"], "nothing is written beside the texts"


def test_nothing_is_built_twice(texts, tmp_path):
    compiled = build(tmp_path / "locale", tmp_path / "data") / "tr/LC_MESSAGES/django.mo"
    os.utime(compiled, ns=(1, 1))

    build(tmp_path / "locale", tmp_path / "data")

    assert compiled.stat().st_mtime_ns == 1


def test_another_text_is_built_however_old_its_file_is(texts, tmp_path):
    build(tmp_path / "locale", tmp_path / "data")
    texts.write_text(CATALOGUE.format("Elbette"), encoding="utf-8")
    os.utime(texts, ns=(1, 1))

    folder = build(tmp_path / "locale", tmp_path / "data")

    content = (folder / "tr/LC_MESSAGES/django.mo").read_bytes()
    assert b"Elbette" in content
    assert b"Evet" not in content


def test_what_has_no_text_any_more_is_removed(texts, tmp_path):
    build(tmp_path / "locale", tmp_path / "data")
    texts.unlink()

    folder = build(tmp_path / "locale", tmp_path / "data")

    assert list(folder.rglob("*.mo")) == []


def test_a_broken_catalogue_is_named(texts, tmp_path):
    texts.write_text("<<<<<<< ours\n" + CATALOGUE, encoding="utf-8")

    with pytest.raises(ValueError, match=r"tr/LC_MESSAGES/django\.po can't be read: .*line 1"):
        build(tmp_path / "locale", tmp_path / "data")


def test_a_folder_that_cannot_be_written_is_an_error(texts, tmp_path):
    (tmp_path / "file").touch()

    with pytest.raises(OSError, match="Not a directory"):
        build(tmp_path / "locale", tmp_path / "file")
