"""Drafting what is known to have changed, with the quote that it rests on."""

from typing import Any

from django.db import IntegrityError, transaction

from ..models import Citation, Reference, Source, StatusUpdate, User
from ..models.slugs import base_slug, free_slug
from .nouns import draft
from .review import hand_in
from .rights import check_record, lock
from .steps import check_step


@transaction.atomic
def save_draft(
    *,
    update: StatusUpdate,
    quote: str,
    source: Source,
    by: User,
    version: str | None = None,
    is_submitted: bool = False,
) -> StatusUpdate:
    """Save a draft with the quote that it rests on in the place of the one before, and return it.

    `update` has its new values; `source` is saved here if it is new. A quote that is already a
    citation of the source is used again. `version` is that of the draft
    that was read, None for a new one. With `is_submitted` it is handed to the reviewers at once.
    Raises Conflict, NotAllowed, and ValidationError if the quote is not in the source, or a field
    is wrong; nothing is written then.
    """
    stored = lock(update, version=version) if update.pk else None
    if stored:
        check_step("edit", by, stored)
    if not stored or stored.initiative_id != update.initiative_id:
        check_record(by, update.initiative)
    if source.pk is None:
        archive(source)
        draft(row=source, by=by)
    citation = cite(source=source, quote=quote)
    update.created_by = by
    update.full_clean(exclude=["initiative", "created_by"], validate_constraints=False)
    update.save()
    _rest_on(update, citation, is_new=not stored)
    return hand_in(update, by) if is_submitted else update


def _rest_on(update: StatusUpdate, citation: Citation, *, is_new: bool) -> None:
    """Make the citation the only one of a draft."""
    if not is_new:
        update.references.exclude(citation=citation).delete()
    if is_new or not update.references.filter(citation=citation).exists():
        Reference.objects.create(citation=citation, update=update)


def find_quote(source: Source, quote: str) -> None:
    """Raise ValidationError, for the field `quote`, if the quote is not in the source."""
    Citation(source=source, quote=quote).clean_fields(exclude=["source", "start", "end"])


def cite(*, source: Source, quote: str, **details: Any) -> Citation:
    """Return the citation of that quote in a saved source, made if it is new: two queries.

    Raises ValidationError.
    """
    citation = Citation(source=source, quote=quote, **details)
    citation.clean_fields(exclude=["source"])  # it is saved
    span = {"source": source, "start": citation.start, "end": citation.end}
    found, _is_new = Citation.objects.get_or_create(
        **span, defaults={"quote": citation.quote, **details}
    )
    return found


MOST_TRIES = 3


def archive(source: Source) -> None:
    """Save a new source at a free address, also if somebody takes that at the same moment.

    Raises ValidationError if a field is wrong, or the text is archived already.
    """
    for tries_left in reversed(range(MOST_TRIES)):
        source.slug = free_source_slug(source, is_crowded=tries_left < MOST_TRIES - 1)
        source.full_clean(exclude=["slug"], validate_constraints=False)  # the database does
        try:
            with transaction.atomic():
                source.save()
            return
        except IntegrityError:  # taken meanwhile, or archived: ask again
            source.pk = None
            if not tries_left:
                raise


def free_source_slug(source: Source, *, is_crowded: bool = False) -> str:
    """Return an address for a new source: publisher and date, numbered if it is taken.

    Where it is crowded others take the next number at this moment: then a part of the digest of
    its text, which nobody else has, stands for the number.
    """
    return f"{base_slug(source)}-{source.sha256[:8]}" if is_crowded else free_slug(source)
