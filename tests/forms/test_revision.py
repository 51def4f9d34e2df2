import pytest

from tests import factories as make
from tracker.forms.revision import RevisionForm
from tracker.models.record_fields import is_linked
from tracker.models.revision import revisable_columns, target_name, texts_now
from tracker.models.translated import in_each_language
from tracker.models.version import version_of
from tracker.vocabulary import RECORD

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
    texts = [*in_each_language("title").values(), *in_each_language("summary").values(), "due"]
    now = texts_now(initiative)
    expected = {name: now[name] for name in texts}
    assert form.changes == expected | {"title_ru": "Новый мост", "due": "2027-33"}


@pytest.mark.parametrize("text", ["One.\nTwo.", "One.\r\nTwo."])
def test_what_browsers_make_of_the_ends_of_lines_is_no_change(text):
    initiative = make.published_initiative(summary_en=text, title_en="Bridge")

    same = RevisionForm(typed(initiative, summary_en="One.\r\nTwo."), row=initiative)
    other = RevisionForm(typed(initiative, summary_en="One.\r\nThree."), row=initiative)

    assert same.is_valid()
    assert other.is_valid()
    assert same.changes["summary_en"] == text
    assert other.changes["summary_en"] == "One.\nThree."


@pytest.mark.parametrize("model", ["initiative", "actionplan", "source"])
def test_links_and_quotes_are_changed_in_the_data_entry(model, rows):
    row = rows[model]

    asked = {*RevisionForm(row=row).columns}

    fields = RECORD[target_name(type(row))]
    linked = {str(field) for field in fields if is_linked(type(row), field)}
    assert linked.isdisjoint(asked)
    assert asked | linked == {*revisable_columns(row)}


def test_what_rests_on_a_quote_asks_for_one_and_for_what_happened(initiative):
    """The record asks for a reason where a quote alone is not enough."""
    form = RevisionForm(typed(initiative, reason=" "), row=initiative)

    assert form.is_valid(), form.errors
    assert {"quotes", "corrects"} <= form.fields.keys()
    assert form.cleaned_data["corrects"] is False


def test_what_is_no_claim_needs_a_reason():
    source = make.published_update().references.get().citation.source
    form = RevisionForm(typed(source, reason=" "), row=source)

    assert set(form.errors) == {"reason"}
    assert not {"quotes", "corrects"} & form.fields.keys()


def test_a_translation_needs_a_reason_and_no_quote():
    form = RevisionForm({"reason": ""}, row=make.published_update(), language="kk")

    assert set(form.errors) >= {"reason"}
    assert not {"quotes", "corrects"} & form.fields.keys()


def test_a_quote_is_found_in_the_source_that_has_it(initiative):
    source = make.SourceFactory(text="They said that it opens in 2028.\nNo earlier.")
    make.SourceFactory(text="They said that it opens in 2029.")

    form = RevisionForm(
        typed(initiative, due="2028", quotes=" opens in 2028.\r\nNo earlier. "), row=initiative
    )
    other = RevisionForm(typed(initiative, due="2028", quotes="it opens in 2030."), row=initiative)

    assert form.is_valid(), form.errors
    assert form.source == source
    assert form.cleaned_data["quotes"] == "opens in 2028.\nNo earlier."
    assert set(other.errors) == {"quotes"}
    assert other.source is None


def test_what_was_wrong_from_the_beginning_is_said_so(initiative):
    form = RevisionForm(typed(initiative, corrects="yes"), row=initiative)

    assert form.is_valid(), form.errors
    assert form.cleaned_data["corrects"] is True


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
