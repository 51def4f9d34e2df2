"""Changing what is public: a proposal, and the second person who publishes it."""

from collections.abc import Collection, Mapping
from copy import copy
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import BooleanField, Field, Model
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import (
    Alias,
    Citation,
    Initiative,
    Reference,
    Revision,
    StatusUpdate,
    Submission,
    User,
)
from ..models.record_fields import (
    YES,
    aliases_in,
    citation_text,
    in_order,
    is_linked,
    linked_model,
)
from ..models.revision import revisable_columns, target_name, texts_now
from ..models.visibility import is_public
from ..vocabulary import RECORD, Basis, RevisedField
from . import correct, notes
from .drafts import cite
from .ledger import Publication
from .nouns import close, publish_needed
from .refusals import Conflict, NotAllowed
from .rights import lock
from .steps import check_step


@transaction.atomic
def propose(
    *,
    row: Model,
    changes: Mapping[str, str],
    reason: str,
    by: User,
    version: str | None,
    quotes: Collection[Citation] = (),
    corrects: bool = False,
) -> list[Revision]:
    """Submit a revision for every column whose text differs, and return them.

    `changes` are {column: new text}, as `record_fields` has it; `quotes` are those that the change
    rests on, saved or new; `corrects` says that it was wrong from the beginning. Raises Conflict,
    NotAllowed; ValidationError if the row is not public, nothing differs, a reason or a quote is
    missing, or the row would not be valid.
    """
    row = lock(row, version=version)
    if not by.has_perm("tracker.add_revision"):
        raise NotAllowed
    if not is_public(row):  # a draft is written, not revised
        raise ValidationError(_("“%(row)s” is not public yet.") % {"row": row}, code="hidden")
    columns, now = revisable_columns(row), texts_now(row)
    typed = {name: in_order(type(row), name, new) for name, new in changes.items()}
    wanted = {name: new for name, new in typed.items() if now[name] != new}
    if not wanted:
        raise ValidationError(_("Nothing differs from what is published."), code="same")
    _check_basis(row, [columns[name][0] for name in wanted], reason, quotes, corrects)
    target = {target_name(type(row)): row}
    waiting = Revision.objects.submitted().changes().filter(**target)
    for name, new in wanted.items():
        field, language = columns[name]
        if waiting.filter(field=field, language=language).exists():
            raise ValidationError({name: _("A revision of this waits for review already.")})
        _check_text(row, name, field, new)
    _check_required(row, wanted)
    submission = Submission.objects.create(created_by=by)
    cited = [one if one.pk else cite(source=one.source, quote=one.quote) for one in quotes]
    revisions = [
        Revision.objects.create(
            **target, field=columns[name][0], language=columns[name][1],
            old=now[name], new=new, reason=reason, corrects=corrects, created_by=by,
            submitted_at=timezone.now(), submission=submission,
        )
        for name, new in wanted.items()
    ]  # fmt: skip
    for revision in revisions:
        for quote in cited:
            Reference.objects.create(citation=quote, revision=revision)
        notes.submitted(revision)
    return revisions


def _check_basis(
    row: Model, fields: Collection[str], reason: str, quotes: Collection[Citation], corrects: bool
) -> None:
    """Refuse a claim without a quote, and anything else without a reason."""
    said = RECORD.get(target_name(type(row)), {})
    claims = [field for field in fields if said.get(RevisedField(field)) == Basis.QUOTE]
    if claims and not corrects and not quotes:
        labels = ", ".join(str(RevisedField(field).label) for field in dict.fromkeys(claims))
        message = _("Choose the quote in which it stands, or say that it was wrong, and why: %s.")
        raise ValidationError({"quotes": message % labels}, code="no_quote")
    if not reason.strip() and (corrects or len(claims) < len(fields)):
        raise ValidationError({"reason": _("Say why it is changed.")})


def approve_locked(publication: Publication, locked: Revision, *, by: User) -> None:
    """Publish a locked revision: append it to the ledger, and change the row.

    One that makes a noun public publishes what the noun needs, too. Raises Conflict if the text
    that it was based on was changed meanwhile; NotAllowed; ValidationError if a name would be left
    in no language, or what is linked is not public, or leads back.
    """
    check_step("approve", by, locked)
    publish_needed(publication, locked)
    if locked.field == RevisedField.NEW:
        locked.refresh_from_db()
        if locked.initiative_id:
            raise ValidationError(_("Its first update publishes an initiative."), code="first")
        close(publication, locked.target)
        notes.published(locked)
        return
    if locked.is_retraction:
        correct.publish_locked(publication, locked)
        return
    row = locked.initiative or lock(locked.target)
    if hasattr(row, "withdrawal") or not is_public(row):  # what is frozen may be gone meanwhile
        raise ValidationError(_("This update does not stand any more."), code="ended")
    if texts_now(row)[locked.column] != locked.old:
        raise Conflict
    _check_text(row, locked.column, locked.field, locked.new)  # others moved meanwhile, perhaps
    _check_required(row, {locked.column: locked.new})
    locked.published_at, locked.published_by = publication.at, publication.by
    locked.save(update_fields=["published_at", "published_by"])
    publication.record(locked)
    _write(publication, row, locked)
    notes.published(locked)


def _write(publication: Publication, row: Any, revision: Revision) -> None:
    """Let the row say what its revision says; a translation of what is frozen stays beside it."""
    if isinstance(row, StatusUpdate):
        publication.project(row.initiative)
        return
    if isinstance(row, Citation):
        return
    if not (isinstance(row, Initiative) and revision.field == RevisedField.DUE):
        write_text(row, revision.column, revision.field, revision.new)
    if isinstance(row, Initiative):
        publication.project(row)


def write_text(row: Any, column: str, field: str, text: str) -> None:
    """Write the text of a column of a row, as `record_fields` has it, to the database.

    Raises Conflict if it names a row that is gone.
    """
    model = type(row)
    if column == RevisedField.ALIASES:
        row.aliases.all().delete()
        for alias in _aliases(row, text):
            alias.save()
    elif column == RevisedField.CITATIONS:
        _write_citations(row, text)
    elif is_linked(model, column):
        related = linked_model(model, column)
        assert related
        found = list(related._default_manager.filter(slug__in=text.split()))
        if len(found) != len(text.split()):
            raise Conflict
        if model._meta.get_field(column).many_to_many:
            getattr(row, column).set(found)
        else:
            setattr(row, column, found[0] if found else None)
            row.save(update_fields=[column])
    else:
        setattr(row, column, _value(row, column, text))
        columns = revisable_columns(row)
        texts = [name for name, (of, _code) in columns.items() if of == field]
        days = [
            f"{field}_{end}" for end in ("earliest", "latest") if hasattr(row, f"{field}_{end}")
        ]
        row.save(update_fields=[field, *texts, *days])  # not one alone: modeltranslation


def _value(row: Any, column: str, text: str) -> Any:
    return text == YES if isinstance(getattr(row, column), bool) else text


def _write_citations(row: Any, text: str) -> None:
    """Let a row rest on these quotes; raises Conflict if one is gone."""
    target, wanted = Reference.target_of(type(row)), set(text.split())
    for reference in row.references.select_related("citation__source"):
        if citation_text(reference.citation) not in wanted:
            reference.delete()
        wanted.discard(citation_text(reference.citation))
    quotes = Citation.objects.called(wanted)
    if len(quotes) < len(wanted):
        raise Conflict
    for quote in quotes:
        Reference.objects.create(citation=quote, **{target: row})


def _check_text(row: Model, column: str, field: str, text: str) -> None:
    if column == RevisedField.CITATIONS:
        _check_quotes(row, text)
        return
    if column == RevisedField.ALIASES:
        _aliases(row, text)
        return
    if not text and column != field:
        return  # in one language of several: see `_check_required`
    model_field = _text_field(row, field)
    try:
        if model_field.is_relation:
            _check_links(row, column, text, model_field.related_model)
        elif not isinstance(model_field, BooleanField):
            model_field.clean(text, row)
    except ValidationError as error:
        raise ValidationError({column: error.messages}) from None


def _check_quotes(row: Model, text: str) -> None:
    """Refuse to take away what a public row rests on."""
    if not {*texts_now(row)[RevisedField.CITATIONS].split()} <= {*text.split()}:
        message = _("What is public keeps the quotes that it rests on; you may add others.")
        raise ValidationError({RevisedField.CITATIONS: message})
    if len(Citation.objects.called(text.split())) < len(text.split()):
        raise Conflict


def _aliases(row: Model, text: str) -> list[Alias]:
    """Return the other names that a text says, not saved.

    Raises ValidationError of one that is too long, or there twice: of a row each is there once.
    """
    aliases = [
        Alias(name=name, language=language, **{Alias.target_of(type(row)): row})
        for name, language in aliases_in(text)
    ]
    try:
        for place, alias in enumerate(aliases):
            alias.clean_fields()
            if alias.name in [before.name for before in aliases[:place]]:
                message: Any = alias.unique_error_message(Alias, ("name",))
                raise ValidationError(message)
    except ValidationError as error:
        raise ValidationError({RevisedField.ALIASES: error.messages}) from None
    return aliases


def _check_links(row: Any, column: str, text: str, related: Any) -> None:
    """Refuse links to what is not there, not public or taken, and chains that lead back."""
    field = row._meta.get_field(column)
    if not text and not field.blank:
        raise ValidationError(field.error_messages["blank"])
    found = list(related._default_manager.published().filter(slug__in=text.split()))
    if len(found) != len(text.split()):
        raise ValidationError(_("Link to what is public: publish the other first."), code="hidden")
    taken = type(row)._default_manager.filter(**{f"{column}__in": found}).exclude(pk=row.pk)
    if field.one_to_one and taken.exists():
        raise ValidationError(row.unique_error_message(type(row), (column,)))
    if related is type(row) and not field.many_to_many:
        after = copy(row)
        setattr(after, column, found[0] if found else None)
        after.clean()


def _text_field(row: Model, name: str) -> Field:
    field = row._meta.get_field(name)
    assert isinstance(field, Field)
    return field


def _check_required(row: Model, changes: Mapping[str, str]) -> None:
    """Refuse changes that leave a text which must be there in no language of the site."""
    columns = revisable_columns(row)
    texts = {name: new for name, new in changes.items() if columns[name][1]}
    after = copy(row)
    for name, new in texts.items():
        setattr(after, name, new)
    for name in texts:
        field, _language = columns[name]
        if not getattr(after, field) and not _text_field(row, field).blank:
            raise ValidationError({name: _("It must be there in one language at least.")})
