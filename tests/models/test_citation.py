from datetime import UTC, datetime

import pytest
import time_machine
from django.core.exceptions import ValidationError

from tests import factories as make
from tests.actions import steps
from tracker import models
from tracker.models import Citation, Reference
from tracker.models import citation as module
from tracker.models.record_fields import citation_text


@pytest.fixture
def source(db):
    return make.SourceFactory(text="One test sentence, and it is long. Another test sentence.")


def cite(source, quote, **details):
    citation = Citation(source=source, quote=quote, **details)
    citation.full_clean()
    citation.save()
    return citation


def error_of(source, quote):
    with pytest.raises(ValidationError) as caught:
        cite(source, quote)
    [message] = caught.value.message_dict["quote"]
    return message


def test_a_quote_is_found_in_its_source(source):
    citation = cite(source, "Another test sentence.")

    assert source.text[citation.start : citation.end] == citation.quote


def test_a_quote_has_no_white_space_around_it_and_the_ends_of_lines_of_its_source(db):
    source = make.SourceFactory(text="One test line,\nand another one.")

    citation = cite(source, "  test line,\r\nand another \r\n")

    assert citation.quote == "test line,\nand another"


def test_a_quote_that_leaves_its_source_is_told_where(source):
    assert error_of(source, "One test sentence, and it is short.") == (
        "This quote is not in the text of the source. It agrees up to “One test sentence, and it"
        " is ”; then the quote has “short.” and the source “long. Another test sentence.”."
    )


def test_a_quote_of_something_else_is_told_to_be_copied(source):
    assert error_of(source, "Қазақстанның сөзі").endswith("Copy it word for word.")


def test_a_quote_is_long_enough_to_stand_alone(source):
    assert "at least 12 characters" in error_of(source, "One test se")
    assert cite(source, "One test sen").pk


def test_a_span_is_cited_once(source):
    citation = cite(source, "One test sentence, and it is long.")

    assert "already recorded" in error_of(source, "One test sentence, and it is long.")
    citation.full_clean()  # itself is no other


@pytest.mark.parametrize("quote", ["test sentence, and it is long.", "One test sentence, and"])
def test_spans_that_share_one_end_are_two(source, quote):
    cite(source, "One test sentence, and it is long.")

    assert cite(source, quote).pk


def test_the_same_span_of_another_source_is_another(source):
    other = make.SourceFactory(text="One test sentence, and no more.")
    cite(source, "One test sentence, and")

    assert cite(other, "One test sentence, and").pk


def test_a_long_quote_is_named_by_its_beginning(source):
    assert str(Citation(quote="x" * 120)) == "x" * 120
    assert str(Citation(quote="x" * 121)) == "x" * 119 + "…"


def test_a_quote_is_public_once_something_public_rests_on_it(db):
    draft = make.DraftFactory()
    citation = draft.references.get().citation
    before = Citation.objects.published().exists()

    make.published_update(initiative=draft.initiative, reference=citation)

    assert not before
    assert list(Citation.objects.published()) == [citation]


def test_a_quote_of_context_is_public_once_it_is_published(db):
    citation = make.CitationFactory(is_context=True)
    assert not Citation.objects.published().exists()
    with time_machine.travel("2026-06-02T12:00Z"):
        make.make_public(citation)

    def is_public(day):
        until = datetime(2026, 6, day, tzinfo=UTC)
        return Citation.objects.published(until=until).filter(pk=citation.pk).exists()

    assert list(Citation.objects.published()) == [citation]
    assert (is_public(2), is_public(3)) == (False, True)


def published_references():
    return set(Reference.objects.published())


def test_what_supports_a_draft_is_not_public(db):
    make.DraftFactory()
    make.MilestoneFactory()
    waiting = make.RevisionFactory(initiative=make.published_initiative())
    Reference.objects.create(citation=make.CitationFactory(), revision=waiting)

    assert {reference.target for reference in published_references()} == set(
        models.StatusUpdate.objects.published()
    )


def test_what_supports_a_withdrawn_update_is_not_public(reviewer):
    update = make.published_update()
    make.published_update(initiative=update.initiative, changed_on="2026-04")
    reference = update.references.get()

    steps.withdraw(update, by=reviewer)

    assert reference not in published_references()


@pytest.mark.parametrize(
    ("factory", "name"),
    [
        (make.ActionPlanFactory, "action_plan"),
        (make.EventFactory, "event"),
        (make.OrganizationFactory, "organization"),
        (make.WorkingGroupFactory, "working_group"),
        (make.SpeakerFactory, "speaker"),
        (make.MilestoneFactory, "milestone"),
        (make.DraftFactory, "update"),
        (make.RevisionFactory, "revision"),
        (make.CorrectionFactory, "correction"),
        (make.CountryFactory, "country"),
        (make.InitiativeFactory, "initiative"),
    ],
)
def test_a_reference_knows_what_it_supports(db, factory, name):
    row = factory()
    if not row.references.exists():
        Reference.objects.create(citation=make.CitationFactory(), **{name: row})

    assert row.references.get().target == row
    assert Reference.target_of(type(row)) == name


NOUNS = {
    "action_plan": make.ActionPlanFactory,
    "event": make.EventFactory,
    "organization": make.OrganizationFactory,
    "working_group": make.WorkingGroupFactory,
    "speaker": make.SpeakerFactory,
    "country": make.CountryFactory,
}


@pytest.mark.parametrize("target", NOUNS)
def test_what_supports_a_noun_is_public_from_the_day_of_the_noun_on(db, target):
    row, citation = NOUNS[target](stays_draft=True), make.CitationFactory()
    Reference.objects.create(citation=citation, **{target: row})
    before = Citation.objects.published().exists()
    with time_machine.travel("2036-06-02T12:00Z"):
        make.make_public(row)

    def is_public(day):
        until = datetime(2036, 6, day, tzinfo=UTC)
        return Citation.objects.published(until=until).filter(pk=citation.pk).exists()

    assert before is False
    assert (is_public(2), is_public(3)) == (False, True)


def test_quotes_are_found_by_the_names_that_the_record_gives_them(source):
    first, second = cite(source, "One test sentence,"), cite(source, "Another test sentence.")
    names = [citation_text(second), citation_text(first)]

    assert set(Citation.objects.called(names)) == {first, second}
    assert Citation.objects.called([f"{'0' * 64}:0-18", f"{source.sha256}:1-18"]) == []
    assert Citation.objects.called(["nonsense", f"{source.sha256}:x-y", ""]) == []


def test_the_page_of_a_source_has_its_quotes_in_order_and_names_few_of_their_uses(
    source, monkeypatch, django_assert_num_queries
):
    monkeypatch.setattr(module, "MOST_REFERENCES", 2)
    late, early = cite(source, "Another test sentence."), cite(source, "One test sentence,")
    for _n in range(3):
        make.EventFactory(reference=late)

    with django_assert_num_queries(2):
        quotes = list(source.citations.for_source_page())

    assert quotes == [early, late]
    assert [len(quote.first_references) for quote in quotes] == [0, 2]


def test_quotes_are_shown_by_the_date_of_their_source_and_then_by_their_place(db):
    old, new = (
        make.SourceFactory(published_on=day, text=f"{day}. One test sentence. Two test sentences.")
        for day in ("2025", "2026")
    )
    event = make.EventFactory(reference=cite(new, "One test sentence."))
    for quote in (cite(old, "Two test sentences."), cite(old, "One test sentence.")):
        Reference.objects.create(citation=quote, event=event)

    found = event.references.for_quotes()

    assert [(row.citation.source, row.citation.quote[:3]) for row in found] == [
        (old, "One"), (old, "Two"), (new, "One"),
    ]  # fmt: skip
