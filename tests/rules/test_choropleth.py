import re

from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from tracker.rules.choropleth import DOTS, PLACES, Step, level, steps


def test_the_steps_are_equally_wide_and_none_stands_alone():
    assert steps(11) == [Step(0, 0, 0), Step(1, 1, 4), Step(2, 5, 8), Step(3, 9, 12)]
    assert steps(2) == [Step(0, 0, 0), Step(1, 1, 1), Step(2, 2, 2)]
    assert steps(0) == [Step(0, 0, 0)]


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_every_number_has_a_level_and_more_is_never_lighter(number, other):
    found = steps(max(number, other))

    assert len(found) <= 4
    assert (level(number, found) == 0) == (number == 0)
    assert (level(number, found) <= level(other, found)) == (number <= other) or level(
        number, found
    ) == level(other, found)


def test_every_state_with_a_place_has_an_outline_or_a_dot():
    drawing = (settings.BASE_DIR / "static/map.svg").read_text()

    assert set(re.findall(r'id="(\w+)"', drawing)) | DOTS == set(PLACES)
    assert len(drawing) < 20_000
