"""Publishing an update, and what follows from it for its initiative."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import Initiative, StatusUpdate
from ..models.translated import in_every_language
from ..rules.folding import fold
from ..rules.projection import Change, latest_change, latest_day
from ..vocabulary import LedgerKind
from . import ledger


@transaction.atomic
def publish(*, update, by):
    """Make a draft update public: append it to the ledger and move its initiative's projection.

    `by` is the user who publishes, or None for the seeds. Raises ValidationError if it is public
    already, repeats another word for word, rests on no citation, or is the first one and speaks of
    a single country.
    """
    initiative = Initiative.objects.select_for_update().get(pk=update.initiative_id)
    references = list(update.references.for_quotes())
    if update.published_at:
        raise ValidationError(_("This update is already published."), code="published")
    if not references:
        raise ValidationError(_("Nothing is published without a citation."), code="no_citation")
    if update.country_id and not initiative.published_at:
        raise ValidationError(
            _("The first update of an initiative speaks of all of it, not of one country."),
            code="first_of_country",
        )
    if _says_nothing_new(update):
        raise ValidationError(_("This very update is published already."), code="repeated")
    update.published_at = timezone.now()
    update.save(update_fields=["published_at"])
    ledger.append(kind=LedgerKind.UPDATE, payload=_payload(update, initiative, references, by))
    project(initiative=initiative)


def _says_nothing_new(update):
    """Whether a published update says the same: a form that was sent twice."""
    columns = ["initiative", "country", "status", "evidence", "changed_on"]
    columns += [f"sentence_{code}" for code, _name in settings.LANGUAGES]
    same = {column: getattr(update, column) for column in columns}
    return StatusUpdate.objects.published().filter(**same).exists()


@transaction.atomic
def project(*, initiative):
    """Write the columns of the initiative that follow from its published updates."""
    updates = list(initiative.updates.published().with_references().order_by("published_at", "pk"))
    changes = [
        Change(update.status, update.evidence, update.changed_on, update.country_id, order)
        for order, update in enumerate(updates)
    ]
    latest = latest_change(changes)
    if latest is None:
        return
    initiative.status, initiative.evidence = latest.status, latest.evidence
    initiative.changed_on, initiative.updated_on = latest.changed_on, latest_day(changes)
    initiative.published_at = updates[0].published_at
    initiative.due = initiative.original_due
    initiative.search_text = _search_text(initiative, updates)
    initiative.save()


def _search_text(initiative, updates):
    texts = [
        *in_every_language(initiative, "title").values(),
        *in_every_language(initiative, "summary").values(),
    ]
    for update in updates:
        texts += in_every_language(update, "sentence").values()
        texts += (reference.citation.quote for reference in update.references.all())
    return fold("\n".join(dict.fromkeys(texts)))


def _payload(update, initiative, references, by):
    return {
        "update": update.pk,
        "initiative": initiative.slug,
        "country": update.country.slug if update.country else None,
        "status": update.status,
        "evidence": update.evidence,
        "changed_on": update.changed_on,
        "sentence": in_every_language(update, "sentence"),
        "published_by": by.pk if by else None,
        "citations": [
            {
                "quote": reference.citation.quote,
                "start": reference.citation.start,
                "source": reference.citation.source.slug,
                "sha256": reference.citation.source.sha256,
            }
            for reference in references
        ],
    }
