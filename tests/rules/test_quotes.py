import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.rules.quotes import QuoteNotFound, locate, marked

TEXT = "Он сказал: «мост построят» в 2027 году. Мост нужен."


def test_offsets_count_characters():
    start, end = locate(TEXT, "«мост построят»")

    assert TEXT[start:end] == "«мост построят»"


def test_a_quote_that_differs_says_where():
    with pytest.raises(QuoteNotFound) as caught:
        locate(TEXT, "«мост построят» в 2028 году")

    assert caught.value.matched.endswith("в 202")
    assert caught.value.wanted == "8 году"
    assert caught.value.found.startswith("7 году")


@pytest.mark.parametrize("quote", ["", "Zzz"])
def test_a_quote_of_which_nothing_is_found_says_so(quote):
    with pytest.raises(QuoteNotFound) as caught:
        locate(TEXT, quote)

    assert caught.value.matched == ""


@given(st.text(max_size=60), st.text(max_size=20))
def test_a_located_quote_is_a_substring_and_any_other_is_refused(text, quote):
    try:
        start, end = locate(text, quote)
    except QuoteNotFound:
        assert not quote or quote not in text
    else:
        assert text[start:end] == quote


@pytest.mark.parametrize(
    ("spans", "pieces"),
    [
        ([], ["abcdef"]),
        ([(0, 6)], ["[abcdef]"]),
        ([(1, 3)], ["a", "[bc]", "def"]),
        ([(3, 5), (0, 1)], ["[a]", "bc", "[de]", "f"]),
        ([(1, 4), (2, 5)], ["a", "[bcd]", "[e]", "f"]),
        ([(1, 5), (2, 3)], ["a", "[bcde]", "f"]),
    ],
)
def test_a_whole_text_comes_in_pieces_with_the_quotes_marked(spans, pieces):
    found = marked("abcdef", spans)

    assert [f"[{piece.text}]" if piece.is_quoted else piece.text for piece in found] == pieces
