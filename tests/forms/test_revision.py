import pytest

from tests import factories as make
from tracker.forms.revision import RevisionForm
from tracker.models.revision import texts_now
from tracker.models.version import version_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def initiative(db):
    return make.published_initiative(
        title_en="Test bridge", title_ru="Мост", original_due="2027", summary_en="One."
    )


def typed(row, **changes):
    return texts_now(row) | {"reason": "Test", "version": version_of(row)} | changes


def test_the_form_opens_with_the_texts_as_they_stand(initiative):
    form = RevisionForm(row=initiative)

    assert form["title_en"].value() == "Test bridge"
    assert form["title_kk"].value() == ""
    assert form["due"].value() == "2027"
    assert form["version"].value() == version_of(initiative)


def test_the_fields_are_named_by_text_and_language_and_the_reason_comes_last(initiative):
    form = RevisionForm(row=initiative)

    assert form["title_ru"].label == "Title (Russian)"
    assert form["due"].label == "Present deadline"
    first, *_texts, last = form.fields
    assert (first, last) == ("version", "reason")


def test_the_changes_are_all_texts_with_those_that_were_typed(initiative):
    form = RevisionForm(typed(initiative, title_ru="Новый мост", due="2027-33"), row=initiative)

    assert form.is_valid(), form.errors
    assert form.changes == texts_now(initiative) | {"title_ru": "Новый мост", "due": "2027-33"}


def test_a_revision_needs_a_reason(initiative):
    form = RevisionForm(typed(initiative, reason=" "), row=initiative)

    assert set(form.errors) == {"reason"}


def test_a_deadline_that_cannot_be_read_is_told_at_its_field(initiative):
    form = RevisionForm(typed(initiative, due="in spring"), row=initiative)

    assert set(form.errors) == {"due"}
    assert form["due"].value() == "in spring"


def test_a_deadline_may_be_taken_away_and_the_period_of_a_plan_not(initiative):
    plan = make.ActionPlanFactory()

    assert RevisionForm(typed(initiative, due=""), row=initiative).is_valid()
    assert set(RevisionForm(typed(plan, period=""), row=plan).errors) == {"period"}


def test_a_title_is_no_longer_than_its_column(initiative):
    form = RevisionForm(typed(initiative, title_en="x" * 301), row=initiative)

    assert set(form.errors) == {"title_en"}


def test_the_publisher_of_a_source_must_be_there_and_its_title_not():
    source = make.published_update().references.get().citation.source

    assert RevisionForm(typed(source, title=""), row=source).is_valid()
    assert set(RevisionForm(typed(source, publisher=""), row=source).errors) == {"publisher"}


def test_what_is_frozen_is_asked_for_only_in_the_languages_that_it_lacks():
    update = make.published_update(sentence_en="One.", sentence_ru="Один.")

    form = RevisionForm(row=update, language="kk")

    assert form.language == "kk"
    assert [name for name in form.fields if name.startswith("sentence_")] == [
        "sentence_tr", "sentence_az", "sentence_kk", "sentence_ky", "sentence_uz",
    ]  # fmt: skip


def test_the_differences_are_those_from_what_stands(initiative):
    data = typed(initiative, title_en="Typed", summary_en="")

    form = RevisionForm(data, row=initiative)

    assert form.differences() == [
        ("Title (English)", "Test bridge", "Typed"), ("Summary (English)", "One.", ""),
    ]  # fmt: skip
