import pytest
from django.core.exceptions import ValidationError

from tests.factories import CitationFactory, InitiativeFactory, SourceFactory, UserFactory
from tracker.actions.record import record_update
from tracker.models import Citation, Initiative, LedgerEntry, Source, StatusUpdate


def record(source, quote, **details):
    initiative = details.pop("initiative", None) or InitiativeFactory()
    update = StatusUpdate(
        initiative=initiative, status="planned", evidence="stated", changed_on="2026-03",
        sentence_en="Test.",
    )  # fmt: skip
    record_update(update=update, quote=quote, source=source, by=UserFactory())
    return update


def test_recording_publishes_at_once(db):
    source = SourceFactory()

    update = record(source, "The test fund will open in spring.")

    assert Initiative.objects.get().status == "planned"
    assert update.references.get().citation.source == source
    assert update.created_by.username.startswith("person")
    assert update.published_by == update.created_by


def test_a_new_source_is_saved_with_an_address_of_its_own(db):
    details = {
        "publisher": "Test Gazette",
        "language": "en",
        "url": "https://x.example/",
        "published_on": "2026-03-01",
    }

    record(Source(**details, text="One test sentence."), "One test sentence.")
    record(Source(**details, text="Another test sentence."), "Another test sentence.")

    slugs = set(Source.objects.values_list("slug", flat=True))
    assert slugs == {"test-gazette-2026-03-01", "test-gazette-2026-03-01-2"}


def test_a_quote_that_is_a_citation_already_is_used_again(db):
    citation = CitationFactory()

    record(citation.source, citation.quote)

    assert Citation.objects.get() == citation


def test_a_quote_that_is_not_in_the_source_leaves_nothing_behind(db):
    source = Source(
        publisher="Test", language="en", url="https://x.example/", published_on="2026", text="Test."
    )

    with pytest.raises(ValidationError):
        record(source, "Something else.")

    assert not Source.objects.exists()
    assert not StatusUpdate.objects.exists()
    assert not LedgerEntry.objects.exists()
