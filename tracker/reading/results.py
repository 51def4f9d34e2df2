"""The one way to read initiatives: what a query finds in the record at a moment."""

from collections.abc import Collection
from functools import cached_property
from typing import Any

from django.conf import settings
from django.core.paginator import Page, Paginator

from ..models.initiative import Initiative
from ..models.keys import within
from ..models.snapshot import Standings
from .bitset_index import Chosen
from .linked_rows import ValueKey
from .record_at import RecordAt
from .search import matching_bits


def find(query: Chosen, at: RecordAt, *, rows: Standings | None = None) -> "Results":
    """Return the Results of a query in a record `at` a moment.

    `rows` is what the initiatives of a page are fetched from: by default what a row of the list
    shows.
    """
    return Results(at, chosen=query, rows=rows)


class Results:
    """The public initiatives that are found, in an order: narrowed, counted and paged in memory.

    Each narrowing returns other Results. Nothing is fetched but the rows of a page, by one query.
    """

    model = Initiative
    """What a FilterSet asks of a queryset."""

    def __init__(
        self,
        at: RecordAt,
        *,
        chosen: Chosen,
        words: str = "",
        order: str = "updated",
        rows: Standings | None = None,
    ) -> None:
        self.at, self.chosen, self.words, self.order = at, chosen, words, order
        self.rows = _rows_of(at) if rows is None else rows

    def all(self) -> "Results":
        return self

    def having(self, dimension: str, keys: Collection[ValueKey]) -> "Results":
        """Keep what has any of the keys of a dimension."""
        return self._but(chosen={**self.chosen, dimension: keys})

    def matching(self, words: str) -> "Results":
        """Keep what has every one of some words, in its texts or the names of what it links to."""
        return self._but(words=words)

    def in_order(self, order: str) -> "Results":
        """Put it in the order "updated" (the latest news first), "due" or "title"."""
        return self._but(order=order)

    def without(self, name: str) -> "Results":
        """Return what would be found without a dimension, or without the words if it is "q"."""
        if name == "q":
            return self._but(words="")
        return self._but(chosen={key: value for key, value in self.chosen.items() if key != name})

    def _but(self, **other: Any) -> "Results":
        same: dict[str, Any] = {
            "chosen": self.chosen,
            "words": self.words,
            "order": self.order,
            "rows": self.rows,
        }
        return Results(self.at, **{**same, **other})

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is asked for besides the order."""
        return bool(self.chosen or self.words)

    @cached_property
    def bits(self) -> int:
        """The bitset of what is found: no query, but for words that nobody asked for before."""
        return self.at.index.select(self.chosen, among=self._matching)

    @cached_property
    def _matching(self) -> int | None:
        return matching_bits(self.words, self.at) if self.words else None

    @property
    def count(self) -> int:
        return self.bits.bit_count()

    def __len__(self) -> int:
        return self.count

    def keys(self, start: int = 0, end: int | None = None) -> list[int]:
        """Return the keys of the initiatives from place `start` to `end`."""
        end = self.count if end is None else end
        return self.at.index.keys_in_order(self.bits, self.order, start, end)

    def __getitem__(self, places: slice) -> list[Any]:
        """Return the initiatives of a slice: one query."""
        start, end, _step = places.indices(self.count)
        return self._fetched(self.keys(start, end))[0]

    def page(self, number: int | str, *, beside: Collection[int] = ()) -> "ResultPage":
        """Return a page of the list: one query. Raises django.core.paginator.InvalidPage.

        `beside` are keys of initiatives that are fetched with it: they are `beside` the page.
        """
        listing: Any = self  # a Paginator asks for its length, and for slices
        paginator = Paginator(listing, settings.PAGE_SIZE)
        number = paginator.validate_number(number)
        start = (number - 1) * settings.PAGE_SIZE
        rows, others = self._fetched(self.keys(start, start + settings.PAGE_SIZE), beside)
        page = ResultPage(rows, number, paginator)
        page.beside = others
        return page

    def _fetched(self, *lists_of_keys: Collection[int]) -> list[list[Any]]:
        """Return for each list of keys the initiatives, as whole as `rows` has them."""
        keys = {key for keys in lists_of_keys for key in keys}
        found = {row.key: row for row in self.rows.filter(within(self.rows.KEY, keys)).order_by()}
        return [[found[key] for key in keys if key in found] for keys in lists_of_keys]

    def queryset(self) -> Standings:
        """Return everything that is found as a queryset in the order: for downloads."""
        rows = self.rows
        if self.is_narrowed:
            rows = rows.filter(within(rows.KEY, self.keys()))
        return rows.in_order(self.order)

    def facet(self, dimension: str, keys: Collection[ValueKey]) -> dict[ValueKey, int]:
        """Return how many would be found with each key, under what else is chosen."""
        return self.at.index.counts(dimension, keys, self.chosen, among=self._matching)

    def values_found(self, dimension: str) -> list[ValueKey]:
        """Return the keys of a dimension that anything found has."""
        values = self.at.index.values(dimension)
        return [key for key, bits in values.items() if bits & self.bits]

    def commonest(self, dimension: str, number: int) -> set[ValueKey]:
        """Return the keys of a dimension that most public initiatives have, so many at most."""
        return self.at.index.commonest(dimension, number)


def _rows_of(at: RecordAt) -> Any:
    """Return what a row of a list shows; of an earlier day whole rows, which are taken back."""
    rows = at.initiatives().with_schedule(on=at.today)
    return rows.for_rows() if at.until is None else rows.for_list()


class ResultPage(Page):
    """A page of Results, and the initiatives that were fetched with it."""

    beside: list[Any]
