"""What Django answers to a request, whole: a thread makes it, and the event loop sends it."""

import tempfile
from contextlib import closing, nullcontext
from io import BytesIO
from typing import NamedTuple

from .limits import IN_MEMORY_BYTES


class Answer(NamedTuple):
    """A status, headers, and the body: bytes, or the open file that holds it if it is long."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes
    file: "LongBody | None" = None


class LongBody:
    """A file that is gone with the last who has this object."""

    def __init__(self, start):
        self.file = tempfile.NamedTemporaryFile(prefix="answer-")  # noqa: SIM115  # see __del__
        self.path, self.write = self.file.name, self.file.write
        self.write(start)

    def __del__(self):
        self.file.close()


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
