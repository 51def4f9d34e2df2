"""Whether the public sees anything of a row."""

from django.db.models import Model

from .alias import TARGETS as NAMED
from .alias import Alias
from .user import User


def is_public(row: Model) -> bool:
    """Whether a saved row may be on public pages, as the database has it: one query at most."""
    if isinstance(row, User):
        return False
    if isinstance(row, Alias):
        row = next(one for name in NAMED if (one := getattr(row, name)))
    stored = type(row)._default_manager.filter(pk=row.pk)
    return stored.published().exists()
