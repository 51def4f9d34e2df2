"""Drafting: what the draft rests on, and who may write it."""

import pytest
from django.core.exceptions import ValidationError

from tests.actions.steps import draft, nothing_is_written, submission
from tests.factories import CitationFactory, SourceFactory, UserFactory, published_initiative
from tracker.actions.drafts import free_source_slug, save_draft
from tracker.actions.refusals import Conflict, NotAllowed, SelfApproval
from tracker.actions.submissions import approve
from tracker.models import Citation, Initiative, LedgerEntry, Source, StatusUpdate
from tracker.models.version import version_of

QUOTE = "The test fund will open in spring."


def new_update(initiative):
    return StatusUpdate(
        initiative=initiative, status="planned", evidence="stated", changed_on="2026-03",
        sentence_en="Test.",
    )  # fmt: skip


def save(source, quote, *, initiative, by):
    update = new_update(initiative)
    save_draft(update=update, quote=quote, source=source, by=by)
    return update


def test_recording_makes_a_draft_and_publishes_nothing(initiative, author):
    source = SourceFactory()
    entries = LedgerEntry.objects.count()

    update = save(source, QUOTE, initiative=initiative, by=author)

    update.refresh_from_db()
    assert update.stage == "draft"
    assert update.references.get().citation.source == source
    assert update.created_by == author
    assert Initiative.objects.get().status == "announced"
    assert LedgerEntry.objects.count() == entries


def test_a_new_source_is_saved_with_an_address_of_its_own(initiative, author):
    details = {
        "publisher": "Test Daily",
        "language": "en",
        "url": "https://x.example/",
        "published_on": "2026-03-01",
    }

    for text in ("One test sentence.", "Another test sentence."):
        save(Source(**details, text=text), text, initiative=initiative, by=author)

    slugs = set(Source.objects.filter(publisher="Test Daily").values_list("slug", flat=True))
    assert slugs == {"test-daily-2026-03-01", "test-daily-2026-03-01-2"}


def test_who_wrote_a_new_source_does_not_approve_what_rests_on_it(initiative, author, reviewer):
    """Not even if it is somebody else's update."""
    source = Source(
        publisher="Test Daily", language="en", url="https://x.example/", published_on="2026-03-01",
        text=QUOTE,
    )  # fmt: skip
    save(source, QUOTE, initiative=initiative, by=reviewer)
    update = submission(by=author, initiative=initiative, reference=Citation.objects.latest("pk"))

    with pytest.raises(SelfApproval):
        approve(row=update, by=reviewer, version=version_of(update))


def test_a_quote_that_is_a_citation_already_is_used_again(initiative, author):
    citation = CitationFactory()

    update = save(citation.source, citation.quote, initiative=initiative, by=author)

    assert update.references.get().citation == citation
    assert Citation.objects.filter(source=citation.source).get() == citation


def test_a_quote_that_is_not_in_the_source_leaves_nothing_behind(initiative, author):
    source = Source(
        publisher="Test", language="en", url="https://x.example/", published_on="2026", text="Test."
    )

    with pytest.raises(ValidationError), nothing_is_written():
        save(source, "Something else.", initiative=initiative, by=author)


def test_a_draft_that_is_saved_again_rests_on_the_new_quote_alone(initiative, author):
    source = SourceFactory()
    update = save(source, QUOTE, initiative=initiative, by=author)
    update.sentence_en = "Changed."

    save_draft(
        update=update, quote="The test bridge is open", source=source, by=author,
        version=version_of(StatusUpdate.objects.get(pk=update.pk)),
    )  # fmt: skip

    saved = StatusUpdate.objects.get(pk=update.pk)
    assert saved.sentence_en == "Changed."
    assert saved.references.get().citation.quote == "The test bridge is open"


@pytest.mark.parametrize("other", ["sentence", "quote"])
def test_a_draft_that_moved_meanwhile_is_not_overwritten(initiative, author, other):
    source = SourceFactory()
    update = save(source, QUOTE, initiative=initiative, by=author)
    version = version_of(update)
    if other == "sentence":
        StatusUpdate.objects.filter(pk=update.pk).update(sentence_en="Theirs.")
    else:
        update.references.update(citation=CitationFactory())
    update.sentence_en = "Mine."

    with pytest.raises(Conflict), nothing_is_written():
        save_draft(update=update, quote=QUOTE, source=source, by=author, version=version)


def test_a_focal_point_records_nothing_outside_their_scope(author):
    elsewhere = published_initiative()

    with pytest.raises(NotAllowed), nothing_is_written():
        save(SourceFactory.build(), QUOTE, initiative=elsewhere, by=author)


def test_a_focal_point_without_a_scope_records_nothing(initiative, focal_point):
    with pytest.raises(NotAllowed), nothing_is_written():
        save(SourceFactory.build(), QUOTE, initiative=initiative, by=focal_point)


def test_a_draft_is_not_moved_out_of_the_scope_of_its_author(initiative, author):
    update = draft(by=author, initiative=initiative)
    version = version_of(update)
    source = update.references.get().citation.source
    update.initiative = published_initiative()

    with pytest.raises(NotAllowed), nothing_is_written():
        save_draft(update=update, quote=QUOTE, source=source, by=author, version=version)


def test_nobody_writes_the_draft_of_somebody_else(initiative, author, reviewer):
    update = draft(by=author, initiative=initiative)
    source = update.references.get().citation.source

    with pytest.raises(NotAllowed), nothing_is_written():
        save_draft(
            update=update, quote=QUOTE, source=source, by=reviewer, version=version_of(update)
        )


@pytest.mark.parametrize("stage", ["submitted", "published"])
def test_what_is_no_draft_any_more_is_not_written(initiative, author, reviewer, stage):
    update = submission(by=author, initiative=initiative)
    if stage == "published":
        update = initiative.updates.get(created_by=None)
    update.sentence_en = "Changed."
    source = update.references.get().citation.source
    version = version_of(StatusUpdate.objects.get(pk=update.pk))

    with pytest.raises(NotAllowed), nothing_is_written():
        save_draft(update=update, quote=QUOTE, source=source, by=reviewer, version=version)


def test_a_person_without_a_role_records_nothing(initiative):
    with pytest.raises(NotAllowed), nothing_is_written():
        save(SourceFactory.build(), QUOTE, initiative=initiative, by=UserFactory())


def test_where_many_archive_at_once_the_digest_stands_for_the_number(db):
    source = SourceFactory.build(publisher="Test Gazette", published_on="2026-03")
    source.clean()

    assert free_source_slug(source) == "test-gazette-2026-03"
    crowded = free_source_slug(source, is_crowded=True)
    assert crowded == f"test-gazette-2026-03-{source.sha256[:8]}"
