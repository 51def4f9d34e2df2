from datetime import date

import pytest
from django.utils import translation

from tests import factories as make
from tracker.forms.update import UpdateForm
from tracker.models import Country, Source, StatusUpdate

TODAY = date(2026, 6, 15)
QUOTE = "The test bridge is open, they said."
NEW_SOURCE = {
    "source-publisher": "Test Times", "source-language": "en", "source-published_on": "2026-05",
    "source-url": "https://times.example/", "source-text": "One.\r\nA bridge like no other.",
}  # fmt: skip


@pytest.fixture
def initiative(db):
    return make.published_initiative()


@pytest.fixture
def source(initiative):
    return Source.objects.get()


def update_form(initiative, data=None, *, countries=None):
    countries = Country.objects.none() if countries is None else countries
    update = StatusUpdate(initiative=initiative)
    known = {"countries": countries, "sources": Source.objects.all()}
    return UpdateForm(data, today=TODAY, instance=update, **known)


def typed(**changes):
    return {
        "status": "delivered", "evidence": "documented", "changed_on": "2026-04", "country": "",
        "sentence_en": "The bridge is there.", "quote": QUOTE, "source": "", **changes,
    }  # fmt: skip


def labels(form, field):
    return [str(label) for _value, label in form.fields[field].choices]


def told(form, field):
    """Return the words of the errors at a field of a form."""
    return " ".join(form.errors.get(field, []))


def test_what_is_complete_is_valid_and_has_its_source(initiative, source):
    form = update_form(initiative, typed(source=source.pk))

    assert form.is_valid(), form.errors
    assert (form.cleaned_data["source"], form.cleaned_data["quote"]) == (source, QUOTE)


def test_the_choices_are_named_in_words_of_the_site(initiative, source):
    testland = make.CountryFactory(name_en="Testland")
    make.CountryFactory(name_en="Elsewhere")

    form = update_form(initiative, countries=Country.objects.filter(pk=testland.pk))

    assert labels(form, "status")[:2] == ["Choose…", "Announced"]
    assert labels(form, "evidence")[:2] == ["Choose…", "No evidence found"]
    assert labels(form, "source") == ["Find it by the quote", "Test Gazette, 1 March 2026"]
    assert labels(form, "country") == ["The whole initiative", "Testland"]
    assert form["sentence_kk"].label == "Sentence (Kazakh)"


def test_the_first_update_of_an_initiative_is_of_the_whole(db):
    form = update_form(make.InitiativeFactory(), countries=Country.objects.all())

    assert "country" not in form.fields


def test_only_a_form_that_is_opened_has_the_focus(initiative):
    assert "autofocus" in str(update_form(initiative)["status"])
    assert "autofocus" not in str(update_form(initiative, typed())["status"])


@pytest.mark.parametrize("day", ["2026-06-15", "2026-06", "2026", "2026~"])
def test_what_may_have_begun_by_today_has_happened(initiative, day):
    assert not told(update_form(initiative, typed(changed_on=day)), "changed_on")


@pytest.mark.parametrize("day", ["2026-06-16", "2026-07", "2026-35", "2027", "2026-07/2027"])
def test_an_update_does_not_tell_of_the_future(initiative, day):
    form = update_form(initiative, typed(changed_on=day))

    assert "This date is in the future" in told(form, "changed_on")


def test_a_date_that_cannot_be_read_is_told_right_ones(initiative):
    form = update_form(initiative, typed(changed_on="in spring"))

    assert "for example 2026, May 2026 or 15.05.2026" in told(form, "changed_on")
    assert form["changed_on"].value() == "in spring"


@pytest.mark.parametrize("language", ["en", "ru", "uz"])
def test_a_sentence_in_one_language_will_do(initiative, language):
    data = typed(sentence_en="") | {f"sentence_{language}": "Test."}

    assert update_form(initiative, data).is_valid()


def test_a_sentence_in_no_language_is_told_at_that_of_the_reader(initiative):
    with translation.override("kk"):
        form = update_form(initiative, typed(sentence_en="  "))
        assert set(form.errors) == {"sentence_kk"}


@pytest.mark.parametrize(
    ("field", "value"),
    [("status", "promised"), ("status", ""), ("evidence", "proven"), ("country", "0")],
)
def test_what_is_no_choice_is_told_at_its_field_and_kept(initiative, field, value):
    form = update_form(initiative, typed(**{field: value}))

    assert set(form.errors) == {field}
    assert form[field].value() == value


def test_a_country_of_which_the_person_may_not_speak_is_no_choice(initiative):
    mine, other = make.CountryFactory(), make.CountryFactory()
    countries = Country.objects.filter(pk=mine.pk)

    refused = update_form(initiative, typed(country=other.pk), countries=countries)
    allowed = update_form(initiative, typed(country=mine.pk), countries=countries)

    assert set(refused.errors) == {"country"}
    assert allowed.is_valid()


@pytest.mark.parametrize("quote", ["short", "x" * 11, ""])
def test_a_quote_stands_alone(initiative, quote):
    assert "quote" in update_form(initiative, typed(quote=quote)).errors


def test_a_quote_that_leaves_its_source_is_told_where(initiative, source):
    form = update_form(initiative, typed(quote="The test bridge is shut.", source=source.pk))

    assert set(form.errors) == {"quote"}
    assert "It agrees up to “The test bridge is ”" in told(form, "quote")


def test_white_space_around_a_quote_is_no_part_of_it(initiative):
    form = update_form(initiative, typed(quote=f"\r\n {QUOTE} \r\n"))

    assert form.is_valid()
    assert form.cleaned_data["quote"] == QUOTE


def test_a_source_is_found_by_its_quote(initiative, source):
    form = update_form(initiative, typed())

    assert form.is_valid()
    assert form.cleaned_data["source"] == source


def test_a_quote_of_no_source_asks_for_one(initiative):
    form = update_form(initiative, typed(quote="Nobody ever said this."))

    assert set(form.errors) == {"source"}
    assert "No archived source has this quote" in told(form, "source")


def test_a_quote_of_several_sources_asks_which(initiative, source):
    other = make.SourceFactory()

    unsure = update_form(initiative, typed())
    sure = update_form(initiative, typed(source=other.pk))

    assert set(unsure.errors) == {"source"}
    assert "Several archived sources have this quote" in told(unsure, "source")
    assert sure.is_valid()
    assert sure.cleaned_data["source"] == other


def test_a_choice_that_is_none_is_told_once(initiative):
    form = update_form(initiative, typed(source="0"))

    assert len(form.errors["source"]) == 1
    assert "Select a valid choice" in told(form, "source")


def test_a_new_source_is_read_with_its_quote(initiative):
    form = update_form(initiative, typed(quote="A bridge like no other.") | NEW_SOURCE)

    assert form.is_valid(), form.errors
    new = form.cleaned_data["source"]
    assert (new.pk, new.publisher, new.text) == (
        None,
        "Test Times",
        "One.\nA bridge like no other.",
    )


def test_a_new_source_that_lacks_something_is_told_there(initiative):
    form = update_form(initiative, typed() | NEW_SOURCE | {"source-text": ""})

    assert "The new source is not complete." in told(form, "__all__")
    assert set(form.new_source.errors) == {"text"}
    assert form.new_source["publisher"].value() == "Test Times"


def test_a_source_is_chosen_or_entered_and_not_both(initiative, source):
    form = update_form(initiative, typed(source=source.pk) | NEW_SOURCE)

    assert "not both" in told(form, "source")
