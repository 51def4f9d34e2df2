import pytest

from tracker.rules.folding import fold


@pytest.mark.parametrize(("one", "other"), [("БАКУ", "баку"), ("зелёных", "зеленых"), ("ﬁ", "FI")])
def test_folded_alike(one, other):
    assert fold(one) == fold(other)
