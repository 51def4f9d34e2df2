"""Every form of ours refuses a text that nobody sees; the forms are found, not listed."""

import pytest
from django import forms
from django.contrib import admin

from tracker.admin.base import VersionedAdmin
from tracker.forms.visible import VisibleTexts


def subclasses(cls):
    for one in cls.__subclasses__():
        yield one
        yield from subclasses(one)


OURS = [one for one in subclasses(forms.BaseForm) if one.__module__.startswith("tracker.forms.")]
OF_PASSWORDS = {"OwnPasswordForm", "OwnPasswordChangeForm", "ForgottenForm"}
"""They hold no text that anybody reads, and those of the login neither."""


@pytest.mark.parametrize("form", OURS, ids=lambda form: form.__name__)
def test_every_form_asks_for_something_to_read(form):
    is_of_login = form.__module__ == "tracker.forms.login"
    assert issubclass(form, VisibleTexts) or form.__name__ in OF_PASSWORDS or is_of_login


def test_every_form_of_the_data_entry_does():
    other = [
        type(model_admin).__name__
        for model_admin in admin.site._registry.values()
        if isinstance(model_admin, VersionedAdmin)
        and not issubclass(model_admin.form, VisibleTexts)
    ]

    assert other == []


class Form(VisibleTexts, forms.Form):
    text = forms.CharField()
    note = forms.CharField(required=False)


@pytest.mark.parametrize("name", ["text", "note"])
@pytest.mark.parametrize("typed", ["\u200b", "\u2060\u200d", "\u3164", "\u00ad \u2800"])
def test_what_is_not_seen_is_told_at_its_field(name, typed):
    form = Form({"text": "Test", "note": "", name: typed})

    assert list(form.errors) == [name]
    assert form.has_error(name, "invisible")


def test_an_empty_note_stays_empty():
    assert Form({"text": "\u200bTest", "note": ""}).is_valid()
