from datetime import date, timedelta

import pytest

from tests.factories import (
    ActionPlanFactory,
    InitiativeFactory,
    published_initiative,
    published_update,
)
from tracker.models import Initiative
from tracker.vocabulary import Kind, Schedule, Status

TODAY = date(2026, 6, 15)


def schedule_of(initiative, *, on=TODAY):
    return Initiative.objects.with_schedule(on=on).get(pk=initiative.pk).schedule


@pytest.mark.parametrize(
    ("due", "status", "changed_on", "schedule"),
    [
        ("", Status.PLANNED, "2026", Schedule.NO_DATE),
        ("2026", Status.PLANNED, "2026", Schedule.DUE),
        ("2026-06-15", Status.PLANNED, "2026", Schedule.DUE),
        ("2026-06-14", Status.PLANNED, "2026", Schedule.OVERDUE),
        ("2026-05", Status.IN_PROGRESS, "2026", Schedule.OVERDUE),
        ("2026-05", Status.SUSPENDED, "2026", Schedule.OVERDUE),
        ("2026-05", Status.DROPPED, "2026", Schedule.NO_DATE),
        ("2026-05", Status.SUPERSEDED, "2026", Schedule.NO_DATE),
        ("2026-05", Status.DELIVERED, "2026-05-31", Schedule.DELIVERED_ON_TIME),
        ("2026-05", Status.DELIVERED, "2026", Schedule.DELIVERED_ON_TIME),
        ("2026-05", Status.DELIVERED, "2026-06-01", Schedule.DELIVERED_LATE),
        ("", Status.DELIVERED, "2026-06-01", Schedule.NO_DATE),
    ],
)
def test_schedule(db, due, status, changed_on, schedule):
    initiative = published_initiative(original_due=due, status=status, changed_on=changed_on)

    assert schedule_of(initiative) == schedule


def test_an_aspiration_is_never_late(db):
    initiative = published_initiative(kind=Kind.ASPIRATION, original_due="2020")

    assert schedule_of(initiative) == Schedule.NO_DATE
    assert not Initiative.objects.overdue(on=TODAY).exists()


def test_delivery_is_late_by_the_original_deadline_and_overdue_by_the_present_one(db):
    late = published_initiative(
        original_due="2026-01", status=Status.DELIVERED, changed_on="2026-03-01"
    )
    moved = published_initiative(original_due="2026-01", status=Status.PLANNED)
    for initiative in (late, moved):
        Initiative.objects.filter(pk=initiative.pk).update(
            due="2027", due_earliest=date(2027, 1, 1), due_latest=date(2027, 12, 31)
        )

    assert schedule_of(late) == Schedule.DELIVERED_LATE
    assert schedule_of(moved) == Schedule.DUE


def test_stale_is_open_and_without_news_for_the_days_of_the_setting(db, settings):
    settings.STALE_AFTER_DAYS = 10
    old = published_initiative(changed_on=str(TODAY - timedelta(days=11)))
    published_initiative(changed_on=str(TODAY - timedelta(days=10)))
    published_initiative(changed_on="2020", status=Status.DELIVERED)

    assert list(Initiative.objects.stale(on=TODAY)) == [old]
    assert old.is_stale(on=TODAY)


def test_unpublished_initiatives_are_not_public(db):
    InitiativeFactory(kind=Kind.ACTION_PLAN_ITEM, plan=ActionPlanFactory())

    assert not Initiative.objects.published().exists()
    assert Initiative.objects.unpublished().count() == 1


def test_what_was_delivered_in_time_stays_so_when_it_is_confirmed_later(db):
    initiative = published_initiative(
        original_due="2026-06", status=Status.DELIVERED, changed_on="2026-06-20"
    )
    published_update(
        initiative=initiative,
        status=Status.DELIVERED,
        evidence="confirmed",
        changed_on="2026-09-01",
    )

    assert schedule_of(initiative) == Schedule.DELIVERED_ON_TIME
