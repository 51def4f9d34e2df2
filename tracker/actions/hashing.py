"""The hash of passwords, few at a time: each takes a core for a third of a second, on purpose."""

from threading import BoundedSemaphore, Lock

from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher

MOST_WAITING = 2
"""So many wait for their turn, each in a thread of the server; the next are sent away."""


class Busy(Exception):
    """So many passwords are hashed just now that another would hold up the site."""


class Gate:
    """Lets in `size` at once, and `waiting` wait; raises Busy for the others."""

    def __init__(self, size: int, waiting: int) -> None:
        self._turns, self._lock = BoundedSemaphore(size), Lock()
        self._free = size + waiting

    def __enter__(self) -> None:
        with self._lock:
            if not self._free:
                raise Busy
            self._free -= 1
        self._turns.acquire()

    def __exit__(self, *error: object) -> None:
        self._turns.release()
        with self._lock:
            self._free += 1


gate = Gate(settings.PASSWORD_CHECKS_AT_ONCE, MOST_WAITING)


class GatedHasher(PBKDF2PasswordHasher):
    """Django's hasher, behind the gate of this process."""

    def encode(self, password: str, salt: str, iterations: int | None = None) -> str:
        with gate:
            return super().encode(password, salt, iterations)
