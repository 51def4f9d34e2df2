"""The bitset index: which public initiatives have which value, on any day, counted in memory.

Each value of each dimension (a status, a theme, a country …) has a bitset of the initiatives that
have it (`rules.bitset`). A filter by two dimensions is the intersection of two bitsets, and a count
is the number of bits, whatever the number of initiatives.

A process makes the index of today from the database once a day, and reads then what has changed
since: a query a page. The index of an earlier day is made when somebody asks for that day, and the
last few are kept. It shares the links of today's index, but for those that were revised since.
"""

import threading
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Q, Value

from ..models.data_version import data_version
from ..models.initiative import Initiative
from ..models.snapshot import Standings
from ..models.translated import languages_to_try
from ..rules.bitset import BitsetBuilder, bitset_of, keys_of, nearest
from ..rules.tally import Tally
from .key_order import KeyOrder, pick
from .linked_rows import FOREIGN_KEYS, LINKS, Link, ValueKey, linked, links_then
from .trend import Trend
from .version_cache import on_forget

if TYPE_CHECKING:
    from .record_at import RecordAt

COLUMNS = ("kind", "status", "evidence", "schedule", "plan")
"""The dimensions whose values are columns of an initiative, or of its snapshot."""
DIMENSIONS = (*COLUMNS, *LINKS, *FOREIGN_KEYS, "source")
MOST_COUNTS = 500
"""Of how many filters the counts are kept: a reader looks through the pages of one filter."""
MOST_CHANGES = 500
"""If more initiatives changed, the index is made anew."""
MOST_EARLIER_DAYS = 4

type Chosen = Mapping[str, Collection[ValueKey]]
"""{dimension: values}: what has any of the values of each dimension is chosen."""


class BitsetIndex:
    """The public initiatives of a record, at a data version; it never changes, a newer one follows.

    `everything` is the bitset of all of them. `bits` is {dimension: {value: bitset}}: the values of
    COLUMNS but the plan are texts, all others are keys of rows. The bitset of a linked value may
    hold initiatives that are not public: it counts only in an intersection with `everything`.
    Changes up to `changed_in_version` are in it.
    """

    def __init__(self, record: "RecordAt") -> None:
        self.record, self.version = record, record.version
        self.changed_in_version, self.everything = -1, 0
        self.bits: dict[str, dict[ValueKey, int]] = {name: {} for name in DIMENSIONS}
        self._sources: dict[ValueKey, int] | None = None  # of an earlier day
        self.orders = {"updated": KeyOrder(latest_first=True), "due": KeyOrder()}
        self.trend = Trend()
        self._counts: dict[tuple[object, ...], dict[ValueKey, int]] = {}
        self._tallies: dict[tuple[str | None, ValueKey | None], Tally] = {}
        self._titles: dict[tuple[str, ...], list[int]] = {}

    def values(self, dimension: str) -> dict[ValueKey, int]:
        """Return {value: bitset}; the sources of an earlier day are read when first asked for."""
        if dimension != "source" or self.record.until is None:
            return self.bits[dimension]
        if self._sources is None:
            self._sources = _sources_of(self.record)
        return self._sources

    def select(self, chosen: Chosen, *, among: int | None = None) -> int:
        """Return the bitset of what has any of the values chosen of each dimension.

        `among` is a bitset to choose from, else everything.
        """
        found = self.everything if among is None else among
        for dimension, values in chosen.items():
            bits = self.values(dimension)
            either = 0
            for value in values:
                either |= bits.get(value, 0)
            found &= either
        return found

    def has(self, dimension: str, value: ValueKey, key: int) -> bool:
        """Whether a public initiative has a value."""
        return bool(self.select({dimension: [value]}) >> key & 1)

    def is_public(self, key: int) -> bool:
        return bool(self.everything >> key & 1)

    def keys_with(self, dimension: str, value: ValueKey) -> list[int]:
        return keys_of(self.select({dimension: [value]}))

    def neighbours(self, dimension: str, value: ValueKey, key: int, number: int) -> list[int]:
        """Return the keys next to a key among those that have a value, `number` on either side."""
        return nearest(self.select({dimension: [value]}), key, number)

    def tally(self, dimension: str | None = None, value: ValueKey | None = None) -> Tally:
        """Return the Tally of what has a value; without a dimension, of everything."""
        tally = self._tallies.get((dimension, value))
        if tally is None:
            chosen = {} if dimension is None or value is None else {dimension: [value]}
            bits = self.select(chosen)
            tally = self._tallies[dimension, value] = Tally(
                (str(kind), str(status), (bits & kinds & statuses).bit_count())
                for kind, kinds in self.bits["kind"].items()
                for status, statuses in self.bits["status"].items()
            )
        return tally

    def commonest(self, dimension: str, number: int) -> set[ValueKey]:
        """Return the values of a dimension that most initiatives have, so many at most."""
        values = self.values(dimension)
        counts = self.counts(dimension, values, {})
        return set(sorted(values, key=counts.__getitem__, reverse=True)[:number])

    def counts(
        self,
        dimension: str,
        values: Collection[ValueKey],
        chosen: Chosen,
        *,
        among: int | None = None,
    ) -> dict[ValueKey, int]:
        """Return how many have each value under what is chosen of the other dimensions."""
        others = {name: keys for name, keys in chosen.items() if name != dimension}
        if among is not None:
            return self._counted(dimension, values, self.select(others, among=among))
        cache_key = dimension, *values, *((name, *keys) for name, keys in others.items())
        counts = self._counts.get(cache_key)
        if counts is None:
            if len(self._counts) > MOST_COUNTS:
                self._counts.clear()
            counts = self._counted(dimension, values, self.select(others))
            self._counts[cache_key] = counts
        return counts

    def _counted(
        self, dimension: str, values: Iterable[ValueKey], found: int
    ) -> dict[ValueKey, int]:
        bits = self.values(dimension)
        return {value: (bits.get(value, 0) & found).bit_count() for value in values}

    def keys_in_order(self, bits: int, order: str, start: int, end: int) -> list[int]:
        """Return the keys from place `start` to `end` of a bitset, in an order.

        No query; one for the order "title", the first time in a language.
        """
        if order == "title":
            return pick(bits, self._by_title(), start, end)
        if bits == self.everything:
            return self.orders[order].keys(start, end)
        return self.orders[order].keys_among(bits, start, end)

    def _by_title(self) -> list[int]:
        """Return all keys in the database's order of the titles in the active language."""
        languages = tuple(languages_to_try())
        if languages not in self._titles:
            rows = self.record.initiatives().by_title().rewrite(False)
            self._titles[languages] = [*rows.values_list(rows.KEY, flat=True)]
        return self._titles[languages]

    def updated_to(
        self, record: "RecordAt", *, present: "BitsetIndex | None" = None
    ) -> "BitsetIndex | None":
        """Return the index of the same day at the record's version, None if too much changed.

        One query, and one more of the links if something changed. The index of an earlier day takes
        the links from that of the `present`, and asks nothing if that knows of no change.
        """
        rows: list[_Row] = []
        if present is None or present.changed_in_version > self.changed_in_version:
            changed = {"changed_in_version__gt": self.changed_in_version}
            rows = list(islice(_read(record, **changed), MOST_CHANGES + 1))
        if len(rows) > MOST_CHANGES:
            return None
        keys = [row.key for row in rows]
        links = list(linked(keys)) if present is None and rows else []
        new = BitsetIndex(record)
        new.trend, new.everything = self.trend, self.everything
        new.changed_in_version = self.changed_in_version
        new.orders = {name: order.copy() for name, order in self.orders.items()}
        new.bits = {name: {**values} for name, values in self.bits.items()}
        new._sources = None if rows else self._sources
        new._remove(keys)
        new._add(rows)
        new._link(links)
        if present is not None:
            new._share_links(present)
        self.trend.note(keys)  # last: all is read
        return new

    def _share_links(self, present: "BitsetIndex") -> None:
        """Take the links from the index of the present, but those that were revised since."""
        shared = {name: present.bits[name] for name in (*LINKS, *FOREIGN_KEYS)}
        then = links_then(self.record.earlier)
        if then:
            shared = {name: {**values} for name, values in shared.items()}
            self._unlink(then, shared)
        self.bits |= shared
        self._link(link for links in then.values() for link in links)
        self.changed_in_version = present.changed_in_version

    def _unlink(self, keys: Iterable[int], bits: Mapping[str, dict[ValueKey, int]]) -> None:
        gone = bitset_of(keys)
        for values in bits.values():
            for value, having in values.items():
                if having & gone:
                    values[value] = having & ~gone

    def _remove(self, keys: Iterable[int]) -> None:
        gone = bitset_of(keys)
        for key in keys_of(gone & self.everything):
            for order in self.orders.values():
                order.remove(key)
        self._unlink(keys, self.bits)
        self.everything &= ~gone

    def _add(self, rows: Iterable["_Row"]) -> None:
        having: dict[tuple[str, ValueKey], BitsetBuilder] = defaultdict(BitsetBuilder)
        public = BitsetBuilder()
        days: dict[str, dict[int, date | None]] = {"updated": {}, "due": {}}
        for row in rows:
            self.changed_in_version = max(self.changed_in_version, row.changed_in_version)
            if row.is_withdrawn:
                continue
            public.add(row.key)
            for dimension in COLUMNS:
                if (value := getattr(row, dimension)) is not None:
                    having[dimension, value].add(row.key)
            days["updated"][row.key] = row.updated_on
            days["due"][row.key] = row.due_latest
        for name, order in self.orders.items():
            if self.everything:
                for key, day in days[name].items():
                    order.insert(key, day)
            else:
                order.fill(days[name])
        self.everything |= public.bitset()
        self._merge(having)

    def _link(self, links: Iterable[Link]) -> None:
        having: dict[tuple[str, ValueKey], BitsetBuilder] = defaultdict(BitsetBuilder)
        for dimension, key, value in links:
            if value is not None:
                having[dimension, value].add(key)
        self._merge(having)

    def _merge(self, having: Mapping[tuple[str, ValueKey], BitsetBuilder]) -> None:
        for (dimension, value), builder in having.items():
            values = self.bits[dimension]
            values[value] = values.get(value, 0) | builder.bitset()


class _Indexes:
    """The indexes of this process: today's, and those of the earlier days that were made last.

    Each has a lock, so that nobody who asks for today waits for an earlier day to be read.
    """

    def __init__(self) -> None:
        self.present, self.earlier = _Shelf(most=1), _Shelf(most=MOST_EARLIER_DAYS)

    def clear(self) -> None:
        self.present.clear()
        self.earlier.clear()

    def get(self, record: "RecordAt") -> BitsetIndex:
        if record.until is None:
            return self.present.get(record, lambda: None)
        return self.earlier.get(record, lambda: self.get(record.present))


class _Shelf:
    """At most `most` indexes, by their day."""

    def __init__(self, *, most: int) -> None:
        self.most, self.lock = most, threading.Lock()
        self.by_day: dict[date | None, BitsetIndex] = {}

    def clear(self) -> None:
        with self.lock:
            self.by_day.clear()

    def get(self, record: "RecordAt", present: Callable[[], BitsetIndex | None]) -> BitsetIndex:
        """Return the index of a record; `present()` returns that of the present, or None."""
        known = self.by_day.get(record.as_of)
        if known is not None and _serves(known, record):
            return known
        with self.lock:
            known = self.by_day.get(record.as_of)
            if known is None or not _serves(known, record):
                known = _current(known, record, present())
            self.by_day[record.as_of] = known
            while len(self.by_day) > self.most:
                del self.by_day[next(iter(self.by_day))]
            return known


def _current(
    known: BitsetIndex | None, record: "RecordAt", present: BitsetIndex | None
) -> BitsetIndex:
    """Return the index of a record, from the one of its day that is `known`, if it can follow."""
    new = None
    if known is not None and _can_follow(known, record):
        new = known.updated_to(record, present=present)
    return new or _build(record, present=present)


_indexes = _Indexes()
on_forget(_indexes.clear)


def index_of(record: "RecordAt") -> BitsetIndex:
    """Return the index of a record.

    No query if the process has it at the record's data version; else one, and a second if an
    initiative changed; of an earlier day one more for that day.
    """
    return _indexes.get(record)


def _serves(index: BitsetIndex, record: "RecordAt") -> bool:
    """Whether an index is of the day and the version of a record.

    One of a later version serves too, if that was published while the request was under way; if the
    database has it no more, an older copy was restored.
    """
    if record.today != index.record.today:
        return False
    return index.version == record.version or (
        index.version > record.version and data_version() >= index.version
    )


def _can_follow(index: BitsetIndex, record: "RecordAt") -> bool:
    return index.record.today == record.today and index.changed_in_version <= record.version


class _Row(NamedTuple):
    key: int
    changed_in_version: int
    is_withdrawn: bool
    kind: str
    status: str
    evidence: str
    schedule: str
    plan: int | None
    updated_on: date
    due_latest: date | None


def _build(record: "RecordAt", *, present: BitsetIndex | None = None) -> BitsetIndex:
    index = BitsetIndex(record)
    index._add(_read(record))
    if present is None:
        index._link(linked())
    else:
        index._share_links(present)
    return index


def _read(record: "RecordAt", **conditions: object) -> Iterator[_Row]:
    """Yield the _Row of each public initiative that meets some conditions: one query.

    Those of today that were withdrawn are among them, so that an index can be told.
    """
    rows: Standings
    if record.until is None:
        rows = Initiative.objects.ever_published().filter(**conditions)
        rows = rows.annotate(is_withdrawn=Q(withdrawn_at__isnull=False))
    else:
        rows = record.initiatives(**conditions).annotate(is_withdrawn=Value(False))
    rows = rows.with_schedule(on=record.today).rewrite(False)
    columns = rows.KEY, f"{rows.LINK}changed_in_version", *_Row._fields[2:]
    return (_Row(*row) for row in rows.order_by().values_list(*columns).iterator())


def _sources_of(record: "RecordAt") -> dict[ValueKey, int]:
    """Return {source: bitset} of what published updates of a record cite: one query."""
    having: dict[int, BitsetBuilder] = defaultdict(BitsetBuilder)
    updates = record.updates().rewrite(False).order_by()
    cited = updates.values_list("references__citation__source", "initiative").distinct()
    for source, key in cited.iterator():
        if source is not None:
            having[source].add(key)
    return {source: builder.bitset() for source, builder in having.items()}
