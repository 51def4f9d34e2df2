"""Nouns on their way to the public: a draft, and what is published along with what."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import (
    Alias,
    Citation,
    Country,
    Initiative,
    Reference,
    Revision,
    Source,
    StatusUpdate,
    User,
)
from ..models.needed import is_out, needed
from ..models.revision import target_name
from ..vocabulary import RevisedField
from .ledger import Publication

CITED = ("milestone", "plan", "event", "organization", "working_group", "country")
"""The nouns that are claims: none of them is published without a quote."""


def draft(*, row: Model, by: User) -> Revision:
    """Note who wrote a noun that is not public, and return the revision that will publish it.

    Whoever writes it last is its author. What waited for a reviewer is a draft again.
    """
    new = Revision.objects.new_of(row).first()
    new = new or Revision(field=RevisedField.NEW, **{target_name(type(row)): row})
    new.created_by, new.new, new.submitted_at = by, _name(row), None
    new.save()
    return new


def _name(row: Any) -> str:
    return str(getattr(row, "slug", "") or row.pk)


def is_named(row: Model) -> bool:
    """Whether anything else names a noun: a query for each relation."""
    for relation in row._meta.related_objects:
        rows: Any = relation.related_model._base_manager.filter(**{relation.field.name: row})
        if relation.related_model is Revision:
            rows = rows.exclude(field=RevisedField.NEW)
        own = (Alias, Reference) if not isinstance(row, Citation) else ()
        if relation.related_model not in own and rows.exists():
            return True
    return False


def authors_of(row: Model) -> set[User | None]:
    """Return who wrote a row, and the drafts that are published along with it."""
    authors = {getattr(row, "created_by", None), *map(author_of, needed(row))}
    if isinstance(row, StatusUpdate):  # its entry has its quotes: they need none of their own
        quotes = Revision.objects.filter(
            field=RevisedField.NEW, published_at=None, citation__references__update=row
        ).exclude(citation__in=Citation.objects.published().values("pk"))
        authors |= {new.created_by for new in quotes.select_related("created_by")}
    return authors


def author_of(row: Model) -> User | None:
    """Return who wrote a noun last while it was a draft, None if nobody is known to have."""
    new = Revision.objects.new_of(row).select_related("created_by").first()
    return new.created_by if new else None


def publish_needed(publication: Publication, row: Model) -> None:
    """Make public what is not yet and what a locked row names, each with an entry of its own.

    Who wrote the row is named as the author of what nobody is known to have written: it was typed
    for the row, or chosen. Raises ValidationError if one of them is a claim without a quote, or
    belongs to an initiative that is not public.
    """
    for one in needed(row):
        if not isinstance(one, Initiative) and not is_out(one):  # its first update does that
            publish_noun(publication, one, proposed_by=getattr(row, "created_by", None))


def publish_noun(publication: Publication, row: Any, *, proposed_by: User | None = None) -> None:
    """Make a noun public, with an entry of its own. Raises ValidationError, as `publish_needed`."""
    wrote = author_of(row) or proposed_by
    if isinstance(row, Source):
        publication.record_source(row, wrote=wrote)
    else:
        _check(row, by=publication.by)
        publication.record_noun(row, wrote=wrote)
    close(publication, row)


def close(publication: Publication, row: Model) -> None:
    """Note in the draft of a noun that it is public now, and by whom."""
    for new in Revision.objects.new_of(row):
        new.submitted_at = new.submitted_at or timezone.now()
        new.published_at = row_moment(row)
        is_own = publication.by == new.created_by  # in an emergency: its update says so
        new.published_by = None if is_own else publication.by
        new.returned_at = None
        new.save()


def row_moment(row: Any) -> Any:
    """Return when a noun became public."""
    return row.recorded_at if isinstance(row, Source) else row.published_at


def _check(row: Any, *, by: User | None) -> None:
    if isinstance(row, Citation):
        return
    name = target_name(type(row))
    is_claim = name in CITED and not (isinstance(row, Country) and by is None)
    if is_claim and not row.references.exists():
        message = _("“%(row)s” is not published without a citation.")
        raise ValidationError(message % {"row": row}, code="no_citation")
    if name == "milestone" and not row.initiative.published_at:
        message = _("“%(row)s” belongs to an initiative that is not public.")
        raise ValidationError(message % {"row": row}, code="hidden")
