"""How many initiatives match any choice of facets: counted in memory, whatever their number.

Each value of each facet has an integer whose bit `pk` says that this initiative has it: "and" of
two integers is a filter of two facets, and their bits are counted by the processor. A process makes
its index once a day from the database, and then reads what changed since: one query a page.
"""

import threading
from array import array
from bisect import bisect_left, insort
from collections import defaultdict
from datetime import date
from itertools import islice
from re import finditer
from typing import Any, NamedTuple

from django.db.models import Value

from ..models.initiative import Initiative
from ..models.status_update import StatusUpdate

COLUMNS = ("kind", "status", "evidence", "schedule", "plan", "parent", "announced_at")
LINKS = {
    "theme": "themes",
    "country": "countries",
    "working_group": "working_groups",
    "organization": "organizations",
    "event": "events",
}
FACETS = (*COLUMNS, *LINKS, "source")
SORTS = ("updated", "due")
MOST_COUNTS = 500
"""How many facets are kept with their counts: a reader looks through the pages of one filter."""
MOST_CHANGES = 500
"""If more changed, the index is made anew."""
_ONE = ord("1")
_KEY_BITS = 40
_LAST_KEY = (1 << _KEY_BITS) - 1
_TURNED = {"updated": _LAST_KEY, "due": 0}
"""What the key in a place is turned by: of two with news on a day, the last comes first."""
_LAST_DAY = date.max.toordinal()


class BitsetIndex:
    """The public initiatives as they stand on a day; an index never changes, a newer follows it.

    `everything` are the bits of all of them, `tallies` {(facet, value): {(kind, status): count}},
    with all of them under ("all", None). The values of the facets kind, status, evidence and
    schedule are texts, those of the others the keys of their rows. In `orders` every initiative has
    a place, a number of its day and its key, which `keys` has by its key. `made` is one object
    for all the indexes that follow from one.
    """

    def __init__(self, day):
        self.day = day
        self.changed_in_version, self.made, self.version = -1, object(), None
        self.everything = 0
        self.bits: dict[str, dict[Any, int]] = {facet: {} for facet in FACETS}
        self.tallies: dict[tuple, dict] = {}
        self._commonest: dict[str, set] = {}
        self._counts: dict[tuple, dict] = {}
        self.keys = {sort: array("Q") for sort in SORTS}
        self.orders = {sort: array("Q") for sort in SORTS}

    def select(self, chosen, *, among=None):
        """Return the bits of what has any of the values chosen of each facet.

        `chosen` is {facet: values}; `among` are bits to choose from, else everything.
        """
        found = self.everything if among is None else among
        for facet, values in chosen.items():
            found &= self._any_of(facet, values)
        return found

    def has(self, facet, value, key):
        """Whether an initiative has a value; of the facet "all", whether it is public."""
        bits = self.everything if facet == "all" else self.bits[facet].get(value, 0)
        return bool(bits >> key & 1)

    def having(self, facet, value):
        """Return the keys of what has a value."""
        return _set_bits(self.bits[facet].get(value, 0))

    def beside(self, facet, value, key, number):
        """Return the keys of those that have a value too, so many before a key and after it."""
        bits = self.bits[facet].get(value, 0)
        before, after = bits & (1 << key) - 1, bits >> key + 1
        found = []
        for _place in range(number):
            if before:
                found.append(before.bit_length() - 1)
                before ^= 1 << found[-1]
            if after:
                lowest = after & -after
                found.append(key + lowest.bit_length())
                after ^= lowest
        return sorted(found)

    def total(self, facet, value):
        """Return how many initiatives have a value."""
        return sum(self.tallies.get((facet, value), {}).values())

    def commonest(self, facet, number):
        """Return the values of a facet that most initiatives have, so many at most."""
        if facet not in self._commonest:
            values = self.bits[facet]
            by_total = sorted(values, key=lambda value: self.total(facet, value), reverse=True)
            self._commonest[facet] = set(by_total[:number])
        return self._commonest[facet]

    def counts(self, facet, values, chosen, *, among=None):
        """Return {value: how many have it} of a facet, under what is chosen of the others."""
        others = {name: values for name, values in chosen.items() if name != facet}
        if not others and among is None:
            return {value: self.total(facet, value) for value in values}
        if among is not None:
            return self._counted(facet, values, self.select(others, among=among))
        place = facet, *values, *((name, *keys) for name, keys in others.items())
        counts = self._counts.get(place)
        if counts is None:
            if len(self._counts) > MOST_COUNTS:
                self._counts.clear()
            counts = self._counts[place] = self._counted(facet, values, self.select(others))
        return counts

    def _counted(self, facet, values, found):
        having = self.bits[facet]
        return {value: (having.get(value, 0) & found).bit_count() for value in values}

    def page(self, found, sort, start, end):
        """Return the keys of the initiatives from place `start` to `end` of those found."""
        order = self.orders[sort]
        if found == self.everything:
            return [place & _LAST_KEY ^ _TURNED[sort] for place in order[start:end]]
        size = found.bit_count()
        if size * 10 <= end * len(order) / max(size, 1):  # few: cheaper to sort than to walk to
            keys = self.keys[sort]
            return sorted(_set_bits(found), key=keys.__getitem__)[start:end]
        return self._walk(found, sort, start, end)

    def _walk(self, found, sort, start, end):
        bits, keys, place = found.to_bytes(found.bit_length() // 8 + 1, "little"), [], 0
        beyond, turned = len(bits) * 8, _TURNED[sort]
        for at in self.orders[sort]:
            key = at & _LAST_KEY ^ turned
            if key < beyond and bits[key >> 3] >> (key & 7) & 1:
                place += 1
                if place > start:
                    keys.append(key)
                if place == end:
                    break
        return keys

    def _any_of(self, facet, values):
        found = 0
        for value in values:
            found |= self.bits[facet].get(value, 0)
        return found


def facet_index(*, today, version, anew=False):
    """Return the index of the record as it stands, or stood at a data version that was read before.

    No query if the version is the one of this process; else one, two if an initiative changed.
    """
    global _current  # the one of this process
    with _lock:
        if anew or known_index(today=today, version=version) is None:
            _current = _renewed(None if anew else _current, today) or _made(today)
            _current.version = version
        return _current


def known_index(*, today, version):
    """Return the index of a day and a data version if this process has it, else None."""
    current = _current
    is_known = current is not None and (current.day, current.version) == (today, version)
    return current if is_known else None


_current: BitsetIndex | None = None
_lock = threading.Lock()


class _Row(NamedTuple):
    key: int
    changed_in_version: int
    kind: str
    status: str
    evidence: str
    schedule: str
    plan: int | None
    parent: int | None
    announced_at: int | None
    updated_on: date
    due_latest: date | None


def _made(today):
    index = BitsetIndex(today)
    _add(index, _rows(today), linked())
    for sort, places in index.keys.items():
        index.orders[sort] = array("Q", sorted(filter(None, places)))
    return index


def _renewed(index, today):
    """Return the index that follows, None if it must be made anew."""
    if index is None or index.day != today:
        return None
    rows = list(
        islice(_rows(today, changed_in_version__gt=index.changed_in_version), MOST_CHANGES + 1)
    )
    if not rows:
        return index
    if len(rows) > MOST_CHANGES:
        return None
    keys = [row.key for row in rows]
    links = list(linked(keys))  # all is read before anything is changed
    new = BitsetIndex(today)
    new.__dict__ |= {
        "changed_in_version": index.changed_in_version, "made": index.made,
        "everything": index.everything,
        "bits": {facet: {**values} for facet, values in index.bits.items()},
        "tallies": {**index.tallies},
        "orders": {sort: order[:] for sort, order in index.orders.items()},
        "keys": index.keys,  # those of rows are changed in place, none ever goes
    }  # fmt: skip
    _remove(new, keys)
    _add(new, rows, links)
    for sort, order in new.orders.items():
        for key in keys:
            insort(order, new.keys[sort][key])
    return new


def _rows(today, **condition):
    rows = Initiative.objects.published().filter(**condition)
    rows = rows.with_schedule(on=today).rewrite(False)
    columns = [field if field != "key" else "pk" for field in _Row._fields]
    return (
        _Row(*row) for row in rows.order_by("changed_in_version").values_list(*columns).iterator()
    )


def linked(keys=None):
    """Return an iterator of (facet, initiative, value) of all initiatives, or of some: one query.

    The plan is left out: it is a column.
    """
    queries = []
    for facet, field in LINKS.items():
        through = getattr(Initiative, field).through
        rows = through.objects.all()
        column = Initiative._meta.get_field(field).m2m_reverse_field_name()
        queries.append((facet, rows, "initiative", column))
    announced = Initiative.objects.exclude(announced_at=None)
    cited = StatusUpdate.objects.published()
    queries += [
        ("event", announced, "pk", "announced_at"),
        ("source", cited, "initiative", "references__citation__source"),
    ]
    selected = []
    for facet, rows, initiative, value in queries:
        rows = rows if keys is None else rows.filter(**{f"{initiative}__in": keys})
        if initiative != "initiative" or facet == "source":
            rows = rows.rewrite(False).order_by()
        selected.append(rows.annotate(facet=Value(facet)).values_list("facet", initiative, value))
    return selected[0].union(*selected[1:]).iterator()


def _add(index, rows, links):
    having: dict[tuple, _Bits] = defaultdict(_Bits)
    public = _Bits()
    for row in rows:
        public.add(row.key)
        for facet in COLUMNS:
            if (value := getattr(row, facet)) is not None:
                having[facet, value].add(row.key)
        _place(index, "updated", row.key, _LAST_DAY - row.updated_on.toordinal())
        _place(index, "due", row.key, _ordinal(row.due_latest))
        index.changed_in_version = row.changed_in_version
    new = public.number()
    for facet, key, value in links:
        if value is not None:
            having[facet, value].add(key)
    for (facet, value), bits in having.items():
        known = index.bits[facet]
        known[value] = known.get(value, 0) | (bits.number() & new)
    index.everything |= new
    _count(index, having)


def _remove(index, keys):
    gone = bits_of(keys) & index.everything
    for sort, order in index.orders.items():
        for key in _set_bits(gone):
            del order[bisect_left(order, index.keys[sort][key])]
    hit = []
    for facet, values in index.bits.items():
        for value, bits in values.items():
            if bits & gone:
                values[value] = bits & ~gone
                hit.append((facet, value))
    index.everything &= ~gone
    _count(index, hit)


def _count(index, places):
    """Count the tallies of some values anew, and that of all."""
    standing = {
        (kind, status): kinds & statuses
        for kind, kinds in index.bits["kind"].items()
        for status, statuses in index.bits["status"].items()
    }
    for facet, value in (*places, ("all", None)):
        bits = index.everything if facet == "all" else index.bits[facet][value]
        counts = {both: (bits & having).bit_count() for both, having in standing.items()}
        index.tallies[facet, value] = {both: count for both, count in counts.items() if count}


class _Bits:
    """Bits that are set one by one, before they are a number."""

    def __init__(self):
        self.bytes = bytearray()

    def add(self, key):
        if key >> 3 >= len(self.bytes):
            self.bytes.extend(bytes((key >> 3) + 1 - len(self.bytes)))
        self.bytes[key >> 3] |= 1 << (key & 7)

    def number(self):
        return int.from_bytes(self.bytes, "little")


def _place(index, sort, key, day):
    """Set the place of a key: a number that sorts by the day, and then by the key."""
    places = index.keys[sort]
    if key >= len(places):
        places.extend([0] * (key + 1 - len(places)))
    places[key] = (day << _KEY_BITS) + (key ^ _TURNED[sort])


def _ordinal(day):
    return day.toordinal() if day else _LAST_DAY


def bits_of(keys):
    """Return the bits of some keys: fast where they are many."""
    keys = list(keys)
    digits = bytearray(b"0") * (max(keys, default=0) + 1)
    for key in keys:
        digits[key] = _ONE
    digits.reverse()
    return int(digits, 2)


def _set_bits(bits):
    """Return the numbers of the bits that are set, fast where they are few."""
    found = []
    text = bits.to_bytes(bits.bit_length() // 8 + 1, "little")
    for match in finditer(rb"[^\0]", text):
        at, byte = match.start() * 8, match.group()[0]
        found += [at + bit for bit in range(8) if byte >> bit & 1]
    return found
