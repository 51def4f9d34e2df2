"""What holds for each test: nothing is endless."""

import pytest

from tests.conftest import MEMORY


def test_memory_is_limited():
    with pytest.raises(MemoryError):
        bytearray(MEMORY)
