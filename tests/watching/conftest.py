import logging

import pytest

from tracker.watching.log_lines import formatter


class Lines(logging.Handler):
    """Keeps the lines that a process would write."""

    def __init__(self, form):
        super().__init__()
        self.setFormatter(formatter(form))
        self.lines = []

    def emit(self, record):
        self.lines.append(self.format(record))


@pytest.fixture(params=["json", "line"])
def form(request):
    return request.param


@pytest.fixture
def lines(form, logged):
    """The lines of all loggers, as a process in production would write them."""
    handler = Lines(form)
    loggers = logging.getLogger(), logging.getLogger("django")  # which passes nothing on
    for logger in loggers:
        logger.addHandler(handler)
    yield handler.lines
    for logger in loggers:
        logger.removeHandler(handler)
