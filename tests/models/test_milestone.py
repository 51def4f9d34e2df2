from datetime import date

import pytest

from tests.factories import InitiativeFactory, MilestoneFactory
from tracker.models import Milestone


@pytest.mark.parametrize(
    ("reached_on", "day", "is_reached"),
    [
        ("", date(2026, 6, 15), False),
        ("2026-06-15", date(2026, 6, 14), False),
        ("2026-06-15", date(2026, 6, 15), True),
        ("2026-06", date(2026, 6, 1), True),
        ("2026-33", date(2025, 12, 31), False),
    ],
)
def test_a_step_is_reached_from_the_first_day_that_it_may_mean(db, reached_on, day, is_reached):
    step = MilestoneFactory(reached_on=reached_on)

    assert step.is_reached(on=day) is is_reached


def test_steps_come_by_their_deadline_and_those_without_one_last(db):
    initiative = InitiativeFactory()
    first_undated, second_undated, late, early = (
        MilestoneFactory(initiative=initiative, due=due) for due in ("", "", "2027", "2026-05")
    )

    assert list(Milestone.objects.for_list()) == [early, late, first_undated, second_undated]


def test_a_step_is_called_by_its_title(db):
    assert str(MilestoneFactory(title_en="Build it")) == "Build it"
