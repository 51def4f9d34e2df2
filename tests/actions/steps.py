"""Steps that many tests begin with, each taken by the action itself, and what they left."""

from contextlib import contextmanager

from tests.conftest import person
from tests.factories import CitationFactory, DraftFactory
from tracker.actions import correct as corrections
from tracker.actions import review, revise, submissions
from tracker.actions.erase import erase
from tracker.actions.ledger import next_entry
from tracker.models import (
    Citation,
    Correction,
    Countersignature,
    Erasure,
    Initiative,
    LedgerEntry,
    Reference,
    Revision,
    Snapshot,
    Source,
    StatusUpdate,
    Withdrawal,
)
from tracker.models.revision import revisable_columns, target_name
from tracker.models.version import version_of
from tracker.vocabulary import RECORD, Basis, Role

WRITTEN = (
    Citation, Correction, Countersignature, Erasure, Initiative, LedgerEntry, Reference, Revision,
    Snapshot, Source, StatusUpdate, Withdrawal,
)  # fmt: skip


def draft(*, by, changed_on="2026-04", **details):
    update = DraftFactory(created_by=by, changed_on=changed_on, **details)
    update.refresh_from_db()
    return update


def submission(*, by, **details):
    update = draft(by=by, **details)
    return review.submit(row=update, by=by, version=version_of(update))


def approved(*, by, reviewer, **details):
    update = submission(by=by, **details)
    return submissions.approve(row=update, by=reviewer, version=version_of(update))


def emergency(*, by, **details):
    update = draft(by=by, **details)
    version = version_of(update)
    return review.publish_in_emergency(row=update, by=by, version=version, reason="The dam breaks.")


def withdraw(update, *, by, reason="It was a test.", proposed_by=None):
    return ended(Withdrawal(update=update, reason_en=reason), by=by, proposed_by=proposed_by)


def correct(update, *, by, replacement=None, reason="It was a test.", proposed_by=None):
    correction = Correction(update=update, replacement=replacement, reason_en=reason)
    return ended(correction, by=by, proposed_by=proposed_by)


def ended(retraction, *, by, proposed_by=None):
    """Propose that an update ends, approve what is to stand in its place, then that it ends."""
    update, replacement = retraction.update, getattr(retraction, "replacement", None)
    proposed = retraction_proposed(retraction, by=proposed_by or person(Role.EDITOR))
    if replacement and not replacement.published_at:
        replacement.refresh_from_db()
        submissions.approve(row=replacement, by=by, version=version_of(replacement))
    proposed.refresh_from_db()
    submissions.approve(row=proposed, by=by, version=version_of(proposed))
    update.refresh_from_db()  # it was told what was not saved
    return type(retraction).objects.get(update=update)


def retraction_proposed(retraction, *, by):
    version = version_of(retraction.update)
    return corrections.propose(retraction=retraction, by=by, version=version)


def proposal(row, *, by, reason="Test", corrects=False, quoted=True, quotes=None, **changes):
    """A claim rests on a quote that the row rests on already, unless others are given."""
    if quotes is None:
        is_claim = quoted and not corrects and has_claim(row, changes)
        quotes = quotes_of(row) if is_claim else []
    return revise.propose(
        row=row, changes=changes, reason=reason, by=by, version=version_of(row),
        quotes=quotes, corrects=corrects,
    )  # fmt: skip


def has_claim(row, changes):
    basis, columns = RECORD.get(target_name(type(row)), {}), revisable_columns(row)
    fields = [columns[name][0] for name in changes if name in columns]
    return any(basis.get(field) == Basis.QUOTE for field in fields)


def quotes_of(row):
    """Return a quote that a row rests on, or any; a new one if there is none yet."""
    uses = Reference.objects.all()
    if isinstance(row, Initiative):
        uses = uses.filter(update__initiative=row)
    elif hasattr(row, "references"):
        uses = row.references.all()
    quotes = Citation.objects.order_by("pk")
    return quotes.filter(references__in=uses)[:1] or quotes[:1] or [CitationFactory()]


def revised(row, *, by, reviewer, **changes):
    revisions = proposal(row, by=by, **changes)
    return [
        submissions.approve(row=revision, by=reviewer, version=version_of(revision))
        for revision in revisions
    ]


def erase_row(row, reason="Test law, article 1"):
    row.refresh_from_db()
    erase(sequence=entry_of(row).sequence, reason=reason)


def append_entry(*, kind, payload, at):
    """Append an entry past every action, as of a moment that may lie before."""
    head = LedgerEntry.objects.head()
    entry = next_entry(head, kind=kind, payload=payload, at=at, salt="0" * 32)
    return LedgerEntry.objects.create(**entry)


def entry_of(row):
    """Return the ledger entry of a published row."""
    return LedgerEntry.objects.get(recorded_at=row.published_at)


@contextmanager
def nothing_is_written():
    """Fail if the rows that the actions write differ afterwards."""
    before = kept_rows()
    try:
        yield
    finally:  # it is mostly a refusal that is expected inside
        assert kept_rows() == before


def kept_rows():
    """Return {model: rows} of all that the actions write."""
    return {model: list(raw(model).order_by("pk").values()) for model in WRITTEN}


def raw(model):
    """Return all rows with the columns as the database has them, whatever the language."""
    rows = model._base_manager.all()
    return rows.rewrite(False) if hasattr(rows, "rewrite") else rows
