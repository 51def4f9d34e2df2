from datetime import timedelta

import pytest

from tracker.rules.throttle import wait_after


@pytest.mark.parametrize(
    ("failures", "minutes"),
    [(0, 0), (4, 0), (5, 1), (6, 2), (7, 4), (10, 32), (11, 60), (12, 60), (10**9, 60)],
)
def test_the_wait_doubles_up_to_an_hour(failures, minutes):
    assert wait_after(failures, free=5) == timedelta(minutes=minutes)
