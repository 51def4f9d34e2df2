"""The order of a list in memory: which initiatives stand on any page of it."""

from array import array
from bisect import bisect_left, insort
from collections.abc import Iterable, Mapping
from datetime import date

from ..rules.bitset import as_bytes, keys_of

_KEY_BITS = 40
_LAST_KEY = (1 << _KEY_BITS) - 1
_LAST_DAY = date.max.toordinal()


class KeyOrder:
    """Keys of initiatives, ordered by a day and then by key.

    The earliest day comes first and the lowest key, with `latest_first` the latest day and the
    highest key; what has no day comes last. Each key has a sort key: an integer of its day in the
    upper bits and its key in the lower ones.
    """

    def __init__(self, *, latest_first: bool = False) -> None:
        self.latest_first = latest_first
        self._mask = _LAST_KEY if latest_first else 0  # turns the order of keys round
        self._sorted = array("Q")
        self._sort_keys = array("Q")  # by key; 0 of a key that is not in the order

    def copy(self) -> "KeyOrder":
        other = KeyOrder(latest_first=self.latest_first)
        other._sorted, other._sort_keys = self._sorted[:], self._sort_keys[:]
        return other

    def fill(self, days: Mapping[int, date | None]) -> None:
        """Order what is empty by {key: day}: faster than to insert one after another."""
        for key, day in days.items():
            self._set(key, day)
        self._sorted = array("Q", sorted(filter(None, self._sort_keys)))

    def insert(self, key: int, day: date | None) -> None:
        self._set(key, day)
        insort(self._sorted, self._sort_keys[key])

    def remove(self, key: int) -> None:
        del self._sorted[bisect_left(self._sorted, self._sort_keys[key])]
        self._sort_keys[key] = 0

    def keys(self, start: int, end: int) -> list[int]:
        """Return the keys from place `start` to `end` of all."""
        return [self._key_of(sort_key) for sort_key in self._sorted[start:end]]

    def keys_among(self, bits: int, start: int, end: int) -> list[int]:
        """Return the keys from place `start` to `end` of those in a bitset.

        A walk through the order meets the last of them after about `end` of `size` steps of all;
        to sort one of them costs about as much as ten steps.
        """
        size = bits.bit_count()
        if size * 10 <= end * len(self._sorted) / max(size, 1):
            return sorted(keys_of(bits), key=self._sort_keys.__getitem__)[start:end]
        return pick(bits, map(self._key_of, self._sorted), start, end)

    def _set(self, key: int, day: date | None) -> None:
        if key >= len(self._sort_keys):
            self._sort_keys.extend([0] * (key + 1 - len(self._sort_keys)))
        ordinal = _LAST_DAY
        if day is not None:
            ordinal = _LAST_DAY - day.toordinal() if self.latest_first else day.toordinal()
        self._sort_keys[key] = (ordinal << _KEY_BITS) + (key ^ self._mask)

    def _key_of(self, sort_key: int) -> int:
        return (sort_key & _LAST_KEY) ^ self._mask


def pick(bits: int, keys: Iterable[int], start: int, end: int) -> list[int]:
    """Return the keys from place `start` to `end` of those in a bitset, in the order of `keys`."""
    having, place = as_bytes(bits), 0
    found: list[int] = []
    beyond = len(having) * 8
    for key in keys:
        if key < beyond and having[key >> 3] >> (key & 7) & 1:
            place += 1
            if place > start:
                found.append(key)
            if place >= end:
                break
    return found
