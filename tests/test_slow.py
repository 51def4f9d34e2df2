"""The list of slow tests names tests that are there."""

import pytest

from tests.databases import ROOT
from tests.slow import SLOW


@pytest.mark.parametrize("name", SLOW)
def test_what_is_called_slow_is_there(name):
    file, _, test = name.partition("::")

    assert f"def {test}" in (ROOT / file).read_text()
