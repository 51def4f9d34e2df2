"""What is said of a published update afterwards: that it was wrong, or is no longer shown."""

import pytest
from django.core.exceptions import ValidationError

from tests.actions.steps import (
    approved,
    correct,
    draft,
    entry_of,
    nothing_is_written,
    submission,
    withdraw,
)
from tests.factories import CountryFactory, UserFactory, published_initiative
from tracker.actions import correct as corrections
from tracker.actions import review
from tracker.actions.refusals import Conflict, NotAllowed, OwnScope, SelfApproval
from tracker.actions.verify import Verification
from tracker.models import Correction, Initiative, Snapshot, StatusUpdate, Withdrawal
from tracker.models.version import version_of


@pytest.fixture
def update(initiative, author, reviewer):
    """The second one of an initiative that was announced before; it says: delivered."""
    update = approved(by=author, reviewer=reviewer, initiative=initiative, status="delivered")
    update.refresh_from_db()
    return update


@pytest.mark.parametrize("end", [correct, withdraw])
def test_what_is_ended_stays_and_moves_nothing_any_more(update, second_reviewer, end):
    ending = end(update, by=second_reviewer, reason="It was a hotel.")

    assert Initiative.objects.get().status == "announced"
    assert StatusUpdate.objects.published().filter(pk=update.pk).exists()
    assert not StatusUpdate.objects.standing().filter(pk=update.pk).exists()
    assert (ending.created_by, ending.reason_en) == (second_reviewer, "It was a hotel.")
    assert entry_of(ending).kind == ending._meta.model_name
    assert list(Verification().findings()) == []


def test_what_stood_before_stays_known_of_its_time(update, second_reviewer):
    correction = correct(update, by=second_reviewer)

    held = Snapshot.objects.order_by("since").values_list("status", "until")
    assert [status for status, _until in held] == ["announced", "delivered", "announced"]
    assert held[1][1] == correction.published_at


def test_a_submission_in_its_place_is_approved_by_the_correction(
    update, author, reviewer, second_reviewer
):
    right = submission(by=author, initiative=update.initiative, status="in_progress")

    correction = correct(update, by=second_reviewer, replacement=right)

    right.refresh_from_db()
    assert (right.stage, right.published_by) == ("published", second_reviewer)
    assert right.published_at < correction.published_at
    assert Initiative.objects.get().status == "in_progress"
    assert list(Verification().findings()) == []


def test_an_update_that_is_public_may_stand_in_its_place(update, second_reviewer, initiative):
    first = initiative.updates.get(created_by=None)

    correction = correct(update, by=second_reviewer, replacement=first)

    assert correction.replacement == first
    assert f'"replacement":{first.pk}' in entry_of(correction).payload


def test_a_draft_that_nobody_submitted_is_not_published_by_a_correction(
    update, author, second_reviewer
):
    right = draft(by=author, initiative=update.initiative, status="in_progress")

    with pytest.raises(ValidationError, match="does not wait"), nothing_is_written():
        correct(update, by=second_reviewer, replacement=right)


def test_what_was_returned_meanwhile_is_not_published_by_a_correction(
    update, author, reviewer, second_reviewer
):
    stale = submission(by=author, initiative=update.initiative, status="in_progress")
    fresh = StatusUpdate.objects.get(pk=stale.pk)
    review.return_to_author(row=fresh, by=reviewer, note="Which day?", version=version_of(fresh))

    with pytest.raises(ValidationError, match="does not wait"), nothing_is_written():
        correct(update, by=second_reviewer, replacement=stale)


def test_nobody_approves_their_own_submission_by_a_correction(update, second_reviewer):
    right = submission(by=second_reviewer, initiative=update.initiative, status="in_progress")

    with pytest.raises(SelfApproval), nothing_is_written():
        correct(update, by=second_reviewer, replacement=right)


def test_an_update_of_another_initiative_does_not_stand_in_its_place(update, second_reviewer):
    other = published_initiative().updates.get()

    with pytest.raises(ValidationError, match="another initiative"), nothing_is_written():
        correct(update, by=second_reviewer, replacement=other)


def test_an_update_that_does_not_stand_is_no_replacement(update, author, reviewer, second_reviewer):
    gone = approved(by=author, reviewer=reviewer, initiative=update.initiative, status="suspended")
    withdraw(gone, by=second_reviewer)

    with pytest.raises(ValidationError, match="does not stand"), nothing_is_written():
        correct(update, by=second_reviewer, replacement=gone)


def test_an_update_does_not_replace_itself(update, second_reviewer):
    with pytest.raises(ValidationError), nothing_is_written():
        correct(update, by=second_reviewer, replacement=update)


def test_one_update_does_not_replace_two(update, author, reviewer, second_reviewer, initiative):
    first = initiative.updates.get(created_by=None)
    third = approved(by=author, reviewer=reviewer, initiative=initiative, status="suspended")
    correct(update, by=second_reviewer, replacement=first)

    with pytest.raises(ValidationError), nothing_is_written():
        correct(third, by=second_reviewer, replacement=first)


@pytest.mark.parametrize("end", [correct, withdraw])
def test_the_last_update_that_stands_is_not_ended(initiative, reviewer, end):
    only = initiative.updates.get()

    with pytest.raises(ValidationError, match="the only update"), nothing_is_written():
        end(only, by=reviewer)

    assert Initiative.objects.get().status == "announced"


def test_the_last_one_is_corrected_if_another_stands_in_its_place(initiative, author, reviewer):
    only = initiative.updates.get()
    right = submission(by=author, initiative=initiative, status="planned")

    correct(only, by=reviewer, replacement=right)

    assert Initiative.objects.get().status == "planned"


def test_an_update_of_a_country_does_not_stand_for_the_whole(initiative, author, reviewer):
    only = initiative.updates.get()
    country = initiative.countries.get()
    approved(by=author, reviewer=reviewer, initiative=initiative, country=country)

    with pytest.raises(ValidationError, match="the only update"), nothing_is_written():
        withdraw(only, by=reviewer)


def test_the_last_update_of_a_country_may_be_withdrawn(initiative, author, reviewer):
    of_country = approved(
        by=author, reviewer=reviewer, initiative=initiative, country=CountryFactory()
    )

    withdraw(of_country, by=reviewer)

    assert list(Verification().findings()) == []


@pytest.mark.parametrize("end", [correct, withdraw])
def test_nobody_ends_what_they_wrote(initiative, reviewer, second_reviewer, end):
    own = approved(by=reviewer, reviewer=second_reviewer, initiative=initiative)

    with pytest.raises(SelfApproval), nothing_is_written():
        end(own, by=reviewer)


@pytest.mark.parametrize("end", [correct, withdraw])
def test_who_approved_an_update_may_end_it(update, reviewer, end):
    end(update, by=reviewer)

    assert Initiative.objects.get().status == "announced"


@pytest.mark.parametrize("end", [correct, withdraw])
def test_nobody_ends_in_their_own_scope(update, second_reviewer, end):
    second_reviewer.countries.set(update.initiative.countries.all())

    with pytest.raises(OwnScope), nothing_is_written():
        end(update, by=second_reviewer)


@pytest.mark.parametrize("end", [correct, withdraw])
def test_only_reviewers_end_an_update(update, editor, auditor, end):
    for person in (editor, auditor, UserFactory()):
        with pytest.raises(NotAllowed), nothing_is_written():
            end(update, by=person)


@pytest.mark.parametrize("end", [correct, withdraw])
def test_what_is_not_public_is_not_ended(initiative, author, reviewer, end):
    waiting = submission(by=author, initiative=initiative)

    with pytest.raises(ValidationError, match="does not stand"), nothing_is_written():
        end(waiting, by=reviewer)


@pytest.mark.parametrize(
    ("first", "second"), [(correct, correct), (withdraw, correct), (withdraw, withdraw)]
)
def test_what_does_not_stand_is_not_ended_again(update, second_reviewer, first, second):
    first(update, by=second_reviewer)

    with pytest.raises(ValidationError), nothing_is_written():
        second(update, by=second_reviewer)


def test_what_was_corrected_may_be_withdrawn(update, second_reviewer):
    correct(update, by=second_reviewer)

    withdraw(update, by=second_reviewer)

    assert Withdrawal.objects.get().update == update
    assert list(Verification().findings()) == []


def test_what_was_corrected_is_withdrawn_once(update, second_reviewer):
    correct(update, by=second_reviewer)
    withdraw(update, by=second_reviewer)

    with pytest.raises(ValidationError), nothing_is_written():
        withdraw(update, by=second_reviewer)


@pytest.mark.parametrize("end", [correct, withdraw])
def test_nothing_is_ended_without_a_reason(update, second_reviewer, end):
    with pytest.raises(ValidationError), nothing_is_written():
        end(update, by=second_reviewer, reason="")


def test_what_moved_meanwhile_is_not_corrected(update, second_reviewer):
    correction = Correction(update=update, reason_en="Wrong.")

    with pytest.raises(Conflict), nothing_is_written():
        corrections.correct(correction=correction, by=second_reviewer, version="of yesterday")


def test_what_moved_meanwhile_is_not_withdrawn(update, second_reviewer):
    withdrawal = Withdrawal(update=update, reason_en="Wrong.")

    with pytest.raises(Conflict), nothing_is_written():
        corrections.withdraw(withdrawal=withdrawal, by=second_reviewer, version="of yesterday")


def test_a_correction_that_fails_leaves_the_submission_waiting(update, author, second_reviewer):
    right = submission(by=author, initiative=update.initiative, status="in_progress")

    with pytest.raises(ValidationError), nothing_is_written():
        correct(update, by=second_reviewer, replacement=right, reason="")

    assert StatusUpdate.objects.submitted().get() == right
