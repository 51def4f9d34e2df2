import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.rules.folding import MOST_WORDS, _stem, folded, terms

ALIKE = [
    ("БАКУ", "баку"), ("зелёных", "зеленых"), ("ﬁ", "FI"), ("TÜRKİYE", "turkiye"),
    ("ISTANBUL", "istanbul"), ("İstanbul", "istanbul"), ("Iğdır", "Igdir"), ("Qəbələ", "qabala"),
    ("Oʻzbekiston", "ozbekiston"), ("Oʼzbekiston", "ozbekiston"), ("O'zbekiston", "ozbekiston"),
    ("O’zbekiston", "ozbekiston"), ("O‘zbekiston", "ozbekiston"), ("2025–2026", "2025-2026"),
    ("Түркістан", "Turkistan"), ("Қазақстан", "казакстан"), ("Ўзбекистон", "узбекистон"),
    ("ХІІ", "XII"), ("ҳаракат", "харакат"), ("Габала", "gabala"), ("ЦИФРОВОЙ", "цифровой"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_folded_alike(one, other):
    assert folded(one) == folded(other)


def test_a_word_stands_once_and_beside_it_its_stem():
    assert folded("Test tests, test", "en") == ("test", "en0test", "tests")
    assert folded("саммита", "ru") == ("sammita", "ru0sammit")
    assert folded("саммита", "en") == ("sammita",)
    assert folded("tests", "en-GB") == folded("tests", "en")


def test_a_stem_is_not_a_word_of_another_language():
    words = folded("Türkiye", "en")

    assert "turkiy" not in words


@pytest.mark.parametrize("acronym", ["AI", "ai", "OTS", "ОТГ", "TURKP"])
def test_an_acronym_is_found_as_a_whole(acronym):
    [word] = terms(acronym)

    assert word.beginning == ""
    assert len(word.exact) == 1


def test_six_capitals_are_no_acronym():
    assert [word.beginning for word in terms("TURKPA")] == ["turkpa"]


def test_other_words_find_what_begins_like_them_or_has_their_stem():
    [word] = terms("саммита")

    assert word.beginning == "sammita"
    assert "ru0sammit" in word.exact


@pytest.mark.parametrize("question", ["", "%", "_", "*", "'", '"', "()", "\0", "—"])
def test_what_has_no_word_asks_nothing(question):
    assert terms(question) == ()


def test_a_question_is_read_up_to_its_twelfth_word():
    assert len(terms("word " * 1000)) == MOST_WORDS


@given(st.text(max_size=200), st.sampled_from(["", "ru", "en", "tr", "kk"]))
def test_whatever_is_folded_is_plain(text, language):
    for word in folded(text, language):
        assert word.isascii()
        assert word.isalnum()
        assert word == word.lower()


@given(st.text(max_size=60))
def test_a_text_has_the_words_that_it_is_asked_for(text):
    having = folded(text)

    assert all(word.exact[0] in having for word in terms(text))


def test_threads_do_not_mix_up_their_stems():
    words = ["обязательство", "инициативами", "государствами", "подписанными"]
    alone = [_stem(word, "ru") for word in words]
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as threads:
            found = list(threads.map(_stem, words * 100, ["ru"] * 400))
    finally:
        sys.setswitchinterval(before)

    assert found == alone * 100
