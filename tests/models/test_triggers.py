"""What the database itself promises of quotes and published updates."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.models import ProtectedError
from django.utils import timezone

from tests import factories as make
from tracker import models
from tracker.migrations._operations import AddTrigger
from tracker.rules import digest


@pytest.fixture
def refused(db):
    """A context in which the database must refuse a write, with the words of the trigger."""

    def expect(words):
        return pytest.raises(IntegrityError, match=words)

    return expect


def test_every_trigger_of_the_migrations_is_there(db):
    loader = MigrationLoader(connection)
    declared = {
        operation.name
        for (app, _name), migration in loader.disk_migrations.items()
        if app == "tracker"
        for operation in migration.operations
        if isinstance(operation, AddTrigger)
    }
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            if connection.vendor == "sqlite"
            else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
        )
        there = {name for (name,) in cursor.fetchall()}

    assert declared == there


def test_a_quote_that_is_not_in_its_source_is_refused(refused):
    source = make.SourceFactory(text="Что обещано, то сделано.")

    with refused("a quote must stand in the text"), transaction.atomic():
        models.Citation.objects.create(source=source, quote="Что обещанн", start=0, end=11)


def test_a_quote_in_another_place_than_its_offsets_is_refused(refused):
    source = make.SourceFactory(text="Что обещано, то сделано.")

    with refused("a quote must stand in the text"), transaction.atomic():
        models.Citation.objects.create(source=source, quote="обещано", start=5, end=12)


def test_a_quote_changed_to_another_text_is_refused(refused):
    citation = make.CitationFactory()

    with refused("a quote must stand in the text"), transaction.atomic():
        models.Citation.objects.filter(pk=citation.pk).update(quote="x" * len(citation.quote))


def test_a_citation_in_use_is_not_moved_to_another_quote(refused):
    source = make.SourceFactory(text="One test sentence. Two test sentence.")
    citation = make.CitationFactory(source=source, quote="One test sentence.")
    make.DraftFactory(reference=citation)

    with refused("a citation in use keeps its quote"), transaction.atomic():
        models.Citation.objects.filter(pk=citation.pk).update(
            start=19, end=37, quote="Two test sentence."
        )


def test_a_citation_in_use_is_not_deleted(db):
    citation = make.DraftFactory().references.get().citation

    with pytest.raises(ProtectedError):
        citation.delete()


def test_a_cited_source_is_not_rewritten(refused):
    source = make.CitationFactory().source

    with refused("a cited source keeps its text"), transaction.atomic():
        models.Source.objects.filter(pk=source.pk).update(text=source.text + " And more.")


@pytest.mark.parametrize(
    "columns", [{"status": "dropped"}, {"sentence_en": "x"}, {"published_at": None}]
)
def test_a_published_update_is_not_changed(refused, columns):
    update = make.published_update()

    with refused("a published update is never changed"), transaction.atomic():
        models.StatusUpdate.objects.filter(pk=update.pk).update(**columns)


def test_a_published_update_is_not_deleted(refused):
    update = make.published_update()

    with refused("a published update"), transaction.atomic():
        models.StatusUpdate.objects.filter(pk=update.pk)._raw_delete("default")


def test_a_published_update_gets_no_citation_and_loses_none(refused):
    update = make.published_update()
    reference = update.references.get()
    other = make.CitationFactory()

    with refused("keeps its citations"), transaction.atomic():
        models.Reference.objects.create(citation=other, update=update)
    with refused("keeps its citations"), transaction.atomic():
        models.Reference.objects.filter(pk=reference.pk).update(citation=other)
    with refused("keeps its citations"), transaction.atomic():
        models.Reference.objects.filter(pk=reference.pk).delete()


def test_a_draft_can_be_changed_and_deleted(db):
    draft = make.DraftFactory()

    models.StatusUpdate.objects.filter(pk=draft.pk).update(status="dropped")
    draft.delete()

    assert not models.StatusUpdate.objects.exists()


@pytest.fixture
def revision(db):
    return models.Revision.objects.create(
        initiative=make.InitiativeFactory(), field="due", old="2026", new="2027", reason="Test",
        created_by=make.UserFactory(), published_at=timezone.now(),
    )  # fmt: skip


@pytest.fixture
def correction(db):
    return models.Correction.objects.create(
        update=make.published_update(), reason="Test", created_by=make.UserFactory(),
        published_at=timezone.now(),
    )  # fmt: skip


def test_a_revision_stays(revision, refused):
    with refused("a revision is never"), transaction.atomic():
        models.Revision.objects.update(new="2028")
    with refused("a revision is never"), transaction.atomic():
        models.Revision.objects.all()._raw_delete("default")


def test_a_correction_stays(correction, refused):
    with refused("a correction is never"), transaction.atomic():
        models.Correction.objects.update(reason_en="x")
    with refused("a correction is never"), transaction.atomic():
        models.Correction.objects.all()._raw_delete("default")


@pytest.mark.parametrize(
    "columns",
    [
        {"payload": "{}"}, {"salt": "x"}, {"kind": "revision"}, {"digest": "x"},
        {"prev_digest": "x"}, {"content_digest": "x"}, {"sequence": 9},
        {"recorded_at": "2000-01-01T00:00Z"},
    ],
)  # fmt: skip
def test_a_ledger_entry_is_not_changed(refused, columns):
    make.published_update()

    with refused("the ledger only grows"), transaction.atomic():
        models.LedgerEntry.objects.update(**columns)


def test_a_ledger_entry_is_not_deleted_but_can_be_erased_lawfully(refused):
    make.published_update()
    before = models.LedgerEntry.objects.get()

    with refused("the ledger only grows"), transaction.atomic():
        models.LedgerEntry.objects.all().delete()
    models.LedgerEntry.objects.update(payload=None, salt=None)

    assert models.LedgerEntry.objects.get().digest == before.digest
    assert before.prev_digest == digest.START
