class Selection:
    """Public initiatives found with the index, in an order: what a Paginator slices.

    `rows` is the queryset that the initiatives of a page are taken from: one query a page. It also
    fetches those whose keys are in `beside`, wherever they stand: `fetched_beside`.
    """

    def __init__(self, index, found, *, sort, rows, beside=()):
        self.index, self.found, self.sort, self.rows = index, found, sort, rows
        self.beside, self.fetched_beside = beside, []

    def count(self):
        return self.found.bit_count()

    def __getitem__(self, places):
        start, end, _step = places.indices(self.count())
        keys = self.index.page(self.found, self.sort, start, end)
        rows = self.rows.in_bulk({*keys, *self.beside})
        self.fetched_beside = [rows[key] for key in self.beside]
        return [rows[key] for key in keys]


class Counted:
    """A queryset whose number of rows is known already."""

    def __init__(self, rows, number):
        self.rows, self.number = rows, number

    def count(self):
        return self.number

    def __getitem__(self, places):
        return self.rows[places]
