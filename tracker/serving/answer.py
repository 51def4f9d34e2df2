"""What Django answers to a request, whole: a thread makes it, and the event loop sends it."""

import os
import tempfile
from contextlib import closing, nullcontext
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from django.conf import settings

from .limits import IN_MEMORY_BYTES
from .pools import Full

PREFIX = "answer-"


class Answer(NamedTuple):
    """A status, headers, and the body: bytes, or the open file that holds it if it is long."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes
    file: "LongBody | None" = None


class LongBody:
    """A file that is gone with the last who has this object; raises Full if too many are there.

    What all of them hold together is bounded, as each reader may ask for another day.
    """

    held = 0
    lock = Lock()

    def __init__(self, start):
        if LongBody.held > settings.PAGE_FILE_BYTES * 2:
            raise Full
        prefix = f"{PREFIX}{os.getpid()}-"
        self.file = tempfile.NamedTemporaryFile(prefix=prefix)  # noqa: SIM115  # see __del__
        self.path, self.size = self.file.name, 0
        self.write(start)

    def write(self, part):
        self.file.write(part)
        self._count(len(part))

    def _count(self, more):
        self.size += more
        with LongBody.lock:
            LongBody.held += more

    def __del__(self):
        if hasattr(self, "file"):
            self._count(-self.size)
            self.file.close()


def sweep():
    """Remove what a worker left that was killed; the others of this server have the folder too."""
    for path in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        pid = path.name.removeprefix(PREFIX).partition("-")[0]
        if pid.isdecimal() and not Path("/proc", pid).exists():
            path.unlink(missing_ok=True)


def answer(application, environ):
    """Return the Answer of a WSGI application: it is asked for all of it, and then let go."""
    started = []

    def start_response(status, headers, _error=None):
        started[:] = int(status.split(maxsplit=1)[0]), headers

    parts = application(environ, start_response)
    with closing(parts) if hasattr(parts, "close") else nullcontext():
        body, file = _whole(parts)
    return Answer(*started, body, file)


def _whole(parts):
    held, file = BytesIO(), None
    for part in parts:
        if file:
            file.write(part)
        elif held.write(part) and held.tell() > IN_MEMORY_BYTES:
            file = LongBody(held.getvalue())
    if file is None:
        return held.getvalue(), None
    file.file.flush()
    return b"", file
