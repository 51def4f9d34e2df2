"""Publishing an update, and what follows from it for its initiative."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import Count, Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import Initiative, Revision, StatusUpdate, User
from ..models.record_fields import text_of
from ..models.status_update import FUTURE
from ..models.translated import in_each_language
from ..rules.projection import effective_day, has_happened
from ..vocabulary import RevisedField
from . import ledger
from .ledger import Publication
from .nouns import author_of, close, publish_needed
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
    if by and not initiative.published_at:
        check_deadline(initiative)
    if by and by == update.created_by and not emergency_reason:
        raise SelfApproval
    publish_needed(publication, update)
    is_new = not initiative.published_at
    if is_new:
        wrote = author_of(initiative) or update.created_by
        publication.record_initiative(initiative, wrote=wrote)
    update.published_at, update.published_by = publication.at, by
    update.emergency_reason = emergency_reason
    update.effective_on = effective_day(update.changed_on, after=latest)
    update.save(
        update_fields=[
            "published_at", "published_by", "emergency_reason", "effective_on",
        ]
    )  # fmt: skip
    publication.record(update)
    publication.project(initiative)
    if is_new:
        close(publication, initiative)
    _link_country(publication, update)


def _link_country(publication: Publication, update: StatusUpdate) -> None:
    """Let the initiative name the country of which an update speaks, by a revision of its own."""
    initiative = update.initiative
    if not update.country or initiative.countries.filter(pk=update.country.pk).exists():
        return
    old = text_of(initiative, RevisedField.COUNTRIES)
    new = " ".join(sorted([*old.split(), update.country.slug]))
    revision = Revision.objects.create(
        initiative=initiative, field=RevisedField.COUNTRIES, old=old, new=new,
        created_by=update.created_by, submission=update.submission,
    )  # fmt: skip
    revision.published_at, revision.published_by = publication.at, update.published_by
    if update.emergency_reason:
        revision.published_by = None
    revision.save()
    initiative.countries.add(update.country)
    publication.record(revision)
    publication.project(initiative)


def _check(update: StatusUpdate, initiative: Initiative, repeated: bool) -> None:
    if update.published_at:
        raise ValidationError(_("This update is already published."), code="published")
    if not update.references.all():
        raise ValidationError(_("Nothing is published without a citation."), code="no_citation")
    if update.country_id and (initiative.withdrawn_at or not initiative.published_at):
        raise ValidationError(
            _("The first update of an initiative speaks of all of it, not of one country."),
            code="first_of_country",
        )
    if not has_happened(update.changed_on, by=timezone.localdate()):
        raise ValidationError({"changed_on": FUTURE}, code="future")
    if initiative.parent and not initiative.parent.published_at:
        message = _("“%(row)s” is not public yet.")
        raise ValidationError(message % {"row": initiative.parent}, code="hidden")
    if repeated:
        raise ValidationError(_("This very update is published already."), code="repeated")


def check_deadline(initiative: Initiative) -> None:
    """Refuse a first deadline that rests on no quote of its own."""
    if initiative.original_due and not initiative.references.exists():
        raise ValidationError(
            _("Its deadline rests on no quote: enter the one in which it stands, in data entry."),
            code="no_citation",
        )


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
