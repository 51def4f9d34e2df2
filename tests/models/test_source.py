import hashlib
from datetime import UTC, datetime

import pytest
import time_machine
from django.core.exceptions import ValidationError

from tests import factories as make
from tests.actions import steps
from tracker.models import Source


def test_a_source_is_named_by_title_publisher_and_date_in_words():
    untitled = Source(publisher="Test Gazette", published_on="2026-33")
    titled = Source(title="A bridge", publisher="Test Gazette", published_on="2026-05-15")

    assert str(untitled) == "Test Gazette, first quarter of 2026"
    assert str(titled) == "A bridge, Test Gazette, 15 May 2026"


def test_its_digest_is_that_of_its_bytes(db):
    source = make.SourceFactory(text="Көпір\nашылды.")

    assert source.sha256 == hashlib.sha256("Көпір\nашылды.".encode()).hexdigest()


def test_a_text_is_archived_once(db):
    known = make.SourceFactory(text="A test text.")

    with pytest.raises(ValidationError, match="archived already, as “Test Gazette, 1 March 2026”"):
        make.SourceFactory(text="A test text.")
    known.full_clean()  # itself is no other
    assert make.SourceFactory(text="A test text. ").pk


def test_a_quote_is_found_character_for_character(db):
    first, second = (
        make.SourceFactory(slug=slug, text=f"{slug}: Test bridge, 100% open.") for slug in "ab"
    )
    make.SourceFactory(text="test bridge, 100x open.")
    containing = Source.objects.containing

    assert containing("Test bridge, 100% open") == [first, second]
    assert containing("TEST BRIDGE") == []
    assert containing("Test_bridge") == []


def test_a_quote_however_long_is_looked_for(db):
    long = "Слово и дело. " * 5000
    source = make.SourceFactory(text=f"{long}End.")
    make.SourceFactory(text=f"{long}Another end.")

    assert Source.objects.containing(f"{long}End.") == [source]
    assert Source.objects.containing(f"{long}No end.") == []


def test_a_source_is_public_from_its_first_public_quote_on(db):
    make.CitationFactory()
    with time_machine.travel("2026-06-02T12:00Z"):
        update = make.published_update()
    source = update.references.get().citation.source

    def published(day):
        return list(Source.objects.published(until=datetime(2026, 6, day, tzinfo=UTC)))

    assert (published(2), published(3)) == ([], [source])
    assert list(Source.objects.published()) == [source]


def test_what_a_withdrawn_update_cites_is_cited_and_not_public(editor, reviewer):
    make.CitationFactory()
    update = steps.approved(initiative=make.published_initiative(), by=editor, reviewer=reviewer)
    gone = update.references.get().citation.source
    steps.withdraw(update, by=reviewer)
    body = make.OrganizationFactory().references.get().citation.source

    public, cited = set(Source.objects.published()), set(Source.objects.cited())

    assert body in public
    assert cited == public | {gone}
    assert gone not in public


def test_a_list_has_the_latest_first_and_leaves_the_texts_in_the_database(db):
    old, new = (make.SourceFactory(published_on=day) for day in ("2025-12-31", "2026"))

    found = list(Source.objects.for_list())

    assert found == [new, old]
    assert all("text" in source.get_deferred_fields() for source in found)


@pytest.mark.parametrize(("language", "name"), [("ky", "Kyrgyz"), ("fa", "Persian")])
def test_its_language_is_any_and_has_a_name(db, language, name):
    assert make.SourceFactory(language=language).language_name == name


def test_its_language_is_written_as_the_standard_has_it(db):
    assert make.SourceFactory(language="UZ_cyrl").language == "uz-Cyrl"
    with pytest.raises(ValidationError, match="“Russian” is not the code of a language"):
        make.SourceFactory(language="Russian")
