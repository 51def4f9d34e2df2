"""Addresses that new rows get by themselves."""

from typing import Any

from django.db.models import Model

from ..rules.slugs import slug_of
from .source import Source
from .translated import FALLBACKS


def free_slug(row: Model) -> str:
    """Return a slug that no row of the model has: of its words, with a number if they are taken.

    It is of the first language that has a text, whoever reads; of a source it is of the publisher
    and the date. One query.
    """
    base = base_slug(row)
    rows = type(row)._default_manager.filter(slug__startswith=base)
    taken = {*rows.values_list("slug", flat=True)}
    slug, number = base, 1
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug


def base_slug(row: Model) -> str:
    """Return what the words of a row make of an address, taken or not."""
    return slug_of(_words(row)) or str(row._meta.model_name)


def _words(row: Any) -> str:
    if isinstance(row, Source):
        return f"{row.publisher} {row.published_on}"
    field = "title" if hasattr(row, "title") else "name"
    texts = (getattr(row, f"{field}_{code}") for code in FALLBACKS)
    return next(filter(None, texts), "")
