"""The summary at the head of a form: what is wrong, and a link to each field."""

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation

from tests.html import compact


class SomeForm(forms.Form):
    title = forms.CharField(max_length=3)
    kind = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    version = forms.CharField(widget=forms.HiddenInput)

    def clean(self):
        raise forms.ValidationError("<b>Nothing</b> fits.")


def summary(form, words=""):
    template = Template('{% include "_includes/errors.html" with x=1 ' + words + " %}")
    return compact(template.render(Context({"form": form})))


def test_each_wrong_field_is_named_linked_and_told():
    html = summary(SomeForm({"x-title": "Long"}, prefix="x"))

    assert 'role="alert" tabindex="-1" autofocus' in html
    assert "<p>Nothing was saved yet:</p>" in html
    told = "Ensure this value has at most 3 characters (it has 4)."
    assert f'<li><a href="#id_x-title">Title</a>: {told}</li>' in html
    assert '<li><a href="#id_x-kind_0">Kind</a>: This field is required.</li>' in html


def test_what_belongs_to_no_field_that_is_seen_has_no_link():
    html = summary(SomeForm({"title": "Abc", "kind": "a"}))

    assert "<li>&lt;b&gt;Nothing&lt;/b&gt; fits.</li><li>This field is required.</li>" in html
    assert "<a" not in html


@pytest.mark.parametrize(
    ("words", "said"), [("sent=True", "<p>Nothing was sent yet:</p>"), ("alone=True", "")]
)
def test_the_summary_says_what_became_of_it(words, said):
    html = summary(SomeForm({}), words)

    assert f"autofocus>{said}<ul>" in html


@pytest.mark.parametrize("form", [None, "", SomeForm()])
def test_nothing_is_said_of_what_was_not_sent(form):
    assert summary(form).strip() == ""


def test_it_is_in_the_language_of_the_reader():
    with translation.override("ky"):
        html = summary(SomeForm({}))

    assert "Nothing" not in html.replace("&lt;b&gt;Nothing&lt;/b&gt;", "")
    assert "This field" not in html
