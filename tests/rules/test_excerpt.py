from hypothesis import given
from hypothesis import strategies as st

from tracker.rules.excerpt import LENGTH, excerpt

MIDDLE = f"{'before ' * 40}bridge {'after ' * 40}".strip()


def around(text, word):
    start = text.index(word)
    return excerpt(text, start, start + len(word))


def test_a_short_text_stays_whole():
    assert around("A bridge for tests.", "bridge") == "A bridge for tests."


def test_a_long_text_is_cut_between_words_on_both_sides():
    cut = around(MIDDLE, "bridge")

    assert cut.startswith("…before ")
    assert cut.endswith(" after…")
    assert LENGTH - 20 < len(cut) <= LENGTH + 2


def test_at_an_end_of_the_text_nothing_is_left_out_there():
    assert around(f"bridge {MIDDLE}", "bridge").startswith("bridge before")
    assert around(f"{MIDDLE} fund", "fund").endswith("after fund")


@given(st.text("ab ", min_size=1, max_size=600), st.data())
def test_what_was_found_is_always_there(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))

    cut = excerpt(text, start, end)

    assert text[start:end] in cut
    assert cut.strip("…") in text
    assert len(cut) <= max(LENGTH, end - start) + 2
