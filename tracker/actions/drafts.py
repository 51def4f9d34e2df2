"""Drafting what is known to have changed, with the quote that it rests on."""

from django.db import transaction
from django.utils.text import slugify

from ..models import Citation, Reference, Source
from .refusals import NotAllowed
from .rights import check_record, lock


@transaction.atomic
def save_draft(*, update, quote, source, by, version=None):
    """Save a draft with the quote that it rests on, which takes the place of the one before.

    `update` is a StatusUpdate with its new values; `source` a Source, saved here if it is new. A
    quote that is already a citation of the source is used again. `version` is that of the draft
    that was read, None for a new one. Raises Conflict, NotAllowed, and ValidationError if the
    quote is not in the source; nothing is written then.
    """
    check_record(by, update.initiative)
    if update.pk:
        stored = type(update).objects.get(pk=update.pk)
        lock(stored, version=version)
        if stored.created_by not in (None, by) or stored.published_at or stored.submitted_at:
            raise NotAllowed
    if source.pk is None:
        source.slug = free_source_slug(source)
        source.full_clean()
        source.save()
    citation = cite(source=source, quote=quote)
    update.created_by = by
    update.full_clean()
    update.save()
    update.references.exclude(citation=citation).delete()
    Reference.objects.get_or_create(citation=citation, update=update)


def find_quote(source, quote):
    """Raise ValidationError, for the field `quote`, if the quote is not in the source."""
    Citation(source=source, quote=quote).clean_fields(exclude=["start", "end"])


def cite(*, source, quote, **details):
    """Return the citation of that quote, made if it is new. Raises ValidationError."""
    citation = Citation(source=source, quote=quote, **details)
    citation.clean_fields()
    known = Citation.objects.filter(source=source, start=citation.start, end=citation.end).first()
    if known:
        return known
    citation.full_clean()
    citation.save()
    return citation


def free_source_slug(source):
    """Return an address for a new source: publisher and date, numbered if it is taken."""
    base = slugify(f"{source.publisher} {source.published_on}".replace("/", "-"))[:70] or "source"
    slug, number = base, 1
    while Source.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{base}-{number}"
    return slug
