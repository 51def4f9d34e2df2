"""Rows as they were at an earlier moment: a queryset hands what it fetched to who knows that."""

from collections.abc import Callable, Iterable
from typing import Any, Self

from django.db import models


class AsItWasQuerySet(models.QuerySet):
    """After its rows, and all that is fetched with them, are there, a function may change them."""

    _take_back: Callable[[Iterable[Any]], None] | None = None

    def as_it_was(self, take_back: Callable[[Iterable[Any]], None]) -> Self:
        """Let `take_back` change the instances that it fetches; rows of values stay as they are."""
        rows = self._chain()  # type: ignore[attr-defined]
        rows._take_back = take_back
        return rows

    def _clone(self):
        clone = super()._clone()  # type: ignore[misc]
        clone._take_back = self._take_back
        return clone

    def _fetch_all(self):
        is_new = self._result_cache is None
        super()._fetch_all()
        if is_new and self._take_back:
            self._take_back(
                row for row in self._result_cache or () if isinstance(row, models.Model)
            )
