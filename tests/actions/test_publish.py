import json
from datetime import date

import pytest
from django.core.exceptions import ValidationError

from tests.actions.steps import approved, entry_of, nothing_is_written
from tests.factories import (
    ActionPlanFactory,
    CitationFactory,
    CountryFactory,
    DraftFactory,
    InitiativeFactory,
    OrganizationFactory,
    SpeakerFactory,
    ThemeFactory,
    UserFactory,
    published_initiative,
    published_update,
)
from tracker.actions.nouns import draft
from tracker.actions.publish import publish
from tracker.actions.refusals import Conflict, SelfApproval
from tracker.actions.verify import Verification
from tracker.models import Attribution, Initiative, LedgerEntry, Snapshot, StatusUpdate
from tracker.models.version import version_of
from tracker.rules import digest
from tracker.vocabulary import Status


def test_publishing_moves_the_projection(db):
    initiative = InitiativeFactory(original_due="2027")

    published_update(initiative=initiative, status="planned", changed_on="2026-03")

    initiative.refresh_from_db()
    assert (initiative.status, initiative.evidence, initiative.due) == ("planned", "stated", "2027")
    assert (initiative.changed_on, initiative.updated_on) == ("2026-03", date(2026, 3, 31))
    assert initiative.published_at
    assert " probnaya " in initiative.search_text
    assert " fund " in initiative.search_text


def test_an_update_of_an_earlier_date_does_not_move_the_status_back(db):
    initiative = published_initiative(status=Status.DELIVERED, changed_on="2026-03-01")

    published_update(initiative=initiative, status="planned", changed_on="2026-01")

    assert Initiative.objects.get().status == Status.DELIVERED


def test_every_publication_appends_to_the_chain(db):
    first, second = published_update(), published_update()

    entries = LedgerEntry.objects.order_by("sequence")

    assert [(entry.sequence, entry.kind) for entry in entries] == [
        (1, "source"), (2, "initiative"), (3, "update"),
        (4, "source"), (5, "initiative"), (6, "update"),
    ]  # fmt: skip
    digests = [digest.START, *(entry.digest for entry in entries)]
    assert [entry.prev_digest for entry in entries] == digests[:-1]
    assert all(
        entry.content_digest == digest.content_digest(salt=entry.salt, payload=entry.payload)
        for entry in entries
    )
    payload = json.loads(entries[5].payload)
    assert (payload["update"], payload["initiative"]) == (second.pk, second.initiative.slug)
    assert payload["citations"][0]["quote"] == first.references.get().citation.quote


def test_the_first_update_records_the_wording_of_its_initiative_too(db):
    plan = ActionPlanFactory()
    themes = [ThemeFactory(slug=slug) for slug in ("b", "a")]
    initiative = InitiativeFactory(
        plan=plan, original_due="2027", summary_en="A summary.", themes=themes
    )

    update = published_update(initiative=initiative)
    published_update(initiative=initiative, changed_on="2026-04")

    of_initiatives = LedgerEntry.objects.filter(kind__in=["initiative", "update"])
    wording, first, _second = of_initiatives.order_by("sequence")
    assert json.loads(wording.payload) == {
        "initiative": initiative.slug,
        "kind": initiative.kind,
        "plan": plan.slug,
        "due": "2027",
        "title": {"en": initiative.title_en, "ru": initiative.title_ru},
        "summary": {"en": "A summary."},
        "links": {"themes": "a b"},
    }
    assert wording.recorded_at < first.recorded_at == update.published_at


def test_the_first_update_that_cites_a_source_records_what_it_is(db):
    first = published_update()
    citation = first.references.get().citation
    published_update(initiative=first.initiative, reference=citation, changed_on="2026-04")

    source = citation.source
    [entry] = LedgerEntry.objects.filter(kind="source")
    assert json.loads(entry.payload) == {
        "source": source.sha256,
        "slug": source.slug,
        "title": source.title,
        "publisher": source.publisher,
        "language": source.language,
        "url": source.url,
        "published_on": source.published_on,
        "archived_at": digest.time_text(source.archived_at),
    }
    source.refresh_from_db()
    assert entry.recorded_at == source.recorded_at < first.published_at


def test_an_entry_holds_who_said_the_quote_and_the_editors_doubt(db):
    speaker = SpeakerFactory()
    citation = CitationFactory(speaker=speaker, note_en="A doubt.", is_context=True)

    published_update(reference=citation)

    payload = json.loads(LedgerEntry.objects.get(kind="update").payload)
    [cited] = payload["citations"]
    assert (cited["speaker"], cited["note"], cited["context"]) == (
        speaker.slug, {"en": "A doubt."}, True,
    )  # fmt: skip


def test_an_entry_is_of_the_moment_at_which_its_row_is_published(db):
    update = published_update()

    assert LedgerEntry.objects.get(kind="update").recorded_at == update.published_at


def test_nobody_publishes_what_they_wrote(db):
    draft = DraftFactory(created_by=UserFactory())

    with pytest.raises(SelfApproval), nothing_is_written():
        publish(update=draft, by=draft.created_by)


def test_a_draft_that_moved_is_not_published(db):
    draft = DraftFactory()
    version = version_of(draft)
    StatusUpdate.objects.filter(pk=draft.pk).update(sentence_en="Changed.")

    with pytest.raises(Conflict), nothing_is_written():
        publish(update=draft, by=UserFactory(), version=version)


def test_what_was_known_of_each_moment_is_kept_as_snapshots(db):
    first = published_update(status="planned")
    second = published_update(initiative=first.initiative, status="delivered", changed_on="2026-05")

    old, new = Snapshot.objects.order_by("since")
    assert (old.status, old.since, old.until) == (
        "planned", first.published_at, second.published_at,
    )  # fmt: skip
    assert (new.status, new.since, new.until) == ("delivered", second.published_at, None)


def test_what_changes_nothing_of_the_initiative_makes_no_snapshot(db):
    country = CountryFactory()
    first = published_update(
        initiative=InitiativeFactory(countries=[country]), changed_on="2026-03-05"
    )
    citation = first.references.get().citation

    published_update(
        initiative=first.initiative, country=country, changed_on="2026-03-01", reference=citation
    )

    assert Snapshot.objects.count() == 1


def test_nothing_is_published_without_a_citation(db):
    draft = DraftFactory()
    draft.references.all().delete()

    with pytest.raises(ValidationError, match="without a citation"):
        publish(update=draft, by=UserFactory())

    assert not LedgerEntry.objects.exists()


def test_nothing_is_published_twice(db):
    update = published_update()

    with pytest.raises(ValidationError, match="already published"):
        publish(update=update, by=UserFactory())

    assert LedgerEntry.objects.filter(kind="update").count() == 1


def test_the_first_update_speaks_of_the_whole_initiative(db):
    draft = DraftFactory(country=CountryFactory())

    with pytest.raises(ValidationError, match="all of it"):
        publish(update=draft, by=UserFactory())


def test_a_form_that_was_sent_twice_is_published_once(db):
    update = published_update()
    twin = DraftFactory(initiative=update.initiative)

    with pytest.raises(ValidationError, match="This very update"):
        publish(update=twin, by=UserFactory())

    assert LedgerEntry.objects.filter(kind="update").count() == 1


def test_an_update_of_a_country_links_its_initiative_to_it(db):
    initiative, country = published_initiative(), CountryFactory()

    update = published_update(initiative=initiative, country=country, changed_on="2026-04")

    assert list(initiative.countries.all()) == [country]
    [revision] = initiative.revisions.all()
    assert (revision.field, revision.old, revision.new) == ("countries", "", country.slug)
    assert revision.published_at > update.published_at
    payload = json.loads(entry_of(revision).payload)
    assert (payload["initiative"], payload["new"]) == (initiative.slug, country.slug)
    assert list(Verification().findings()) == []


def test_a_second_update_of_the_country_leaves_the_links_alone(db):
    initiative, country = published_initiative(), CountryFactory()

    for day in ("2026-04", "2026-05"):
        published_update(initiative=initiative, country=country, changed_on=day)

    assert initiative.revisions.count() == 1


def test_a_country_joins_those_that_are_there(db):
    first, second = CountryFactory(slug="xa"), CountryFactory(slug="xb")
    initiative = published_initiative(countries=[second])

    published_update(initiative=initiative, country=first, changed_on="2026-04")

    [revision] = initiative.revisions.all()
    assert (revision.old, revision.new) == ("xb", "xa xb")


@pytest.mark.parametrize("of_country", [True, False])
def test_an_emergency_links_its_country_and_nobody_approved_that(reviewer, of_country):
    country = CountryFactory() if of_country else None
    draft = DraftFactory(
        initiative=published_initiative(), country=country, created_by=reviewer,
        changed_on="2026-04",
    )  # fmt: skip

    update = publish(update=draft, by=reviewer, emergency_reason="The dam breaks.")

    revisions = update.initiative.revisions.all()
    assert [(row.created_by, row.published_by) for row in revisions] == (
        [(reviewer, None)] if of_country else []
    )
    assert list(Verification().findings()) == []


def test_what_an_update_needs_is_public_before_it_each_with_an_entry(db):
    country, body = CountryFactory(stays_draft=True), OrganizationFactory(stays_draft=True)
    initiative = InitiativeFactory(organizations=[body])
    published_update(initiative=initiative)

    update = published_update(initiative=initiative, country=country, changed_on="2026-04")

    for row in (country, body):
        row.refresh_from_db()
        assert row.published_at == entry_of(row).recorded_at
    assert body.published_at < initiative.updates.earliest("pk").published_at
    assert body.published_at < country.published_at < update.published_at
    assert list(Verification().findings()) == []


def test_nothing_is_published_with_a_claim_that_rests_on_nothing(db):
    body = OrganizationFactory(stays_draft=True, name_en="Test body")
    body.references.all().delete()
    draft = DraftFactory(initiative=InitiativeFactory(organizations=[body]))

    refused = pytest.raises(ValidationError, match="“Test body” is not published without a cit")
    with refused, nothing_is_written():
        publish(update=draft, by=UserFactory())

    body.refresh_from_db()
    assert body.published_at is None


def test_an_initiative_is_not_published_before_what_it_is_part_of(db):
    parent = InitiativeFactory(title_en="Above")
    draft = DraftFactory(initiative=InitiativeFactory(parent=parent))

    with pytest.raises(ValidationError, match="“Above” is not public"), nothing_is_written():
        publish(update=draft, by=UserFactory())
    published_update(initiative=parent)
    publish(update=draft, by=UserFactory())

    assert Initiative.objects.published().count() == 2


def test_what_lies_in_the_future_is_not_published(db):
    draft = DraftFactory(changed_on="2999")

    with pytest.raises(ValidationError, match="in the future"):
        publish(update=draft, by=UserFactory())


def test_a_draft_that_somebody_else_published_meanwhile_is_not_published_again(db):
    draft = DraftFactory()
    stale = StatusUpdate.objects.get(pk=draft.pk)
    publish(update=draft, by=UserFactory())

    with pytest.raises(ValidationError, match="already published"):
        publish(update=stale, by=UserFactory())


def test_what_is_published_is_the_draft_as_it_stands(db):
    stale = DraftFactory()
    StatusUpdate.objects.filter(pk=stale.pk).update(status="dropped", sentence_en="Changed.")

    published = publish(update=stale, by=UserFactory())

    assert Initiative.objects.get().status == "dropped"
    assert published.sentence_en == "Changed."


def test_publishing_leaves_alone_what_editors_write(db):
    draft = DraftFactory(initiative=InitiativeFactory(title_en="Old title"))
    stale = draft.initiative
    Initiative.objects.filter(pk=stale.pk).update(title_en="New title")

    publish(update=draft, by=UserFactory())

    assert Initiative.objects.get().title_en == "New title"


def test_each_entry_of_a_publication_has_the_two_persons_who_made_it(editor, reviewer):
    """What nobody is known to have written was chosen, or typed, by who proposed the rest."""
    known = SpeakerFactory(stays_draft=True)
    speakers_author = draft(row=known, by=UserFactory()).created_by
    citation = CitationFactory(speaker=known)
    initiative = InitiativeFactory(plan=ActionPlanFactory(stays_draft=True, reference=citation))
    before = LedgerEntry.objects.count()

    approved(by=editor, reviewer=reviewer, initiative=initiative, reference=citation)

    said = Attribution.objects.filter(entry__sequence__gt=before)
    assert {one.entry.kind: (one.wrote, one.approved) for one in said} == {
        kind: (speakers_author if kind == "speaker" else editor, reviewer)
        for kind in ("source", "speaker", "citation", "plan", "initiative", "update")
    }
