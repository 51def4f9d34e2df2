"""The version that a write was based on: whoever writes says what they had read."""

import hashlib

from django.db.models import Model

from ..vocabulary import Review
from .needed import ending, needed

LISTED = {"references": "citation_id", "aliases": "name"}
"""The rows that are written beside a row: {relation: column}."""


def version_of(row: Model) -> str:
    """Return a text that moves whenever the row, its links or its citations are written.

    Of what waits for a reviewer it moves with everything that becomes public along with it, too,
    and with the update that it ends, and what is to stand in its place.
    Left out are the columns in `NOT_VERSIONED`, which nobody types. One query a link.
    """
    parts = [_written(row)]
    if getattr(row, "stage", None) == Review.SUBMITTED:
        parts += [_written(one) for one in (*needed(row), *ending(row))]
    return hashlib.sha256("".join(parts).encode()).hexdigest()[:16]


def _written(row: Model) -> str:
    left = set(getattr(row, "NOT_VERSIONED", ()))
    names = {field.name for field in row._meta.concrete_fields}
    translated = {name for name in names if f"{name}_en" in names}  # one language at a time
    columns = [
        (field.name, getattr(row, field.attname))
        for field in row._meta.concrete_fields
        if field.name not in left | translated
    ]
    links = [
        (field.name, sorted(getattr(row, field.name).values_list("pk", flat=True)))
        for field in row._meta.many_to_many
        if row.pk
    ]
    for name, column in LISTED.items():
        if row.pk and hasattr(row, name):
            rows = getattr(row, name).all()  # may be prefetched
            links.append((name, sorted((one.pk, getattr(one, column)) for one in rows)))
    return repr((columns, links))
