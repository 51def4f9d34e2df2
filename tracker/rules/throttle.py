"""How long to wait after so many failures."""

from datetime import timedelta

FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=1)


def wait_after(failures: int, *, free: int) -> timedelta:
    """Return the wait: none below `free` failures, then a minute, doubled by each, an hour at most.

    So an account can be tried some 24 times a day for long, and a locked one opens by itself.
    """
    if failures < free:
        return timedelta()
    doublings = min(failures - free, 10)
    return min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)
