import pytest
from django import forms
from django.utils import translation

from tests import factories as make
from tracker.forms.source import ArchivedTextField, SourceForm, name_the_blank

TYPED = {
    "publisher": "Test Times", "title": "", "language": "en", "url": "https://times.example/",
    "published_on": "2026-05", "text": "One.\r\nTwo.",
}  # fmt: skip


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        (" One.\r\nTwo. ", " One.\nTwo. "),
        ("One.\n\n\tTwo.\n", "One.\n\n\tTwo.\n"),
        ("a\rb", "a\rb"),
        ("Ққ „quote“ \u00a0", "Ққ „quote“ \u00a0"),
    ],
)
def test_a_text_is_kept_as_it_was_pasted_but_for_the_ends_of_lines(pasted, kept):
    assert ArchivedTextField().clean(pasted) == kept


def test_a_quote_is_stripped_where_the_field_says_so():
    assert ArchivedTextField(strip=True).clean(" \r\nOne. ") == "One."


def test_a_text_must_be_there():
    with pytest.raises(forms.ValidationError):
        ArchivedTextField().clean("")


def test_the_empty_choice_of_a_select_has_a_word_of_ours_and_stays_the_only_one():
    class Form(forms.Form):
        choice = forms.ChoiceField(choices=[("", "---------"), ("a", "A")])

    form = Form()
    name_the_blank(form.fields["choice"])

    assert form.fields["choice"].choices == [("", "Choose…"), ("a", "A")]


def test_the_languages_that_sources_are_often_in_are_offered_by_their_names():
    with translation.override("ru"):
        field = str(SourceForm(prefix="source")["language"])

    assert 'list="id_source-language_offered"' in field
    assert '<datalist id="id_source-language_offered">' in field
    assert '<option value="ky">Кыргызский</option>' in field


@pytest.mark.parametrize(("typed", "kept"), [("FA", "fa"), ("uz_cyrl", "uz-Cyrl")])
def test_a_source_may_be_in_any_language(db, typed, kept):
    form = SourceForm(TYPED | {"language": typed})

    assert form.is_valid(), form.errors
    assert form.instance.language == kept


def test_a_letter_or_a_speech_needs_no_address(db):
    assert SourceForm(TYPED | {"url": ""}).is_valid()


def test_what_is_complete_is_valid(db):
    form = SourceForm(TYPED)

    assert form.is_valid(), form.errors
    assert form.cleaned_data["text"] == "One.\nTwo."


@pytest.mark.parametrize(
    ("slip", "message"),
    [
        ({"publisher": ""}, "This field is required."),
        ({"language": ""}, "This field is required."),
        ({"language": "Russian"}, "is not the code of a language: write it like ru, kk or"),
        ({"url": "times"}, "Enter a valid URL."),
        ({"published_on": "in spring"}, "is not a date that we can read"),
        ({"text": ""}, "This field is required."),
    ],
)
def test_a_slip_is_told_at_its_field_and_kept(db, slip, message):
    [(field, value)] = slip.items()

    form = SourceForm(TYPED | slip)

    assert set(form.errors) == {field}
    assert message in form.errors[field][0]
    assert form[field].value() == value


def test_a_text_that_is_archived_already_is_named(db):
    known = make.SourceFactory(text="One.\nTwo.")

    form = SourceForm(TYPED)

    assert set(form.errors) == {"text"}
    assert f"archived already, as “{known}”" in form.errors["text"][0]
