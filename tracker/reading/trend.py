"""The months of the trend, kept in memory beside the bitset index."""

import threading
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from ..models.keys import within
from ..rules.trend import Month, by_month, moves

if TYPE_CHECKING:
    from .record_at import RecordAt

type Step = tuple[str, date]
"""A status, and the first day of the month in which it began."""


class Trend:
    """How many promises had which status at the end of each month of a record.

    It belongs to an index and to all that follow from it: they name the initiatives that changed,
    and only their updates are read again.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._changed: set[int] | None = None  # None: everything is still to be read
        self._steps: dict[int, Sequence[Step]] = {}
        self._moves: Counter[tuple[date, str]] = Counter()
        self._known: dict[Step, Step] = {}

    def note(self, keys: Iterable[int]) -> None:
        """Remember that initiatives changed."""
        with self._lock:
            if self._changed is not None:
                self._changed.update(keys)

    def months(self, record: "RecordAt") -> list[Month]:
        """Return the Months until the record's day: one query, none if nothing changed."""
        with self._lock:
            if self._changed is None or self._changed:
                self._read(record)
            return by_month(self._moves, until=record.today)

    def _read(self, record: "RecordAt") -> None:
        updates = record.standing_updates()
        if self._changed is not None:
            updates = updates.filter(within("initiative", self._changed))
        steps: dict[int, list[Step]] = defaultdict(list)
        for initiative, status, day in updates.steps_of_promises().iterator():
            step = status, day.replace(day=1)
            # One object for equal steps: there are a few hundred of them.
            steps[initiative].append(self._known.setdefault(step, step))
        for initiative in steps.keys() | (self._changed or set()):
            before, after = self._steps.get(initiative, ()), steps.get(initiative, ())
            self._moves.subtract(moves([(0, *step) for step in before]))
            self._moves.update(moves([(0, *step) for step in after]))
            self._steps[initiative] = after
        self._changed = set()
