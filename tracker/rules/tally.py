"""Counting initiatives so that wishes are never added to promises."""

from collections.abc import Iterable

from ..vocabulary import Kind, Status


class Tally:
    """How many promises stand where, and how many aspirations there are beside them.

    Made from (kind, status, count) rows; `by_status` is {Status: count} in the order of the
    vocabulary, without empty ones; `open` are the promises of which an update is still awaited.
    """

    def __init__(self, rows: Iterable[tuple[str, str, int]]) -> None:
        self.by_kind = dict.fromkeys(Kind, 0)
        counts = dict.fromkeys(Status, 0)
        for kind, status, count in rows:
            if not count:
                continue
            self.by_kind[Kind[kind.upper()]] += count
            if kind != Kind.ASPIRATION:
                counts[Status[status.upper()]] += count
        self.by_status = {status: count for status, count in counts.items() if count}
        self.promises = sum(counts.values())
        self.aspirations = self.by_kind[Kind.ASPIRATION]
        self.total = self.promises + self.aspirations
        self.open = sum(counts.values()) - sum(counts[status] for status in Status.closed())

    @property
    def shares(self) -> dict[Status, int]:
        """Per cent of the promises, each rounded by itself, so their sum may miss 100."""
        return {
            status: (200 * count + self.promises) // (2 * self.promises)
            for status, count in self.by_status.items()
        }
