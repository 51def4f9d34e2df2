import pytest

from tracker.rules.visible import has_visible

ZERO_WIDTH = ["\u200b", "\u200d\u2060", "\ufeff", "\u00ad", "\u202e\u202c", "\u0301", "\u3164"]


@pytest.mark.parametrize("text", ["", " ", "\n\t", "\u2003", "\u2800", "\x00", *ZERO_WIDTH])
def test_nothing_is_seen(text):
    assert not has_visible(text)


@pytest.mark.parametrize("text", ["a", "Ң", "–", "1", "。", "\u200bа", "😀", "é"])
def test_something_is_seen(text):
    assert has_visible(text)
