from collections.abc import Iterable

from django.db import connection
from django.db.models import BigIntegerField, ExpressionWrapper, F, Q
from django.db.models.expressions import RawSQL
from django.db.models.lookups import In

FEW = 500
"""How many keys are named to the database one by one."""
SELECT_MANY = {
    "sqlite": "SELECT value FROM json_each(%s)",
    "postgresql": "SELECT unnest(%s::bigint[])",
}


def within(path: str, keys: Iterable[int]) -> Q:
    """Return the condition that the key at a path is one of `keys`, however many.

    Few are named one by one, and the database goes to each by its index. Many are one parameter,
    and are looked up for row after row: a query with an order and a limit can stop early.
    """
    keys = list(keys)
    if len(keys) <= FEW:
        return Q(**{f"{path}__in": keys})
    parameter = str(keys) if connection.vendor == "sqlite" else keys
    key = ExpressionWrapper(F(path) + 0, output_field=BigIntegerField())  # no index serves this
    many = RawSQL(SELECT_MANY[connection.vendor], [parameter])  # noqa: S611  # nosec B611  # constants
    return Q(In(key, many))


def is_key(value: object) -> bool:
    """Whether what somebody typed or sent can be the key of a row at all."""
    try:
        return 0 < int(str(value)) < 2**63
    except ValueError:
        return False
