import pytest
import time_machine

from tests.factories import InitiativeFactory
from tracker.forms.milestone import MilestoneForm

pytestmark = pytest.mark.django_db


def milestone_form(**typed):
    initiative = InitiativeFactory()
    with time_machine.travel("2026-06-15T12:00Z"):
        form = MilestoneForm(
            {"initiative": initiative.pk, "title": "A test step", "due": "", "reached_on": ""}
            | typed
        )
        form.is_valid()
    return form


@pytest.mark.parametrize("day", ["", "2026-06-15", "2026-06", "2026", "2025-33"])
def test_a_step_is_reached_by_today_or_not_yet(day):
    form = milestone_form(reached_on=day)

    assert form.is_valid()
    assert form.cleaned_data["reached_on"] == day


@pytest.mark.parametrize("day", ["2026-06-16", "2026-07", "2027"])
def test_a_step_is_not_reached_in_the_future(day):
    form = milestone_form(reached_on=day)

    assert set(form.errors) == {"reached_on"}
    assert "it is not reached yet" in form.errors["reached_on"][0]
    assert form["reached_on"].value() == day


def test_a_step_may_be_due_in_the_future():
    assert milestone_form(due="2199").is_valid()


@pytest.mark.parametrize("field", ["due", "reached_on"])
def test_a_date_that_cannot_be_read_is_told_at_its_field(field):
    form = milestone_form(**{field: "soon"})

    assert set(form.errors) == {field}
    assert "“soon” is not a date that we can read" in form.errors[field][0]


def test_a_step_has_a_title():
    assert set(milestone_form(title="").errors) == {"title"}
