"""A deadline that moved is a delay; one that was wrong never counted: in each combination."""

from datetime import date

import pytest

from tests import factories as make
from tests.actions.steps import approved, proposal, revised
from tracker.actions.verify import Verification
from tracker.models import Initiative, Reference, Revision, Snapshot
from tracker.rules.slippage import slippage
from tracker.vocabulary import Schedule, Status

TODAY = date(2026, 11, 20)
MOVED, WRONG = False, True


@pytest.mark.parametrize(
    ("first", "acts", "delivered", "schedule", "days"),
    [
        ("", [], "", Schedule.NO_DATE, None),
        ("", [], "2026-11-01", Schedule.NO_DATE, None),
        ("2026-03-31", [], "", Schedule.OVERDUE, 0),
        ("2026-03-31", [], "2026-03-31", Schedule.DELIVERED_ON_TIME, 0),
        ("2026-03-31", [], "2026-11-20", Schedule.DELIVERED_LATE, 234),
        ("2027", [], "", Schedule.DUE, 0),
        ("", [("2026-03-31", MOVED)], "", Schedule.OVERDUE, 0),
        ("", [("2026-03-31", MOVED)], "2026-11-20", Schedule.DELIVERED_LATE, 234),
        ("", [("2027", MOVED)], "", Schedule.DUE, 0),
        ("", [("2026-03-31", WRONG)], "2026-11-20", Schedule.DELIVERED_LATE, 234),
        ("2026-03-31", [("2027-03-31", MOVED)], "", Schedule.DUE, 365),
        ("2026-03-31", [("2026-12-31", MOVED)], "2026-11-20", Schedule.DELIVERED_LATE, 234),
        ("2026-03-31", [("2027-03-31", WRONG)], "", Schedule.DUE, 0),
        ("2026-03-31", [("2026-12-31", WRONG)], "2026-11-20", Schedule.DELIVERED_ON_TIME, 0),
        ("2026", [("2028", MOVED), ("2027", WRONG)], "", Schedule.DUE, 365),
        ("2025", [("2026", WRONG), ("2027", MOVED)], "", Schedule.DUE, 365),
        ("", [("2026-03-31", MOVED), ("2027-03-31", MOVED)], "", Schedule.DUE, 365),
        ("2026-03-31", [("", MOVED)], "", Schedule.NO_DATE, None),
        ("2026-03-31", [("", MOVED)], "2026-11-20", Schedule.DELIVERED_LATE, 234),
        ("2026-03-31", [("", WRONG)], "2026-11-20", Schedule.NO_DATE, None),
        ("2026-03-31", [("", WRONG), ("2027", MOVED)], "", Schedule.DUE, 0),
    ],
)
def test_the_schedule_of_each_combination(
    editor, reviewer, focal_point, first, acts, delivered, schedule, days
):
    initiative = make.published_initiative(original_due=first)
    for new, corrects in acts:
        revised(initiative, by=editor, reviewer=reviewer, corrects=corrects, due=new)
        initiative.refresh_from_db()
    if delivered:
        approved(
            by=editor, reviewer=reviewer, initiative=initiative,
            status=Status.DELIVERED, changed_on=delivered,
        )  # fmt: skip

    found = Initiative.objects.with_schedule(on=TODAY).get()
    assert found.schedule == schedule
    late = slippage(original=found.original_due, due=found.due, delivered=delivered)
    assert late == days
    snapshot = Snapshot.objects.with_schedule(on=TODAY).get(until=None)
    assert (snapshot.schedule, snapshot.original_due) == (found.schedule, found.original_due)
    assert not list(Verification().findings())


def test_the_first_deadline_is_the_original_one_from_the_day_on_it_was_published(editor, reviewer):
    initiative = make.published_initiative()
    revised(initiative, by=editor, reviewer=reviewer, due="2027")

    before, after = Snapshot.objects.order_by("since")

    assert (before.original_due, after.original_due) == ("", "2027")


def test_a_moved_deadline_needs_the_quote_in_which_it_stands(editor):
    initiative = make.published_initiative(original_due="2026")

    with pytest.raises(Exception, match="Choose the quote"):
        proposal(initiative, by=editor, due="2027", quoted=False)


def test_its_quote_stands_with_it(editor, reviewer):
    initiative = make.published_initiative(original_due="2026")

    [revision] = revised(initiative, by=editor, reviewer=reviewer, due="2027")

    assert Reference.objects.published().filter(revision=revision).exists()


def test_a_wrong_deadline_needs_a_reason(editor):
    initiative = make.published_initiative(original_due="2026")

    with pytest.raises(Exception, match="Say why"):
        proposal(initiative, by=editor, reason=" ", corrects=True, due="2027")

    assert not Revision.objects.exists()


def test_the_labels_of_the_two_acts_differ(client, editor, reviewer):
    initiative = make.published_initiative(original_due="2026")
    revised(initiative, by=editor, reviewer=reviewer, due="2027")
    initiative.refresh_from_db()
    revised(initiative, by=editor, reviewer=reviewer, corrects=True, due="2028")

    shown = client.get(initiative.get_absolute_url()).text

    assert shown.count("corrected, as it was wrong") == 1
