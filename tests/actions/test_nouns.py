"""Nouns on their way to the public: who wrote a draft, and what becomes public with what."""

import json

import pytest
from django.core.exceptions import ValidationError

from tests.actions.steps import (
    draft,
    emergency,
    entry_of,
    nothing_is_written,
    proposal,
    submission,
)
from tests.factories import (
    CitationFactory,
    CountryFactory,
    DraftFactory,
    EventFactory,
    InitiativeFactory,
    MilestoneFactory,
    OrganizationFactory,
    PlaceFactory,
    SpeakerFactory,
    ThemeFactory,
    make_public,
    published_initiative,
)
from tracker.actions import ledger, nouns, review, submissions
from tracker.actions.refusals import Conflict, NotAllowed, SelfApproval
from tracker.actions.verify import Verification
from tracker.models import (
    Alias,
    Initiative,
    LedgerEntry,
    Organization,
    Reference,
    Revision,
    Theme,
)
from tracker.models.record_fields import citation_text
from tracker.models.version import version_of


def whole():
    return list(Verification().findings()) == []


def hand_in(row, *, by):
    return review.hand_in(nouns.draft(row=row, by=by), by)


def payload_of(row):
    """Return what the entry of a row says, but by whom, and with what else it was proposed."""
    payload = json.loads(entry_of(row).payload)
    return {name: said for name, said in payload.items() if name not in ("by", "submission")}


def read(row):
    """Return the version of a row as somebody reads it anew."""
    return version_of(type(row).objects.get(pk=row.pk))


def approve(new, *, by):
    return submissions.approve(row=new, by=by, version=read(new))


# Who wrote it


def test_a_draft_is_a_revision_from_nothing(editor):
    theme = ThemeFactory(stays_draft=True, slug="the-theme")

    new = nouns.draft(row=theme, by=editor)

    assert (new.field, new.old, new.new, new.theme) == ("new", "", "the-theme", theme)
    assert (new.created_by, new.stage) == (editor, "draft")
    assert not Theme.objects.published().exists()


def test_whoever_writes_it_last_is_its_author(editor, administrator):
    theme = ThemeFactory(stays_draft=True)
    nouns.draft(row=theme, by=editor)

    nouns.draft(row=theme, by=administrator)

    assert [new.created_by for new in theme.revisions.all()] == [administrator]


def test_what_waited_is_a_draft_again_once_somebody_writes_it(editor):
    theme = ThemeFactory(stays_draft=True)
    waiting = hand_in(theme, by=editor)

    again = nouns.draft(row=theme, by=editor)

    assert again == waiting
    assert again.stage == "draft"


def test_a_step_and_a_quote_have_no_address_and_are_known_by_their_key(editor):
    step, quote = MilestoneFactory(), CitationFactory()

    assert nouns.draft(row=step, by=editor).new == str(step.pk)
    assert nouns.draft(row=quote, by=editor).new == str(quote.pk)


def test_the_authors_are_those_of_all_that_becomes_public(editor, administrator, author):
    theme, body = ThemeFactory(stays_draft=True), OrganizationFactory(stays_draft=True)
    nouns.draft(row=theme, by=editor)
    nouns.draft(row=body, by=administrator)
    body.themes.add(theme)
    update = draft(by=author, initiative=InitiativeFactory(organizations=[body]))

    assert nouns.authors_of(update) - {None} == {author, administrator, editor}
    assert nouns.authors_of(theme) - {None} == {editor}
    assert nouns.authors_of(ThemeFactory()) == {None}


# By itself


def test_a_noun_is_public_once_a_second_person_approves(editor, reviewer):
    country = CountryFactory()
    body = OrganizationFactory(
        stays_draft=True, slug="the-body", name_en="Test body", name_ru="Орган", proposed=True,
        country=country,
    )  # fmt: skip
    Alias.objects.create(organization=body, name="TB")
    quote = body.references.get().citation
    new = hand_in(body, by=editor)
    assert not Organization.objects.published().exists()

    approve(new, by=reviewer)

    [public] = Organization.objects.published()
    new.refresh_from_db()
    entry, payload = entry_of(public), payload_of(public)
    assert (new.stage, new.published_by, new.published_at) == (
        "published", reviewer, public.published_at,
    )  # fmt: skip
    assert entry.kind == "organization"
    assert payload == {
        "organization": "the-body",
        "name": {"en": "Test body", "ru": "Орган"},
        "classification": "fund",
        "proposed": "yes",
        "country": country.slug,
        "aliases": [["TB", ""]],
        "citations": citation_text(quote),
    }
    assert whole()


def test_what_it_needs_has_entries_before_its_own(editor, reviewer):
    theme = ThemeFactory(stays_draft=True)
    place = PlaceFactory(stays_draft=True, country=CountryFactory())
    event = EventFactory(stays_draft=True, place=place)
    event.themes.add(theme)

    approve(hand_in(event, by=editor), by=reviewer)

    kinds = LedgerEntry.objects.order_by("sequence").values_list("kind", flat=True)
    assert [*kinds] == ["country", "place", "theme", "source", "citation", "event"]
    assert whole()


def test_a_quote_that_a_noun_rests_on_is_said_with_its_particulars(editor, reviewer):
    speaker = SpeakerFactory()
    quote = CitationFactory(speaker=speaker, note_en="A doubt.")
    event = EventFactory(stays_draft=True, reference=quote)

    approve(hand_in(event, by=editor), by=reviewer)

    quote.refresh_from_db()
    assert payload_of(quote) == {
        "citation": citation_text(quote), "quote": quote.quote, "start": quote.start,
        "source": quote.source.sha256, "speaker": speaker.slug, "context": False,
        "note": {"en": "A doubt."},
    }  # fmt: skip


def test_two_drafts_that_name_one_another_are_published_together(editor, reviewer):
    body = OrganizationFactory(stays_draft=True)
    speaker = SpeakerFactory(stays_draft=True, organization=body)
    body.references.update(citation=CitationFactory(speaker=speaker))
    nouns.draft(row=speaker, by=editor)

    approve(hand_in(body, by=editor), by=reviewer)

    for row in (body, speaker):
        row.refresh_from_db()
        assert row.published_at == entry_of(row).recorded_at
        assert row.revisions.get().stage == "published"
    assert whole()


def test_the_author_of_what_comes_along_approves_nothing(editor, reviewer, second_reviewer):
    """Four eyes look at every noun, also at one that a click publishes by the way."""
    body = OrganizationFactory(stays_draft=True)
    speaker = SpeakerFactory(stays_draft=True, organization=body)
    body.references.update(citation=CitationFactory(speaker=speaker))
    nouns.draft(row=speaker, by=reviewer)
    new = hand_in(body, by=editor)

    with pytest.raises(SelfApproval), nothing_is_written():
        approve(new, by=reviewer)
    approve(new, by=second_reviewer)

    assert set(Organization.objects.published()) == {body}


def test_the_author_of_a_draft_does_not_approve_the_update_that_names_it(
    editor, reviewer, second_reviewer
):
    body = OrganizationFactory(stays_draft=True)
    nouns.draft(row=body, by=reviewer)
    update = submission(by=editor, initiative=InitiativeFactory(organizations=[body]))

    with pytest.raises(SelfApproval), nothing_is_written():
        submissions.approve(row=update, by=reviewer, version=read(update))
    submissions.approve(row=update, by=second_reviewer, version=read(update))

    [new] = body.revisions.all()
    assert (new.stage, new.created_by, new.published_by) == (
        "published", reviewer, second_reviewer,
    )  # fmt: skip
    assert whole()


def test_the_author_of_a_quote_does_not_approve_the_update_that_rests_on_it(
    editor, reviewer, second_reviewer
):
    quote = CitationFactory(note_en="A doubt.")
    nouns.draft(row=quote, by=reviewer)
    update = submission(by=editor, reference=quote)
    assert nouns.authors_of(update) >= {editor, reviewer}

    with pytest.raises(SelfApproval), nothing_is_written():
        submissions.approve(row=update, by=reviewer, version=read(update))
    submissions.approve(row=update, by=second_reviewer, version=read(update))

    assert nouns.authors_of(submission(by=editor, reference=quote)) >= {editor}
    assert reviewer not in nouns.authors_of(submission(by=editor, reference=quote))
    assert whole()


def test_what_comes_along_and_moved_meanwhile_is_a_conflict(editor, reviewer):
    body = OrganizationFactory(stays_draft=True)
    update = submission(by=editor, initiative=InitiativeFactory(organizations=[body]))
    version = read(update)
    Organization.objects.filter(pk=body.pk).update(name_ru="Другое")

    with pytest.raises(Conflict), nothing_is_written():
        submissions.approve(row=update, by=reviewer, version=version)


@pytest.mark.parametrize(
    "factory", [EventFactory, OrganizationFactory, MilestoneFactory, CountryFactory]
)
def test_no_claim_is_published_without_a_quote(editor, reviewer, factory):
    details = {"initiative": published_initiative()} if factory is MilestoneFactory else {}
    row = factory(stays_draft=True, **details)
    row.references.all().delete()
    new = hand_in(row, by=editor)

    with pytest.raises(ValidationError, match="not published without a citation") as refused:
        approve(new, by=reviewer)

    assert refused.value.code == "no_citation"
    assert not type(row).objects.published().exists()


@pytest.mark.parametrize("factory", [ThemeFactory, PlaceFactory])
def test_what_is_no_claim_needs_no_quote(editor, reviewer, factory):
    row = factory(stays_draft=True)

    approve(hand_in(row, by=editor), by=reviewer)

    assert list(type(row).objects.published()) == [row]


def test_a_step_is_not_published_before_its_initiative(editor, reviewer):
    step = MilestoneFactory()
    new = hand_in(step, by=editor)

    with pytest.raises(ValidationError, match="initiative that is not public") as refused:
        approve(new, by=reviewer)

    assert refused.value.code == "hidden"


def test_a_step_of_a_public_initiative_is_published_with_its_name(editor, reviewer):
    initiative = published_initiative(slug="bridge")
    step = MilestoneFactory(initiative=initiative, stays_draft=True, due="2027")

    approve(hand_in(step, by=editor), by=reviewer)

    step.refresh_from_db()
    payload = json.loads(entry_of(step).payload)
    assert (payload["milestone"], payload["initiative"], payload["due"]) == (
        step.pk, "bridge", "2027",
    )  # fmt: skip
    assert whole()


def test_an_initiative_is_published_by_its_first_update_alone(editor, reviewer, second_reviewer):
    initiative = InitiativeFactory()
    new = hand_in(initiative, by=editor)

    with pytest.raises(ValidationError, match="first update publishes"), nothing_is_written():
        approve(new, by=reviewer)
    update = submission(by=reviewer, initiative=initiative)
    submissions.approve(row=update, by=second_reviewer, version=read(update))

    new.refresh_from_db()
    initiative.refresh_from_db()
    assert (new.stage, new.published_by) == ("published", second_reviewer)
    assert new.published_at == initiative.published_at
    assert whole()


def test_who_wrote_an_initiative_does_not_approve_its_first_update(reviewer, second_reviewer):
    initiative = InitiativeFactory()
    nouns.draft(row=initiative, by=reviewer)
    update = submission(by=second_reviewer, initiative=initiative)

    with pytest.raises(SelfApproval), nothing_is_written():
        submissions.approve(row=update, by=reviewer, version=read(update))

    assert not Initiative.objects.published().exists()


def test_a_quote_of_context_is_published_by_itself(editor, reviewer):
    quote = CitationFactory(is_context=True)
    other = CitationFactory()

    approve(hand_in(quote, by=editor), by=reviewer)

    quote.refresh_from_db()
    assert entry_of(quote).kind == "citation"
    assert quote.source.recorded_at
    assert type(quote).objects.published().get() == quote != other
    assert whole()


def test_a_noun_is_published_once(editor, reviewer):
    new = hand_in(ThemeFactory(stays_draft=True), by=editor)
    approve(new, by=reviewer)
    new.refresh_from_db()

    with pytest.raises(ValidationError, match="does not wait"), nothing_is_written():
        approve(new, by=reviewer)


def test_what_became_public_with_another_does_not_wait_any_more(editor, reviewer):
    theme = ThemeFactory(stays_draft=True)
    new = hand_in(theme, by=editor)

    make_public(theme)

    assert not Revision.objects.submitted().exists()
    new.refresh_from_db()
    assert (new.stage, new.published_by) == ("published", None)


# What it makes public of other nouns


def test_what_is_named_by_nothing_that_is_published_stays_a_draft(db):
    body, other = OrganizationFactory(stays_draft=True), OrganizationFactory(stays_draft=True)
    DraftFactory(initiative=InitiativeFactory(organizations=[other]))

    make_public(body)

    other.refresh_from_db()
    assert other.published_at is None
    assert not Initiative.objects.published().exists()


def test_a_publication_that_fails_publishes_nothing_of_it(db):
    event = EventFactory(stays_draft=True, place=PlaceFactory(stays_draft=True))
    event.references.all().delete()

    with (
        pytest.raises(ValidationError),
        nothing_is_written(),
        ledger.publication() as publication,
    ):
        nouns.publish_needed(publication, event)

    event.place.refresh_from_db()
    assert event.place.published_at is None


# Discarded


def test_a_draft_that_nothing_names_is_discarded_with_its_noun(editor):
    body = OrganizationFactory(stays_draft=True)
    Alias.objects.create(organization=body, name="TB")
    new = nouns.draft(row=body, by=editor)

    review.discard(row=new, by=editor, version=read(new))

    assert not Organization.objects.exists()
    assert not Revision.objects.exists()
    assert not Reference.objects.exists()


def test_a_draft_that_something_names_stays_with_its_author(editor):
    """Else it could become public along with that, and nobody would have written it."""
    theme = ThemeFactory(stays_draft=True)
    new = nouns.draft(row=theme, by=editor)
    InitiativeFactory(themes=[theme])

    with pytest.raises(NotAllowed), nothing_is_written():
        review.discard(row=new, by=editor, version=read(new))

    assert nouns.authors_of(theme) >= {editor}


def test_a_quote_that_something_rests_on_is_named(db):
    assert nouns.is_named(OrganizationFactory(stays_draft=True).references.get().citation)
    assert not nouns.is_named(CitationFactory())


def test_what_is_proposed_of_a_draft_is_refused(editor):
    """It is written itself, until it is public."""
    theme = ThemeFactory(stays_draft=True, name_en="Hidden")

    with pytest.raises(ValidationError, match="“Hidden” is not public yet"), nothing_is_written():
        proposal(theme, by=editor, name_en="Another")


def test_in_an_emergency_ones_own_drafts_become_public_too(reviewer):
    """The label of the update says that one person did it."""
    initiative = InitiativeFactory()
    nouns.draft(row=initiative, by=reviewer)

    emergency(by=reviewer, initiative=initiative)

    new = Revision.objects.get(field="new")
    assert new.published_at
    assert new.published_by is None
    assert not list(Verification().findings())
