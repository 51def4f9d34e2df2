"""The months of the trend, kept in memory beside the facet index: see there."""

import threading
from collections import Counter, defaultdict

from ..models.status_update import StatusUpdate
from ..rules.trend import by_month, moves


def trend(record, index=None):
    """Return the Months until the record's day: one query.

    With the facet `index` of the day, only the updates of what changed since are read.
    """
    if index is None:
        steps = record.standing_updates().steps_of_promises()
        return by_month(moves(steps), until=record.today)
    global _current  # the one of this process
    with _lock:
        if _current is None or _current.made is not index.made:
            _current = _Trend(index.made)
        _current.follow(index)
        return by_month(_current.moves, until=record.today)


class _Trend:
    """`steps` is {initiative: [(status, month)]} of what is counted in `moves`."""

    def __init__(self, made):
        self.made, self.changed_in_version = made, -1
        self.steps, self.moves = {}, Counter()
        self.known = {}

    def follow(self, index):
        if self.changed_in_version >= index.changed_in_version:
            return
        updates = StatusUpdate.objects.standing().filter(
            initiative__changed_in_version__gt=self.changed_in_version
        )
        new = defaultdict(list)
        for initiative, status, day in updates.steps_of_promises().iterator():
            step = status, day.replace(day=1)
            new[initiative].append(self.known.setdefault(step, step))  # one object for equal steps
        for initiative, steps in new.items():
            self.moves.subtract(moves([(0, *step) for step in self.steps.get(initiative, ())]))
            self.moves.update(moves([(0, *step) for step in steps]))
            self.steps[initiative] = steps
        self.changed_in_version = index.changed_in_version


_current: _Trend | None = None
_lock = threading.Lock()
