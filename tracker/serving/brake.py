"""How fast one household may send forms before it has logged in: told before Django is asked.

A login that is refused costs Django some milliseconds, and an attacker nothing; from here it costs
as much as a kept page. What is right within these bounds is counted by the actions themselves.
"""

import time

FORMS_AT_ONCE = 60
FORMS_A_SECOND = 1
"""People behind one address log in at the same hour; a program tries more."""
SECONDS_TO_REFUSE = 1
"""A program that tries again at once takes no more of the processor than it has to."""
MOST_KNOWN = 10_000


class Brake:
    """A bucket of FORMS_AT_ONCE for each household, filled again by FORMS_A_SECOND."""

    def __init__(self, clock=time.monotonic):
        self.clock, self.buckets = clock, {}

    def allows(self, household):
        """Whether one more form is taken; those of unknown address share a bucket."""
        now = self.clock()
        left, since = self.buckets.pop(household, (FORMS_AT_ONCE, now))
        left = min(FORMS_AT_ONCE, left + (now - since) * FORMS_A_SECOND)
        is_allowed = left >= 1
        self.buckets[household] = left - is_allowed, now
        if len(self.buckets) > MOST_KNOWN:  # the one that was quiet the longest
            self.buckets.pop(next(iter(self.buckets)))
        return is_allowed
