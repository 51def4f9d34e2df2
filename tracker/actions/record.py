"""Recording what is known to have changed."""

from django.db import transaction
from django.utils.text import slugify

from ..models import Citation, Reference, Source
from . import ledger
from .publish import publish


@transaction.atomic
def record_update(*, update, quote, source, by):
    """Save an update with the quote that it rests on, and publish it.

    `update` is an unsaved StatusUpdate; `source` a Source, saved here if it is new. A quote that is
    already a citation of the source is used again. Raises ValidationError if the quote is not in
    the source; nothing is written then.
    """
    ledger.wait_for_other_writers()
    if source.pk is None:
        source.slug = free_source_slug(source)
        source.full_clean()
        source.save()
    citation = cite(source=source, quote=quote)
    update.created_by = by
    update.save()
    Reference.objects.create(citation=citation, update=update)
    publish(update=update, by=by)


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
