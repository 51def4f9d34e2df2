"""Whether the public sees anything of a row."""

from django.db.models import Model

from .citation import Citation
from .initiative import Initiative
from .milestone import Milestone
from .source import Source
from .status_update import StatusUpdate
from .user import User

UNTIL_PUBLISHED = (Initiative, StatusUpdate, Source, Citation)


def is_public(row: Model) -> bool:
    """Whether a saved row may be on public pages, as the database has it: one query at most.

    Of what is named beside others (a body as that of a speaker, another name of a state) it is not
    asked where: it always may.
    """
    if isinstance(row, User):
        return False
    stored = type(row)._default_manager.filter(pk=row.pk)
    if isinstance(row, Milestone):
        return stored.filter(initiative__published_at__isnull=False).exists()
    if isinstance(row, UNTIL_PUBLISHED):
        return stored.published().exists()
    return True
