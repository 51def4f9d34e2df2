"""Sources, quotes and what they support, in the data entry."""

import pytest

from tests import factories as make
from tests.actions import steps
from tests.admin.steps import filled, question, said, save, told, url
from tests.views.conftest import version_on
from tracker.actions import nouns, review, submissions
from tracker.actions.nouns import author_of
from tracker.models import (
    Citation,
    Reference,
    Revision,
    Source,
)
from tracker.models.version import version_of

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


def test_who_wrote_a_quote_with_its_note_is_its_author(editing, editor, administrator, client):
    source = make.SourceFactory()
    data = {"source": source.pk, "quote": QUOTE, "note_en": "They gave no day."}
    editing.post(url("citation", "add"), data)
    citation = Citation.objects.get()
    make.MilestoneFactory(reference=citation)
    client.force_login(administrator)
    page = url("citation", "change", citation.pk)

    client.post(page, {"version": version_on(client.get(page))})  # it is in use: nothing changes

    assert author_of(citation) == editor


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


def test_the_text_of_a_cited_source_is_read_only_and_the_rest_of_a_draft_is_not(editing, db):
    source = make.CitationFactory().source

    page = editing.get(url("source", "change", source.pk))
    data = filled(page, publisher="Renamed", text="Other.", slug="other")
    response = editing.post(url("source", "change", source.pk), data)

    assert 'name="text"' not in page.text
    assert 'name="slug"' not in page.text
    assert response.status_code == 302
    same = Source.objects.get()
    assert (same.publisher, same.text, same.slug) == ("Renamed", source.text, source.slug)


def test_what_is_said_of_a_public_source_is_proposed_and_what_it_is_stays(editing, db):
    source = make.published_update().references.get().citation.source
    page = url("source", "change", source.pk)

    opened = editing.get(page)
    save(editing, page, publisher="Renamed", reason="As it signs now.")

    assert opened.context["adminform"].form.fields.keys() == {
        "publisher", "title", "url", "version", "reason", "quotes", "corrects",
    }  # fmt: skip
    revision = Revision.objects.submitted().get()
    assert (revision.target, revision.old, revision.new) == (source, "Test Gazette", "Renamed")
    assert Source.objects.get().publisher == "Test Gazette"


def test_a_citation_in_use_is_read_only(editing, db):
    citation = make.published_update().references.get().citation
    page = url("citation", "change", citation.pk)
    data = {"note_en": "Changed", "speaker": "", "version": version_on(editing.get(page))}

    response = editing.post(page, data)

    assert response.status_code == 302
    assert not Citation.objects.get().note_en


@pytest.mark.parametrize("is_draft", [True, False])
def test_what_is_public_keeps_its_citations(editing, is_draft):
    organization = make.OrganizationFactory(stays_draft=is_draft)
    kept, other = organization.references.get(), make.CitationFactory()
    page = url("organization", "change", organization.pk)

    response = save(editing, page, citations=[other.pk], reason="Test", quotes=[other.pk])

    if is_draft:
        assert organization.references.get().citation == other
    else:
        assert "keeps the quotes that it rests on" in told(response)["citations"][0]
        assert organization.references.get() == kept


def handed_in(row):
    author = make.UserFactory()
    review.hand_in(nouns.draft(row=row, by=author), author)
    return row


def test_whoever_takes_a_quote_away_wrote_the_draft_last(editing, editor):
    update, event = make.DraftFactory(), make.EventFactory(stays_draft=True)
    for row in (update, event):
        editing.post(url("reference", "delete", row.references.get().pk), {"post": "yes"})

    update.refresh_from_db()
    assert (update.created_by, nouns.author_of(event)) == (editor, editor)


@pytest.mark.parametrize(
    ("row", "status"),
    [
        ("noun", 403), ("revision", 403), ("draft", 302), ("draft noun", 302),
        ("waiting", 403), ("waiting noun", 403),
    ],
)  # fmt: skip
def test_only_a_draft_loses_a_reference(editing, row, status):
    if row == "revision":
        event = make.EventFactory()
        quote = make.CitationFactory()
        save(editing, url("event", "change", event.pk), held_on="2027", quotes=[quote.pk])
        reference = Reference.objects.get(revision__isnull=False)
    else:
        make_it = {
            "noun": make.EventFactory,
            "draft": make.DraftFactory,
            "draft noun": lambda: make.EventFactory(stays_draft=True),
            "waiting": lambda: steps.submission(by=make.UserFactory(is_superuser=True)),
            "waiting noun": lambda: handed_in(make.EventFactory(stays_draft=True)),
        }[row]
        reference = make_it().references.get()

    editing.get(url("reference", "delete", reference.pk))
    address = f"{url('reference', 'delete', reference.pk)}"
    response = editing.post(address, {"post": "yes"})

    assert response.status_code == status
    assert Reference.objects.filter(pk=reference.pk).exists() == (status == 403)


def test_a_quote_kept_as_context_waits_for_a_reviewer(editing, editor, reviewer):
    source = make.SourceFactory()

    response = editing.post(
        url("citation", "add"), {"source": source.pk, "quote": QUOTE, "is_context": "on"}
    )

    assert "It waits for a reviewer now." in said(editing, response)
    new = Revision.objects.submitted().get()
    assert (new.field, new.citation, new.created_by) == ("new", Citation.objects.get(), editor)
    assert not Citation.objects.published().exists()

    submissions.approve(row=new, by=reviewer, version=version_of(new))

    assert Citation.objects.published().exists()
    assert Source.objects.published().exists()
    page = editing.get(url("citation", "change", new.citation_id))
    assert 'name="is_context"' not in page.text
    assert editing.get(url("citation", "delete", new.citation_id)).status_code == 403


def test_a_quote_that_is_context_no_more_does_not_wait(editing, editor):
    citation = make.CitationFactory()
    page = url("citation", "change", citation.pk)
    save(editing, page, is_context="on")
    assert Revision.objects.submitted().exists()

    data = filled(editing.get(page))
    del data["is_context"]
    response = editing.post(page, data)

    assert response.status_code == 302
    new = Revision.objects.get()
    assert (new.created_by, new.submitted_at) == (editor, None)


def test_whoever_saves_a_quote_is_its_author_until_it_is_public(editing, editor):
    source = make.SourceFactory()

    editing.post(url("citation", "add"), {"source": source.pk, "quote": QUOTE})
    added = Revision.objects.get()
    Revision.objects.update(created_by=make.UserFactory())
    save(editing, url("citation", "change", added.citation_id))
    looked = Revision.objects.get().created_by
    save(editing, url("citation", "change", added.citation_id), note_en="A doubt.")

    assert (added.field, added.created_by, added.submitted_at) == ("new", editor, None)
    assert looked != editor
    assert Revision.objects.get().created_by == editor


def test_a_quote_that_waits_is_deleted_with_its_note(editing, db):
    citation = make.CitationFactory()
    save(editing, url("citation", "change", citation.pk), is_context="on")

    response = editing.post(question(editing, "citation", citation), {"post": "yes"})

    assert response.status_code == 302
    assert not Citation.objects.exists()
    assert not Revision.objects.exists()
