"""Rewording what is public: a proposal, and the second person who publishes it."""

from collections.abc import Mapping
from copy import copy

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Field
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import ActionPlan, Citation, Initiative, Revision, Source, StatusUpdate, User
from ..models.revision import revisable_columns, target_name, texts_now
from . import ledger, notes
from .ledger import Publication
from .refusals import Conflict, NotAllowed
from .rights import lock
from .steps import check_step

type Revisable = ActionPlan | Citation | Initiative | Source | StatusUpdate
"""What `models.revision.TARGETS` names."""


@transaction.atomic
def propose(
    *, row: Revisable, changes: Mapping[str, str], reason: str, by: User, version: str | None
) -> list[Revision]:
    """Submit a revision for every column whose text differs, and return them.

    `changes` are {column: new text}. Raises Conflict, NotAllowed; ValidationError if nothing
    differs, there is no reason, or the row would not be valid.
    """
    row = lock(row, version=version)
    if not by.has_perm("tracker.add_revision"):
        raise NotAllowed
    columns, now = revisable_columns(row), texts_now(row)
    wanted = {name: new for name, new in changes.items() if now[name] != new}
    if not wanted:
        raise ValidationError(_("Nothing differs from what is published."), code="same")
    if not reason.strip():
        raise ValidationError({"reason": _("Say why it is changed.")})
    target = {target_name(type(row)): row}
    waiting = Revision.objects.submitted().filter(**target)
    for name, new in wanted.items():
        field, language = columns[name]
        if waiting.filter(field=field, language=language).exists():
            raise ValidationError({name: _("A revision of this waits for review already.")})
        if new or not language:
            _check_text(row, name, field, new)
    _check_required(row, wanted)
    revisions = [
        Revision.objects.create(
            **target, field=columns[name][0], language=columns[name][1],
            old=now[name], new=new, reason=reason, created_by=by,
            submitted_at=timezone.now(),
        )
        for name, new in wanted.items()
    ]  # fmt: skip
    for revision in revisions:
        notes.submitted(revision)
    return revisions


def approve_revision(*, revision: Revision, by: User, version: str | None) -> Revision:
    """Publish a revision, append it to the ledger and change the row; return the revision.

    Raises Conflict if the revision, or the text that it was based on, was changed meanwhile;
    NotAllowed; ValidationError if a name would be left in no language.
    """
    with ledger.publication(by=by) as publication:
        locked = lock(revision, version=version)
        check_step("approve", by, locked)
        row = locked.initiative or lock(locked.target)
        if texts_now(row)[locked.column] != locked.old:
            raise Conflict
        _check_required(row, {locked.column: locked.new})
        locked.published_at, locked.published_by = publication.at, by
        locked.save(update_fields=["published_at", "published_by"])
        publication.record(locked)
        _write(publication, row, locked)
        notes.published(locked)
    return locked


def _write(publication: Publication, row: Revisable, revision: Revision) -> None:
    """Let the row say what its revision says; a translation of what is frozen stays beside it."""
    if isinstance(row, StatusUpdate):
        publication.project(row.initiative)
    elif not isinstance(row, Citation):
        setattr(row, revision.column, revision.new)
        if not isinstance(row, Initiative):
            row.save()
        elif revision.field != "due":
            columns = revisable_columns(row)
            texts = [name for name, (field, _code) in columns.items() if field == revision.field]
            row.save(update_fields=[revision.field, *texts])  # not one alone: modeltranslation
    if isinstance(row, Initiative):
        publication.project(row)


def _check_text(row: Revisable, column: str, field: str, text: str) -> None:
    try:
        _text_field(row, field).clean(text, row)
    except ValidationError as error:
        raise ValidationError({column: error.messages}) from None


def _text_field(row: Revisable, name: str) -> Field:
    field = row._meta.get_field(name)
    assert isinstance(field, Field)
    return field


def _check_required(row: Revisable, changes: Mapping[str, str]) -> None:
    """Refuse changes that leave a text which must be there in no language of the site."""
    columns = revisable_columns(row)
    after = copy(row)
    for name, new in changes.items():
        setattr(after, name, new)
    for name in changes:
        field, _language = columns[name]
        if not getattr(after, field) and not _text_field(row, field).blank:
            raise ValidationError({name: _("It must be there in one language at least.")})
