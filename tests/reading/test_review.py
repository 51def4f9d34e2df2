"""What a reviewer reads before a click: all that becomes public, and the texts it rests on."""

import pytest

from tests import factories as make
from tests.actions.steps import proposal as proposed
from tests.actions.steps import submission
from tracker.models import Reference
from tracker.models.record_fields import linked_model
from tracker.models.revision import noun_models
from tracker.reading.review import facts_of, proposal
from tracker.vocabulary import RECORD, RevisedField


def said(row):
    return {fact.field: [str(text) for text in fact.texts] for fact in facts_of(row)}


def test_a_noun_is_said_by_its_fields_and_what_is_empty_is_left_out(db):
    event = make.EventFactory(
        name_en="Test meeting", name_ru="Встреча", held_on="2026-05",
        place=make.PlaceFactory(name_en="Test town"),
    )  # fmt: skip

    assert said(event) == {
        "name": ["Test meeting", "Встреча"],
        "classification": ["summit"],
        "held_on": ["2026-05"],
        "place": ["Test town"],
    }


def test_an_initiative_is_said_with_its_kind_its_plan_and_its_first_deadline(db):
    initiative = make.InitiativeFactory(
        title_en="Test bridge", title_ru="", original_due="2027",
        plan=make.ActionPlanFactory(name_en="Test plan"),
    )  # fmt: skip
    initiative.countries.add(make.CountryFactory(name_en="Test state"))

    found = said(initiative)

    assert found["kind"] == ["Announced commitment"]
    assert found["plan"] == ["Test plan"]
    assert found["original_due"] == ["2027"]
    assert found["countries"] == ["Test state"]
    assert "due" not in found


@pytest.mark.parametrize("noun", sorted(RECORD))
def test_no_linked_field_is_left_out(noun):
    """What is linked is said by names, so each linked model needs one."""
    model = noun_models()[noun]
    for field in RECORD[noun]:
        if field not in (RevisedField.ALIASES, RevisedField.CITATIONS):
            linked = linked_model(model, field)
            assert linked is None or hasattr(linked, "name") or hasattr(linked, "title")


def test_what_becomes_public_comes_after_what_it_needs(editor):
    theme = make.ThemeFactory(stays_draft=True)
    initiative = make.InitiativeFactory()
    initiative.themes.add(theme)
    update = submission(by=editor, initiative=initiative)

    along = [one.row for one in proposal(update).along]

    assert along.index(theme) < along.index(initiative)
    assert update.references.get().citation.source in along


def test_the_whole_text_of_each_source_comes_once_with_every_quote_marked(editor):
    source = make.SourceFactory()
    quotes = [
        make.CitationFactory(source=source, quote=words)
        for words in (make.QUOTE, "The test bridge is open")
    ]
    initiative = make.InitiativeFactory(original_due="2027")
    Reference.objects.create(citation=quotes[0], initiative=initiative)
    update = submission(by=editor, initiative=initiative, reference=quotes[1])

    [text] = proposal(update).texts

    assert "".join(piece.text for piece in text.pieces) == source.text
    marked = [piece.text for piece in text.pieces if piece.is_quoted]
    assert marked == [make.QUOTE, "The test bridge is open"]


def test_a_change_shows_the_source_of_its_quote(editor):
    initiative = make.published_initiative(original_due="2026")

    [revision] = proposed(initiative, by=editor, due="2027")

    found = proposal(revision)
    assert not found.along
    assert [text.source for text in found.texts] == [revision.references.get().citation.source]
