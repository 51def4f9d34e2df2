"""Sources, quotes and what they support, in the data entry."""

from tests import factories as make
from tests.admin.steps import url
from tests.views.conftest import version_on
from tracker.models import (
    Citation,
    Source,
)

QUOTE = "The test bridge is open, they said."


def test_a_quote_is_compared_with_its_source_as_it_is_saved(editing, db):
    source = make.SourceFactory()

    wrong = editing.post(
        url("citation", "add"), {"source": source.pk, "quote": "The test bridge is shut."}
    )
    right = editing.post(url("citation", "add"), {"source": source.pk, "quote": f" {QUOTE}\r\n"})
    twice = editing.post(url("citation", "add"), {"source": source.pk, "quote": QUOTE})

    assert "It agrees up to “The test bridge is ”" in wrong.text
    assert right.status_code == 302
    assert "already recorded as a citation" in twice.text
    citation = Citation.objects.get()
    assert source.text[citation.start : citation.end] == citation.quote == QUOTE


def test_a_source_is_entered_and_its_text_kept(editing, db):
    data = {
        "publisher": "Test Times", "slug": "test-times", "language": "en",
        "published_on": "2026-05", "url": "https://times.example/", "text": " One.\r\nTwo. ",
    }  # fmt: skip

    response = editing.post(url("source", "add"), data)
    again = editing.post(url("source", "add"), {**data, "slug": "copy"})

    assert response.status_code == 302
    assert Source.objects.get().text == " One.\nTwo. "
    assert "This text is archived already" in again.text


def test_a_cited_source_is_read_only(editing, db):
    source = make.CitationFactory().source

    page = editing.get(url("source", "change", source.pk))
    data = {"publisher": "Renamed", "text": "Other.", "version": version_on(page)}
    response = editing.post(url("source", "change", source.pk), data)

    assert 'name="text"' not in page.text
    assert 'name="slug"' not in page.text
    assert response.status_code == 302
    same = Source.objects.get()
    assert (same.publisher, same.text) == (source.publisher, source.text)


def test_a_citation_in_use_is_read_only(editing, db):
    citation = make.published_update().references.get().citation
    page = url("citation", "change", citation.pk)
    data = {"note_en": "Changed", "speaker": "", "version": version_on(editing.get(page))}

    response = editing.post(page, data)

    assert response.status_code == 302
    assert not Citation.objects.get().note_en


def test_what_is_public_keeps_its_citations(editing, db):
    organization = make.OrganizationFactory()
    reference = organization.references.get()

    page = editing.get(url("organization", "change", organization.pk)).text
    delete = editing.post(url("reference", "delete", reference.pk), {"post": "yes"})

    assert "references-0-DELETE" not in page
    assert delete.status_code == 403


def test_a_citation_of_something_public_is_not_exchanged(editing, db):
    event, other = make.EventFactory(), make.CitationFactory()
    reference = event.references.get()
    page = url("event", "change", event.pk)

    response = editing.post(
        page,
        {
            "version": version_on(editing.get(page)),
            "name_en": "Renamed", "classification": "summit", "held_on": "2026-05",
            "references-TOTAL_FORMS": "1", "references-INITIAL_FORMS": "1",
            "references-0-id": reference.pk, "references-0-event": event.pk,
            "references-0-citation": other.pk,
        },
    )  # fmt: skip

    assert response.status_code == 302
    event.refresh_from_db()
    assert event.name_en == "Renamed"
    assert event.references.get().citation == reference.citation
