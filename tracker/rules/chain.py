"""Checking a ledger: that no entry was changed, left out, added or moved."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from . import digest


class Link(NamedTuple):
    """The columns of one entry; `payload` and `salt` are None after a lawful erasure."""

    sequence: int
    recorded_at: datetime
    kind: str
    payload: str | None
    salt: str | None
    content_digest: str
    prev_digest: str
    digest: str


class Break(NamedTuple):
    """What is wrong, and with the entry of which sequence."""

    sequence: int
    problem: str


def breaks(links: Iterable[Link]) -> Iterator[Break]:
    """Yield a Break for every entry that does not follow from the one before, in their order.

    After an entry is missing the next ones are still checked, each against what is there.
    """
    sequence, prev_digest = 0, digest.START
    for link in links:
        if link.sequence != sequence + 1:
            yield Break(sequence + 1, "is missing")
        elif link.prev_digest != prev_digest:
            yield Break(link.sequence, "does not continue the entry before")
        if problem := _problem(link):
            yield Break(link.sequence, problem)
        sequence, prev_digest = link.sequence, link.digest


def _problem(link: Link) -> str:
    if link.payload is not None and link.content_digest != digest.content_digest(
        salt=link.salt or "", payload=link.payload
    ):
        return "has a payload that is not the one recorded"
    whole = digest.entry_digest(
        prev_digest=link.prev_digest,
        sequence=link.sequence,
        recorded_at=link.recorded_at,
        kind=link.kind,
        content_digest=link.content_digest,
    )
    return "" if link.digest == whole else "has a digest that is not its own"
