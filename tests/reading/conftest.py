import pytest

from tests.reading.story import live


@pytest.fixture
def story(editor, reviewer):
    return live(editor, reviewer)
