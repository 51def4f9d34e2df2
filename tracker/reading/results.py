from functools import cached_property


class Selection:
    """Public initiatives found with the index, in an order: what a Paginator slices.

    `rows` is the queryset that the initiatives of a page are taken from; those whose keys are in
    `beside` are fetched with them, wherever they stand.
    """

    def __init__(self, index, found, *, sort, rows, beside=()):
        self.index, self.found, self.sort, self.rows = index, found, sort, rows
        self.beside = beside

    def count(self):
        return self.found.bit_count()

    def __getitem__(self, places):
        start, end, _step = places.indices(self.count())
        return Slice(self.index.page(self.found, self.sort, start, end), self.rows, self.beside)


class Slice:
    """The `keys` of the initiatives of a page; they are fetched by one query if asked for."""

    def __init__(self, keys, rows, beside):
        self.keys, self._rows, self._beside = keys, rows, beside

    def __len__(self):
        return len(self.keys)

    def __iter__(self):
        return (self._fetched[key] for key in self.keys)

    @property
    def beside(self):
        """Those that are fetched with them."""
        return [self._fetched[key] for key in self._beside]

    @cached_property
    def _fetched(self):
        return self._rows.in_bulk({*self.keys, *self._beside})

    def values(self, keys, *columns):
        """Return (key, *columns) of some of them by one query: faster than whole initiatives."""
        return self._rows.filter(pk__in=keys).order_by().values_list("pk", *columns)


class Counted:
    """A queryset whose number of rows is known already."""

    def __init__(self, rows, number):
        self.rows, self.number = rows, number

    def count(self):
        return self.number

    def __getitem__(self, places):
        return self.rows[places]
