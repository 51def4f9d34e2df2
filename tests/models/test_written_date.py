import pytest
from django import forms
from django.apps import apps
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.test import RequestFactory
from django.utils import translation

from tests import factories as make
from tests.html import compact
from tracker.forms.milestone import MilestoneForm
from tracker.forms.revision import RevisionForm
from tracker.forms.source import SourceForm
from tracker.forms.update import UpdateForm
from tracker.models.fields import EDTFField
from tracker.models.written_date import WrittenDateField


class DatedForm(forms.Form):
    due = WrittenDateField(help_text="As exact as the source.")


def dated(due, **others):
    """Return the form with a text and what was chosen or ticked beside it, cleaned."""
    form = DatedForm({"due": due} | {f"due-{name}": value for name, value in others.items()})
    form.is_valid()
    return form


def error(form):
    [found] = form.errors.as_data()["due"]
    return found.code, " ".join(form.errors["due"])


@pytest.mark.parametrize(
    ("text", "date", "words"),
    [
        ("28.11.2026", "2026-11-28", "28 November 2026"),
        (" III квартал 2026 ", "2026-35", "third quarter of 2026"),
        ("2026 жылғы қараша", "2026-11", "November 2026"),
        ("2026-41", "2026-41", "second half of 2026"),
    ],
)
def test_a_date_is_kept_as_edtf_and_shown_in_words(text, date, words):
    form = dated(text)

    assert form.cleaned_data["due"] == date
    assert f'<p class="help" id="id_due_understood">Understood: {words}</p>' in compact(
        str(form["due"])
    )
    assert 'aria-describedby="id_due_helptext id_due_understood"' in str(form["due"])
    assert form["due"].value() == text


def test_what_was_understood_is_said_in_the_language_of_the_reader():
    with translation.override("ru"):
        assert "третий квартал 2026 года" in str(dated("2026-Q3")["due"])


def test_what_stands_already_is_said_in_words_and_is_no_change():
    form = DatedForm({"due": "Q3 2026"}, initial={"due": "2026-35"})

    assert not form.has_changed()
    assert "third quarter of 2026" in str(DatedForm(initial={"due": "2026-35"})["due"])
    assert "Understood" not in str(DatedForm()["due"])


def test_what_cannot_be_read_is_told_how_to_write_it():
    code, words = error(dated("end of 2026"))

    assert code == "wrong_date"
    assert "“end of 2026” is not a date that we can read" in words
    assert "Understood" not in str(dated("end of 2026")["due"])


def test_the_examples_that_we_give_are_read_in_every_language():
    for language in ("en", "ru", "kk", "ky", "uz", "az", "tr"):
        with translation.override(language):
            help_text = str(EDTFField().formfield().help_text)
            for example in help_text.partition(":")[2].rstrip(".").split(", "):
                assert WrittenDateField().clean(example), (language, example)


def test_what_is_ambiguous_is_asked_in_words():
    form = dated("03/04/2026")

    code, words = error(form)
    assert code == "ambiguous"
    assert "3 April 2026; 4 March 2026" in words
    html = compact(str(form["due"]))
    assert "<legend>Which date is meant?</legend>" in html
    for date, shown in (("2026-04-03", "3 April 2026"), ("2026-03-04", "4 March 2026")):
        assert f'<input type="radio" name="due-meant" value="{date}"> {shown}</label>' in html


def test_a_reading_that_is_chosen_is_the_date():
    form = dated("03/04/2026", meant="2026-03-04")

    assert form.cleaned_data["due"] == "2026-03-04"
    assert form["due"].value() == "2026-03-04"


@pytest.mark.parametrize(("text", "meant"), [("03/05/2026", "2026-03-04"), ("03/04/2026", "2027")])
def test_a_choice_counts_only_for_the_text_that_it_was_asked_of(text, meant):
    assert error(dated(text, meant=meant))[0] == "ambiguous"


@pytest.mark.parametrize("text", ["1899", "2201-05", "0001", "31.12.9999", "1899/2026", "3013"])
def test_a_date_far_from_our_time_wants_a_tick(text):
    form = dated(text)

    assert error(form)[0] == "odd_date"
    html = str(form["due"])
    assert 'type="checkbox"' in html
    assert "checked" not in html


@pytest.mark.parametrize("text", ["1900", "2200-12-31", "2026"])
def test_any_other_date_wants_none(text):
    assert "checkbox" not in str(dated(text)["due"])
    assert not dated(text).errors


def test_a_tick_counts_only_for_the_text_that_it_was_asked_of():
    ticked = dated("1 May 1850", sure="1850-05-01")

    assert ticked.cleaned_data["due"] == "1850-05-01"
    assert "checked" in str(ticked["due"])
    assert error(dated("1 May 1851", sure="1850-05-01"))[0] == "odd_date"


def test_what_stands_in_the_record_was_meant():
    html = str(DatedForm(initial={"due": "1850"})["due"])

    assert 'name="due-sure" value="1850" checked' in compact(html)


@pytest.mark.parametrize("text", ["\x00", "2026\x00", "\u200b", "9" * 70_000, "<b>", "%s"])
def test_whatever_is_typed_is_refused_and_shown(text):
    form = dated(text)

    assert "due" in form.errors
    assert str(form["due"])


def test_a_date_that_may_be_missing_may():
    assert WrittenDateField(required=False).clean("") == ""
    with pytest.raises(ValidationError):
        WrittenDateField().clean("")


def asked_by_the_admin():
    for page in admin.site._registry.values():
        request = RequestFactory().get("/")
        request.user = make.UserFactory(is_superuser=True, is_staff=True)
        for name, field in page.get_form(request).base_fields.items():
            yield page.model, name, field


def test_every_form_asks_for_a_date_as_people_write_it(rows):
    dates = {
        (model, field.name)
        for model in apps.get_app_config("tracker").get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, EDTFField)
    }
    asked = [(model, name, field) for model, name, field in asked_by_the_admin()]
    for form_class in (MilestoneForm, SourceForm, UpdateForm):
        fields = form_class.base_fields.items()
        asked += [(form_class._meta.model, name, field) for name, field in fields]
    for name in ("initiative", "actionplan", "source"):
        model = type(rows[name])
        asked += [
            (model, column, field) for column, field in RevisionForm(row=rows[name]).fields.items()
        ]

    of_dates = [(model, name) for model, name, field in asked if (model, name) in dates]
    others = [
        (model, name)
        for model, name, field in asked
        if (model, name) in dates and not isinstance(field, WrittenDateField)
    ]
    assert others == []
    assert len(set(of_dates)) >= 9
