"""What is wrong in a form and in what belongs to it; the summary shows it."""

from types import SimpleNamespace

from django import forms
from django.contrib.admin.widgets import FilteredSelectMultiple
from django.forms import formset_factory
from django.utils import translation

from tracker.forms.mistakes import mistakes_in


class NameForm(forms.Form):
    name = forms.CharField(label="isim")


class GroupsForm(forms.Form):
    groups = forms.MultipleChoiceField(widget=FilteredSelectMultiple("groups", False))


def test_a_new_source_in_the_form_is_named_with_each_of_its_fields():
    form = NameForm({"name": "x"})
    form.new_source = NameForm({}, prefix="source")

    [mistake] = mistakes_in(form)

    assert mistake.id == "id_source-name"
    assert mistake.label == "A new source: Isim"


def test_a_label_begins_with_the_capital_of_its_language():
    with translation.override("tr"):
        assert mistakes_in(NameForm({}))[0].label == "İsim"


def test_what_the_admin_puts_below_a_form_is_told_too():
    rows = formset_factory(NameForm, min_num=1, max_num=1, validate_max=True)(
        {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", "form-1-name": "x"}
    )

    found = mistakes_in(NameForm({"name": "x"}), [SimpleNamespace(formset=rows)])

    assert [(one.id, one.label) for one in found] == [("", ""), ("id_form-0-name", "Isim")]


def test_two_lists_side_by_side_are_linked_where_their_script_puts_them():
    assert mistakes_in(GroupsForm({}))[0].id == "id_groups_from"
