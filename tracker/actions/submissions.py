"""What one person proposed at once: approved row by row, or all of it."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ..models import Revision, StatusUpdate, User
from . import ledger, review, revise
from .ledger import Publication
from .rights import Reviewed, lock


def approve(*, row: Reviewed, by: User, version: str | None) -> Reviewed:
    """Publish what waits for a reviewer, and what it needs; return it as it is then.

    Raises Conflict if any of it was changed meanwhile; NotAllowed; ValidationError, as
    `publish_locked` and `revise.approve_locked`.
    """
    with ledger.publication(by=by) as publication:
        return _approve(publication, row, by=by, version=version)


def approve_all(*, rows: Iterable[tuple[Reviewed, str]], by: User) -> None:
    """Publish rows, each of the version that was read: all of them, or none.

    Raises what `approve` raises; ValidationError if there are none.
    """
    rows = [*rows]
    if not rows:
        raise ValidationError(_("This does not wait for review any more."), code="not_waiting")
    with ledger.publication(by=by) as publication:
        for row, version in rows:  # before the first of them publishes what the others need
            lock(row, version=version)
        for row, _version in rows:
            _approve(publication, row, by=by, version=None)


def _approve(publication: Publication, row: Reviewed, *, by: User, version: str | None) -> Reviewed:
    locked: Reviewed = lock(row, version=version)
    publication.submission = locked.submission
    if isinstance(locked, StatusUpdate):
        review.approve_locked(publication, locked, by=by)
    else:
        assert isinstance(locked, Revision)
        revise.approve_locked(publication, locked, by=by)
    return locked
