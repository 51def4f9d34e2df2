"""Publishing an update, and what follows from it for its initiative."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import Count, Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import Initiative, Source, StatusUpdate, User
from ..models.status_update import FUTURE
from ..models.translated import in_each_language
from ..rules.projection import effective_day, has_happened
from . import ledger
from .ledger import Publication
from .refusals import SelfApproval
from .rights import lock


def publish(
    *, update: StatusUpdate, by: User | None, version: str | None = None, emergency_reason: str = ""
) -> StatusUpdate:
    """Make a draft update public, as the database has it, and return it.

    `by` is who publishes, None for the seeds; whether they may review it is asked
    before, by `review`. Raises Conflict if `version` is no longer current, and what
    `publish_locked` raises.
    """
    with ledger.publication(by=by) as publication:
        locked = lock(update, version=version)
        publish_locked(publication, locked, emergency_reason=emergency_reason)
    return locked


def publish_locked(
    publication: Publication, update: StatusUpdate, *, emergency_reason: str = ""
) -> None:
    """Append a locked draft to the ledger and move its initiative's projection.

    Raises SelfApproval if its author publishes it and it is no emergency; ValidationError if it is
    public already, repeats another word for word, rests on no citation, lies in the future, or is
    the first one and speaks of a single country.
    """
    initiative, by = update.initiative, publication.by
    latest, repeated = _standing_of_same_scope(update)
    _check(update, initiative, repeated)
    if by and by == update.created_by and not emergency_reason:
        raise SelfApproval
    for source in _new_sources(update):
        publication.record_source(source)
    if not initiative.published_at:
        publication.record_initiative(initiative)
    update.published_at, update.published_by = publication.at, by
    update.emergency_reason = emergency_reason
    update.effective_on = effective_day(update.changed_on, after=latest)
    update.save(
        update_fields=[
            "published_at", "published_by", "emergency_reason", "effective_on",
        ]
    )  # fmt: skip
    if update.country_id:
        initiative.countries.add(update.country_id)
    publication.record(update)
    publication.project(initiative)


def _new_sources(update: StatusUpdate) -> list[Source]:
    """Return the sources that this update is the first to make public, the oldest first."""
    sources = {reference.citation.source for reference in update.references.all()}
    unsaid = (source for source in sources if not source.recorded_at)
    return sorted(unsaid, key=lambda source: source.pk)


def _check(update: StatusUpdate, initiative: Initiative, repeated: bool) -> None:
    if update.published_at:
        raise ValidationError(_("This update is already published."), code="published")
    if not update.references.all():
        raise ValidationError(_("Nothing is published without a citation."), code="no_citation")
    if update.country_id and not initiative.published_at:
        raise ValidationError(
            _("The first update of an initiative speaks of all of it, not of one country."),
            code="first_of_country",
        )
    if not has_happened(update.changed_on, by=timezone.localdate()):
        raise ValidationError({"changed_on": FUTURE}, code="future")
    if repeated:
        raise ValidationError(_("This very update is published already."), code="repeated")


def _standing_of_same_scope(update: StatusUpdate) -> tuple[date | None, bool]:
    """Return (latest day of effect, whether one says the same) of what stands already.

    It is asked of the same initiative and country. The same word for word: a form sent twice.
    """
    columns = ["status", "evidence", "changed_on", *in_each_language("sentence").values()]
    same = Q(**{column: getattr(update, column) for column in columns})
    found = StatusUpdate.objects.standing().filter(
        initiative=update.initiative_id, country=update.country_id
    )
    counts = found.aggregate(latest=Max("effective_on"), same=Count("pk", filter=same))
    return counts["latest"], bool(counts["same"])
