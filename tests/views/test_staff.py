"""What becomes of a form of the desk; who is let in is in tests/test_permissions.py."""

import pytest

from tests import factories as make
from tracker.actions.refusals import Conflict
from tracker.forms.version import VersionedModelForm, VersionForm
from tracker.models import Theme
from tracker.models.version import version_of
from tracker.views.staff import for_staff, take_action


class ThemeForm(VersionedModelForm):
    class Meta:
        model = Theme
        fields = ["name_en"]


@pytest.fixture
def theme(db):
    theme = make.ThemeFactory()
    theme.refresh_from_db()
    return theme


def moved_meanwhile(typed):
    Theme.objects.update(name_en="Written meanwhile")
    raise Conflict


def test_what_moved_after_the_form_was_read_is_told_in_it(theme):
    form = ThemeForm({"name_en": "Typed", "version": version_of(theme)}, instance=theme)

    outcome = take_action(form, moved_meanwhile, row=theme)

    assert (outcome.status, outcome.is_done) == (409, False)
    assert form.is_conflict
    assert form["version"].value() == version_of(Theme.objects.get())
    assert form["name_en"].value() == "Typed"


def test_a_form_of_the_version_alone_carries_the_one_that_stands_now(theme):
    form = VersionForm({"version": version_of(theme)})

    outcome = take_action(form, moved_meanwhile, row=theme)

    assert outcome.status == 409
    assert isinstance(outcome.conflict, Conflict)
    assert form["version"].value() == version_of(Theme.objects.get())


def test_without_a_row_a_conflict_is_for_the_caller(theme):
    form = VersionForm({"version": version_of(theme)})

    with pytest.raises(Conflict):
        take_action(form, moved_meanwhile)


def test_a_conflict_keeps_the_note_and_tells_nothing_else_of_the_form(editor, rf):
    @for_staff
    def view(request):
        raise Conflict

    request = rf.post("/desk/updates/1/return/", {"note": "Which day?", "version": "0123456789"})
    request.user = editor
    answer = view(request)

    assert answer.status_code == 409
    assert "Which day?" in answer.text
    assert "0123456789" not in answer.text
