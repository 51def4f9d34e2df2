"""Remembering what a function returned."""

from collections.abc import Callable
from functools import lru_cache


def remembered[**Arguments, Result](
    *, most: int
) -> Callable[[Callable[Arguments, Result]], Callable[Arguments, Result]]:
    """Keep the results of the `most` latest calls, as lru_cache does.

    A function under lru_cache takes anything that can be hashed, as far as mypy knows; this one
    keeps the types of its arguments.
    """

    def keep(function: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
        kept: Callable[..., Result] = lru_cache(maxsize=most)(function)
        return kept

    return keep
