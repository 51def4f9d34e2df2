"""Read-only: nobody writes by the site, before the database is moved or restored.

It is on while a file stands in DATA_DIR, which all processes of the machine look at, each time
somebody sends a form. Each write holds a shared lock meanwhile, so that whoever switches it on can
wait for those that began before.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

MARKER, LOCK = "readonly", "writes.lock"


def is_read_only() -> bool:
    return _path(MARKER).exists()


def switch_on() -> None:
    """Refuse all writes that begin from now on; return once those before have ended."""
    _path(MARKER).touch(mode=0o600)
    with _locked(fcntl.LOCK_EX):
        pass


def switch_off() -> None:
    _path(MARKER).unlink(missing_ok=True)


@contextmanager
def write() -> Iterator[bool]:
    """Yield whether one may write now: it stays so until the end of the block."""
    with _locked(fcntl.LOCK_SH):
        yield not is_read_only()


@contextmanager
def _locked(kind: int) -> Iterator[None]:
    opened = os.open(_path(LOCK), os.O_RDONLY | os.O_CREAT, 0o644)  # whoever made it may be another
    try:
        fcntl.flock(opened, kind)  # let go when it is closed
        yield
    finally:
        os.close(opened)


def _path(name: str) -> Path:
    return Path(settings.DATA_DIR) / name
