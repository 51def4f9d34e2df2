"""Publishing an update, and what follows from it for its initiative."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from ..models import Initiative, StatusUpdate
from ..rules.projection import effective_day, has_happened
from ..vocabulary import LedgerKind
from . import ledger
from .projection import payloads, projected

FUTURE = _lazy("This date is in the future; an update tells what has happened.")


@transaction.atomic
def publish(*, update, by):
    """Make a draft update public: append it to the ledger and move its initiative's projection.

    What is published is the draft as the database has it, which `update` is made to show.
    `by` is the user who publishes, or None for the seeds. Raises ValidationError if it is public
    already, repeats another word for word, rests on no citation, lies in the future, or is the
    first one and speaks of a single country.
    """
    ledger.wait_for_other_writers()
    initiative = Initiative.objects.select_for_update().get(pk=update.initiative_id)
    StatusUpdate.objects.select_for_update().get(pk=update.pk)
    update.refresh_from_db()
    if update.published_at:
        raise ValidationError(_("This update is already published."), code="published")
    if not update.references.exists():
        raise ValidationError(_("Nothing is published without a citation."), code="no_citation")
    if update.country_id and not initiative.published_at:
        raise ValidationError(
            _("The first update of an initiative speaks of all of it, not of one country."),
            code="first_of_country",
        )
    today = timezone.localdate()
    if not has_happened(update.changed_on, by=today):
        raise ValidationError({"changed_on": FUTURE}, code="future")
    if _says_nothing_new(update):
        raise ValidationError(_("This very update is published already."), code="repeated")
    update.published_at, update.published_by = timezone.now(), by
    update.effective_on = effective_day(update.changed_on, after=_day_before(update))
    update.save(update_fields=["published_at", "published_by", "effective_on"])
    [(_pk, payload)] = payloads(StatusUpdate.objects.filter(pk=update.pk))
    if update.country_id:
        initiative.countries.add(update.country_id)
    ledger.append(kind=LedgerKind.UPDATE, payload=payload)
    project(initiative=initiative)


def _day_before(update):
    """Return the latest day of effect published so far for the same initiative and country."""
    same_scope = StatusUpdate.objects.published().filter(
        initiative=update.initiative_id, country=update.country_id
    )
    return same_scope.aggregate(day=Max("effective_on"))["day"]


def _says_nothing_new(update):
    """Whether a published update says the same: a form that was sent twice."""
    columns = ["initiative", "country", "status", "evidence", "changed_on"]
    columns += [f"sentence_{code}" for code, _name in settings.LANGUAGES]
    same = {column: getattr(update, column) for column in columns}
    return StatusUpdate.objects.published().filter(**same).exists()


@transaction.atomic
def project(*, initiative):
    """Write the columns of the initiative that follow from its published updates."""
    updates = initiative.updates.published().with_references().order_by("published_at", "pk")
    for column, value in projected(initiative, list(updates)).items():
        setattr(initiative, column, value)
    initiative.save(update_fields=Initiative.PROJECTED)
