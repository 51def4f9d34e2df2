"""Sets of keys as bitsets: integers whose bit `key` says that the key is in the set.

"and" of two bitsets is their intersection, and `int.bit_count()` their size. Both are done by the
processor, 64 keys at a time: 200,000 keys are 25 KB.
"""

from collections.abc import Iterable
from re import finditer

_ONE = ord("1")


class BitsetBuilder:
    """Collects keys one by one: cheaper than making an integer for each."""

    def __init__(self) -> None:
        self.bytes = bytearray()

    def add(self, key: int) -> None:
        if key >> 3 >= len(self.bytes):
            self.bytes.extend(bytes((key >> 3) + 1 - len(self.bytes)))
        self.bytes[key >> 3] |= 1 << (key & 7)

    def bitset(self) -> int:
        return int.from_bytes(self.bytes, "little")


def bitset_of(keys: Iterable[int]) -> int:
    """Return the bitset of some keys."""
    keys = list(keys)
    digits = bytearray(b"0") * (max(keys, default=0) + 1)
    for key in keys:
        digits[key] = _ONE
    digits.reverse()
    return int(digits, 2)


def keys_of(bits: int) -> list[int]:
    """Return the keys of a bitset, the lowest first; fast where they are few."""
    found: list[int] = []
    for match in finditer(rb"[^\0]", as_bytes(bits)):
        at, byte = match.start() * 8, match.group()[0]
        found += [at + bit for bit in range(8) if byte >> bit & 1]
    return found


def nearest(bits: int, key: int, number: int) -> list[int]:
    """Return the keys of a bitset on either side of a key, at most `number` on each."""
    before, after = bits & ((1 << key) - 1), bits >> (key + 1)
    found = []
    for _step in range(number):
        if before:
            found.append(before.bit_length() - 1)
            before ^= 1 << found[-1]
        if after:
            lowest = after & -after
            found.append(key + lowest.bit_length())
            after ^= lowest
    return sorted(found)


def as_bytes(bits: int) -> bytes:
    """Return a bitset as bytes, in which one key after another is looked up fast."""
    return bits.to_bytes(bits.bit_length() // 8 + 1, "little")
