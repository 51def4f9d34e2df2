"""Rewording what is public: a proposal, and the second person who publishes it."""

from copy import copy

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import Citation, Initiative, Revision, StatusUpdate
from ..models.revision import revisable_columns, target_name, texts_now
from . import ledger, notes
from .projection import update_projection
from .publish import record
from .refusals import Conflict, NotAllowed
from .review import check_waiting
from .rights import check_review, lock


@transaction.atomic
def propose(*, row, changes, reason, by, version):
    """Submit a revision for every column whose text differs, and return them.

    `changes` are {column: new text}. Raises Conflict, NotAllowed; ValidationError if nothing
    differs, there is no reason, or the row would not be valid.
    """
    lock(row, version=version)
    if not by.has_perm("tracker.add_revision"):
        raise NotAllowed
    columns, now = revisable_columns(row), texts_now(row)
    wanted = {name: new for name, new in changes.items() if now[name] != new}
    if not wanted:
        raise ValidationError(_("Nothing differs from what is published."), code="same")
    if not reason.strip():
        raise ValidationError({"reason": _("Say why it is changed.")})
    waiting = Revision.objects.submitted().filter(**{target_name(row): row})
    for name, new in wanted.items():
        field, language = columns[name]
        if waiting.filter(field=field, language=language).exists():
            raise ValidationError({name: _("A revision of this waits for review already.")})
        if new or not language:
            _check_text(row, name, field, new)
    _check_required(row, wanted)
    revisions = [
        Revision.objects.create(
            **{target_name(row): row}, field=columns[name][0], language=columns[name][1],
            old=now[name], new=new, reason=reason, created_by=by,
            submitted_at=timezone.now(),
        )
        for name, new in wanted.items()
    ]  # fmt: skip
    for revision in revisions:
        notes.submitted(revision)
    return revisions


@transaction.atomic
def approve_revision(*, revision, by, version):
    """Publish a revision: append it to the ledger and change the row.

    Raises Conflict if the revision, or the text that it was based on, was changed meanwhile;
    NotAllowed; ValidationError if a name would be left in no language.
    """
    at = ledger.next_moment()
    lock(revision, version=version)
    check_waiting(revision)
    check_review(by, revision, authors=[revision.created_by])
    row = type(revision.target).objects.select_for_update().get(pk=revision.target.pk)
    if texts_now(row)[revision.column] != revision.old:
        raise Conflict
    _check_required(row, {revision.column: revision.new})
    revision.published_at, revision.published_by = at, by
    revision.save(update_fields=["published_at", "published_by"])
    record(revision, at=at)
    if isinstance(row, StatusUpdate):
        update_projection(initiative=row.initiative, at=at)
    elif not isinstance(row, Citation):
        _write(row, revision, at)
    notes.published(revision)


def _write(row, revision, at):
    setattr(row, revision.column, revision.new)
    if isinstance(row, Initiative):
        if revision.field != "due":
            columns = revisable_columns(row)
            texts = [name for name, (field, _code) in columns.items() if field == revision.field]
            row.save(update_fields=[revision.field, *texts])  # not one alone: modeltranslation
        update_projection(initiative=row, at=at)
    else:
        row.save()


def _check_text(row, column, field, text):
    try:
        row._meta.get_field(field).clean(text, row)
    except ValidationError as error:
        raise ValidationError({column: error.messages}) from None


def _check_required(row, changes):
    """Refuse changes that leave a text which must be there in no language of the site."""
    columns = revisable_columns(row)
    after = copy(row)
    for name, new in changes.items():
        setattr(after, name, new)
    for name in changes:
        field, _language = columns[name]
        if not getattr(after, field) and not row._meta.get_field(field).blank:
            raise ValidationError({name: _("It must be there in one language at least.")})
