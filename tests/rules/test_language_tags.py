import re

import pytest
from django.utils import translation

from tracker.rules.language_tags import PATTERN, WrongTag, canonical, name_of, primary
from tracker.vocabulary import SourceLanguage


@pytest.mark.parametrize(
    ("typed", "tag"),
    [
        ("ru", "ru"), (" EN ", "en"), ("uz_cyrl", "uz-Cyrl"), ("UZ-CYRL-uz", "uz-Cyrl-UZ"),
        ("pt-br", "pt-BR"), ("es-419", "es-419"), ("ckb", "ckb"), ("zh-yue-hant", "zh-yue-Hant"),
        ("sl-rozaj-biske", "sl-rozaj-biske"), ("de-1996", "de-1996"),
        ("en-a-myext-b-another", "en-a-myext-b-another"), ("kk-arab-x-De", "kk-Arab-x-de"),
    ],
)  # fmt: skip
def test_a_tag_is_written_as_the_standard_has_it(typed, tag):
    assert canonical(typed) == tag
    assert canonical(tag) == tag
    assert re.search(PATTERN, tag)


@pytest.mark.parametrize(
    "typed",
    ["", "r", "russian", "Русский", "ru-", "-ru", "ru--RU", "ru RU", "x-private", "en-x", "en-a",
     "ru-" + "a" * 9, "en-" + "-".join(["abcde"] * 6), "ru;q=1", '"'],
)  # fmt: skip
def test_what_is_no_tag_is_refused(typed):
    with pytest.raises(WrongTag):
        canonical(typed)


def test_the_language_of_a_tag_stands_first():
    assert [primary(tag) for tag in ("ru", "uz-Cyrl-UZ")] == ["ru", "uz"]


@pytest.mark.parametrize(
    ("reader", "tag", "name"),
    [
        ("en", "ru", "Russian"), ("ru", "uz-Cyrl", "узбекский (uz-Cyrl)"), ("en", "de", "German"),
        ("ru", "de", "Немецкий"), ("en", "tlh", "tlh"), ("en", "tlh-Latn", "tlh-Latn"),
    ],
)  # fmt: skip
def test_a_language_is_called_by_its_name_or_else_by_its_tag(reader, tag, name):
    with translation.override(reader):
        assert name_of(tag).casefold() == name.casefold()


@pytest.mark.parametrize("reader", ["kk", "ky", "uz", "az", "tr"])
def test_no_name_is_in_english_for_other_readers(reader):
    with translation.override("en"):
        english = {name_of(tag) for tag in ("de", "fr", "ko", "gd", "io")}
    with translation.override(reader):
        assert not english & {name_of(tag) for tag in ("de", "fr", "ko", "gd", "io")}


def test_the_languages_that_are_offered_are_tags():
    assert [canonical(code) for code in SourceLanguage.values] == SourceLanguage.values
