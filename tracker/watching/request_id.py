"""A name for each request: its lines in the log, its answer and its error page carry it."""

import re
import uuid
from contextvars import ContextVar

from django.conf import settings

HEADER = "X-Request-ID"
SENT = "HTTP_X_REQUEST_ID"
KEPT = "tracker.request_id"
"""The key in the environment of a request that has its name already."""
WELL_FORMED = re.compile(r"[A-Za-z0-9-]{8,64}")

current: ContextVar[str] = ContextVar("request_id", default="")
"""That of the request which this thread answers, "" between requests."""


def id_of(environ):
    """Return the name of a request: that of the proxy in front, if it gave one, or a new one."""
    if KEPT not in environ:
        sent = environ.get(SENT, "") if settings.BEHIND_PROXY else ""
        environ[KEPT] = sent if WELL_FORMED.fullmatch(sent) else uuid.uuid4().hex
    return environ[KEPT]
