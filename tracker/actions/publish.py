"""Publishing an update, and what follows from it for its initiative."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import Initiative, Source, StatusUpdate
from ..models.status_update import FUTURE
from ..models.translated import in_each_language
from ..rules.projection import effective_day, has_happened
from ..vocabulary import LedgerKind
from . import ledger
from .payloads import DESCRIBED, initiative_payload, payload_of, source_payload
from .projection import WORDING, update_projection
from .refusals import SelfApproval
from .rights import lock


@transaction.atomic
def publish(*, update, by, version=None, emergency_reason=""):
    """Make a draft update public: append it to the ledger and move its initiative's projection.

    What is published is the draft as the database has it, which `update` is made to show.
    `by` is the user who publishes, or None for the seeds; whether they may review it is asked
    before, by `review`. Raises Conflict if `version` is no longer current, SelfApproval if `by`
    wrote it and it is no emergency, ValidationError if it is public already, repeats another word
    for word, rests on no citation, lies in the future, or is the first one and speaks of a single
    country.
    """
    at = ledger.next_moment()
    initiative = Initiative.objects.select_for_update().get(pk=update.initiative_id)
    lock(update, version=version)
    _check(update, initiative)
    if by and by == update.created_by and not emergency_reason:
        raise SelfApproval
    for source in _new_sources(update):
        record_source(source, at=at)
        at = ledger.next_moment()
    if not initiative.published_at:
        record_initiative(initiative, at=at)
        at = ledger.next_moment()
    update.published_at, update.published_by = at, by
    update.emergency_reason = emergency_reason
    update.effective_on = effective_day(update.changed_on, after=_day_before(update))
    update.save(
        update_fields=[
            "published_at", "published_by", "emergency_reason", "effective_on",
        ]
    )  # fmt: skip
    if update.country_id:
        initiative.countries.add(update.country_id)
    record(update, at=at)
    update_projection(initiative=initiative, at=at)


def record(row, *, at):
    """Append the entry of a published row to the ledger."""
    kind, payload = payload_of(row)
    ledger.append(kind=kind, payload=payload, at=at)


def record_source(source, *, at):
    """Append the entry of what is said of a source, for everything that will rest on it."""
    described = {column: getattr(source, column) for column in DESCRIBED}
    ledger.append(kind=LedgerKind.SOURCE, payload=source_payload(source, described), at=at)
    source.recorded_at = at
    source.save(update_fields=["recorded_at"])


def record_initiative(initiative, *, at):
    """Append the entry of the wording with which an initiative is published."""
    wording = {column: getattr(initiative, column) for column in WORDING}
    payload = initiative_payload(initiative, wording)
    ledger.append(kind=LedgerKind.INITIATIVE, payload=payload, at=at)


def _new_sources(update):
    """Return the sources that this update is the first to make public, the oldest first."""
    cited = Source.objects.filter(citations__references__update=update, recorded_at__isnull=True)
    return cited.defer("text").order_by("pk").distinct()


def _check(update, initiative):
    if update.published_at:
        raise ValidationError(_("This update is already published."), code="published")
    if not update.references.exists():
        raise ValidationError(_("Nothing is published without a citation."), code="no_citation")
    if update.country_id and not initiative.published_at:
        raise ValidationError(
            _("The first update of an initiative speaks of all of it, not of one country."),
            code="first_of_country",
        )
    if not has_happened(update.changed_on, by=timezone.localdate()):
        raise ValidationError({"changed_on": FUTURE}, code="future")
    if _says_nothing_new(update):
        raise ValidationError(_("This very update is published already."), code="repeated")


def _day_before(update):
    """Return the latest day of effect that stands for the same initiative and country."""
    same_scope = StatusUpdate.objects.standing().filter(
        initiative=update.initiative_id, country=update.country_id
    )
    return same_scope.aggregate(day=Max("effective_on"))["day"]


def _says_nothing_new(update):
    """Whether a standing update says the same: a form that was sent twice."""
    columns = ["initiative", "country", "status", "evidence", "changed_on"]
    columns += in_each_language("sentence").values()
    same = {column: getattr(update, column) for column in columns}
    return StatusUpdate.objects.standing().filter(**same).exists()
