"""What becomes public along with a row: all that it names and that is not, each after its needs."""

import pytest

from tests import factories as make
from tests.actions import steps
from tracker.actions.nouns import draft
from tracker.models import Reference, Revision
from tracker.models.needed import is_out, needed
from tracker.models.record_fields import citations_text


def test_what_is_public_needs_nothing(db):
    update = make.published_update(country=None)

    assert needed(update) == []
    assert needed(make.OrganizationFactory()) != []  # itself, whoever asks


def test_an_update_needs_its_initiative_its_country_and_whom_and_what_it_quotes(db):
    speaker = make.SpeakerFactory(stays_draft=True)
    spoken_of = speaker.references.get().citation
    quote, country = make.CitationFactory(speaker=speaker), make.CountryFactory(stays_draft=True)
    update = make.DraftFactory(reference=quote, country=country)

    assert needed(update) == [
        update.initiative, country, spoken_of.source, spoken_of, speaker, quote.source,
    ]  # fmt: skip


def test_an_initiative_needs_all_that_it_names_but_what_it_is_part_of(db):
    links = {
        "events": [make.EventFactory(stays_draft=True)],
        "themes": [make.ThemeFactory(stays_draft=True)],
        "countries": [make.CountryFactory(stays_draft=True), make.CountryFactory()],
        "organizations": [make.OrganizationFactory(stays_draft=True)],
        "working_groups": [make.WorkingGroupFactory(stays_draft=True)],
    }
    plan = make.ActionPlanFactory(stays_draft=True)
    event = make.EventFactory(stays_draft=True)
    initiative = make.InitiativeFactory(
        plan=plan, announced_at=event, parent=make.InitiativeFactory(), **links
    )
    deadline = make.CitationFactory()
    Reference.objects.create(citation=deadline, initiative=initiative)

    found = needed(initiative)

    named = [plan, event, deadline, *(rows[0] for rows in links.values())]
    assert {*named, deadline.source} <= {*found}
    assert found[-1] == initiative
    assert initiative.parent not in found
    assert not any(row.published_at for row in links["countries"] if row in found)


def test_each_comes_once_and_after_what_it_needs(db):
    country = make.CountryFactory(stays_draft=True)
    place = make.PlaceFactory(country=country, stays_draft=True)
    event = make.EventFactory(place=place, country=country, stays_draft=True)
    quote = event.references.get().citation

    found = needed(event)

    assert len(found) == len({*found}) == 5
    assert found.index(country) < found.index(place) < found.index(event) == 4
    assert found.index(quote.source) < found.index(quote)


def test_two_drafts_that_name_one_another_come_together(db):
    """A body says by a quote what it is, and the quote is of a person of the body."""
    body = make.OrganizationFactory(stays_draft=True)
    speaker = make.SpeakerFactory(stays_draft=True, organization=body)
    quote = make.CitationFactory(speaker=speaker)
    body.references.update(citation=quote)

    assert {body, speaker, quote} <= {*needed(body)}
    assert {body, speaker, quote} <= {*needed(speaker)}
    assert needed(body)[-1] == body
    assert needed(speaker)[-1] == speaker


def test_a_revision_needs_its_new_noun_and_the_quotes_that_it_rests_on(editor):
    theme = make.ThemeFactory(stays_draft=True)
    new = draft(row=theme, by=editor)
    quote, initiative = make.CitationFactory(), make.published_initiative()
    [moved] = steps.proposal(initiative, by=editor, due="2030", quotes=[quote])

    assert needed(new) == [theme]
    assert needed(moved) == [quote.source, quote]


def test_a_revision_needs_the_quotes_that_it_lets_a_noun_rest_on(editor):
    body, added = make.OrganizationFactory(), make.CitationFactory()
    known = body.references.get().citation
    [revision] = steps.proposal(
        body, by=editor, quotes=[known], citations=citations_text([known, added])
    )

    assert needed(revision) == [added.source, added]


def test_a_revision_of_a_field_needs_nothing_of_the_noun(editor):
    """It is public; what it will be linked to must be, too."""
    [revision] = steps.proposal(make.ThemeFactory(), by=editor, name_en="Another")

    assert isinstance(revision, Revision)
    assert needed(revision) == []


@pytest.mark.parametrize("factory", [make.ThemeFactory, make.EventFactory])
def test_a_noun_is_out_once_it_is_published(db, factory):
    assert is_out(factory())
    assert not is_out(factory(stays_draft=True))


def test_a_source_is_out_once_the_ledger_says_what_it_is(db):
    assert not is_out(make.SourceFactory())
    assert is_out(make.published_update().references.get().citation.source)
