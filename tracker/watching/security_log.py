"""The stream of what matters to the safety of the site: who came in, who was refused, what changed.

Its logger is "tracker.security". Accounts stand there by their number, as in the account log.
"""

import logging

from . import metrics

logger = logging.getLogger("tracker.security")


def event(name, **fields):
    """Log an event by its name, in snake case; `fields` are plain values and name no person."""
    logger.info(name, extra=fields)


class Counting(logging.Handler):
    """Counts the events for `tracker_security_events_total`, whoever logs them."""

    def emit(self, record):
        metrics.SECURITY_EVENTS.labels(str(record.msg)).inc()
