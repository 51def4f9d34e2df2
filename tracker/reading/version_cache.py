"""What a process keeps in memory of the record, as long as the data version stands."""

import threading
from collections.abc import Callable, Hashable

_forgets: list[Callable[[], None]] = []


def forget_all() -> None:
    """Empty everything that the process keeps of the record: for tests."""
    for forget in _forgets:
        forget()


def on_forget(forget: Callable[[], None]) -> None:
    """Let `forget_all` call a function too."""
    _forgets.append(forget)


class VersionCache[Key: Hashable, Value]:
    """At most `most` values that were made at one data version: {key: value}.

    A value that is asked for at a newer version empties the cache, one of an older version is
    made and not kept. Two threads that miss the same key may both make it.
    """

    def __init__(self, *, most: int) -> None:
        self.most, self.version = most, -1
        self._values: dict[Key, Value] = {}
        self._lock = threading.Lock()
        on_forget(self.clear)

    def clear(self) -> None:
        with self._lock:
            self._values.clear()
            self.version = -1

    def get(self, version: int, key: Key, make: Callable[[], Value]) -> Value:
        """Return the value of a key; `make()` makes it if it is not there."""
        with self._lock:
            if version > self.version:
                self._values.clear()
                self.version = version
            if version == self.version and key in self._values:
                return self._values[key]
        value = make()
        with self._lock:
            if version == self.version:
                if len(self._values) >= self.most:
                    self._values.pop(next(iter(self._values)))  # the one that was made first
                self._values[key] = value
        return value
