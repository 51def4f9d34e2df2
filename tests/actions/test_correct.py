"""What is said of a published update afterwards: that it was wrong, or is no longer shown."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from tests.actions.steps import (
    approved,
    correct,
    draft,
    entry_of,
    nothing_is_written,
    retraction_proposed,
    submission,
    withdraw,
)
from tests.factories import CountryFactory, UserFactory, published_initiative
from tracker.actions import correct as corrections
from tracker.actions import review, revise, submissions
from tracker.actions.rebuild import rebuild
from tracker.actions.refusals import Conflict, NotAllowed, OwnScope, SelfApproval
from tracker.actions.verify import Verification
from tracker.models import (
    Correction,
    Initiative,
    LedgerEntry,
    Revision,
    Snapshot,
    StatusUpdate,
    Withdrawal,
)
from tracker.models.version import version_of

BOTH = pytest.mark.parametrize("model", [Correction, Withdrawal])


def approve(row, *, by):
    row.refresh_from_db()
    submissions.approve(row=row, by=by, version=version_of(row))
    row.refresh_from_db()


def proposed(update, *, by, model=Withdrawal, **details):
    return retraction_proposed(model(update=update, **{"reason_en": "A hotel."} | details), by=by)


@pytest.fixture
def update(initiative, author, reviewer):
    """The second one of an initiative that was announced before; it says: delivered."""
    update = approved(by=author, reviewer=reviewer, initiative=initiative, status="delivered")
    update.refresh_from_db()
    return update


@pytest.mark.parametrize("end", [correct, withdraw])
def test_what_is_ended_stays_and_moves_nothing_any_more(update, editor, second_reviewer, end):
    ending = end(update, by=second_reviewer, reason="It was a hotel.", proposed_by=editor)

    assert Initiative.objects.get().status == "announced"
    assert StatusUpdate.objects.published().filter(pk=update.pk).exists()
    assert not StatusUpdate.objects.standing().filter(pk=update.pk).exists()
    assert (ending.created_by, ending.reason_en) == (editor, "It was a hotel.")
    assert entry_of(ending).kind == ending._meta.model_name
    assert list(Verification().findings()) == []


def test_what_stood_before_stays_known_of_its_time(update, second_reviewer):
    correction = correct(update, by=second_reviewer)

    held = Snapshot.objects.order_by("since").values_list("status", "until")
    assert [status for status, _until in held] == ["announced", "delivered", "announced"]
    assert held[1][1] == correction.published_at


@BOTH
def test_nothing_ends_until_a_second_person_approves_it(update, editor, second_reviewer, model):
    before = LedgerEntry.objects.count()
    waiting = proposed(update, by=editor, model=model)

    assert (waiting.stage, LedgerEntry.objects.count()) == ("submitted", before)
    assert StatusUpdate.objects.standing().filter(pk=update.pk).exists()

    approve(waiting, by=second_reviewer)

    assert (waiting.stage, waiting.published_by) == ("published", second_reviewer)
    assert LedgerEntry.objects.count() == before + 1
    assert not StatusUpdate.objects.standing().filter(pk=update.pk).exists()
    assert list(Verification().findings()) == []


@BOTH
def test_nobody_approves_what_they_proposed_to_end(update, second_reviewer, model):
    waiting = proposed(update, by=second_reviewer, model=model)

    with pytest.raises(SelfApproval), nothing_is_written():
        approve(waiting, by=second_reviewer)


@BOTH
def test_who_wrote_an_update_may_propose_to_end_it(update, author, second_reviewer, model):
    approve(proposed(update, by=author, model=model), by=second_reviewer)

    assert Initiative.objects.get().status == "announced"


@BOTH
def test_the_reason_stands_in_one_place_once_it_is_public(update, editor, second_reviewer, model):
    waiting = proposed(update, by=editor, model=model, reason_ru="Это была гостиница.")
    approve(waiting, by=second_reviewer)

    [ending] = model.objects.all()
    assert ending.reason_ru == "Это была гостиница."
    assert (waiting.new, waiting.reason) == ("yes", "")


@BOTH
def test_the_same_is_proposed_once(update, editor, author, model):
    proposed(update, by=editor, model=model)

    with pytest.raises(ValidationError, match="proposed already"), nothing_is_written():
        proposed(update, by=author, model=model)


def test_what_came_back_is_written_anew(update, editor, reviewer, second_reviewer):
    first = proposed(update, by=editor)
    review.return_to_author(row=first, by=reviewer, note="Which?", version=version_of(first))

    second = proposed(update, by=editor, reason_en="The hotel in the north.")

    assert (second.pk, second.stage) == (first.pk, "submitted")
    approve(second, by=second_reviewer)
    assert Withdrawal.objects.get().reason_en == "The hotel in the north."


def test_what_is_to_stand_in_its_place_is_approved_first(update, author, reviewer, second_reviewer):
    right = submission(by=author, initiative=update.initiative, status="in_progress")
    waiting = proposed(update, by=author, model=Correction, replacement=right)

    with pytest.raises(ValidationError, match="approve that first"), nothing_is_written():
        approve(waiting, by=second_reviewer)
    approve(right, by=second_reviewer)
    approve(waiting, by=reviewer)

    [correction] = Correction.objects.all()
    assert correction.replacement == right
    assert right.published_at < correction.published_at
    assert Initiative.objects.get().status == "in_progress"
    assert list(Verification().findings()) == []


def test_both_are_one_submission_of_one_person(update, author, editor, second_reviewer):
    right = submission(by=author, initiative=update.initiative, status="in_progress")
    waiting = proposed(update, by=author, model=Correction, replacement=right)
    assert waiting.submission == right.submission

    submissions.approve_all(
        rows=[(row, version_of(row)) for row in (right, waiting)], by=second_reviewer
    )

    assert Correction.objects.get().replacement == right
    right.refresh_from_db()
    other = submission(by=author, initiative=update.initiative, status="suspended")
    theirs = proposed(right, by=editor, model=Correction, replacement=other)
    assert theirs.submission != other.submission


def test_what_moved_after_it_was_read_is_not_ended(
    update, author, editor, reviewer, second_reviewer
):
    right = submission(by=author, initiative=update.initiative, status="in_progress")
    waiting = proposed(update, by=editor, model=Correction, replacement=right)
    first = version_of(waiting)
    review.return_to_author(row=right, by=reviewer, note="Which?", version=version_of(right))
    right.refresh_from_db()
    right.sentence_en, right.submitted_at, right.returned_at = "Other words.", timezone.now(), None
    right.save()
    approve(right, by=reviewer)

    with pytest.raises(Conflict), nothing_is_written():
        submissions.approve(row=waiting, by=second_reviewer, version=first)
    approve(waiting, by=second_reviewer)


def test_what_was_corrected_after_it_was_read_is_not_withdrawn_unseen(
    update, editor, author, second_reviewer
):
    waiting = proposed(update, by=editor)
    first = version_of(waiting)
    correct(update, by=second_reviewer, proposed_by=author)

    with pytest.raises(Conflict), nothing_is_written():
        submissions.approve(row=waiting, by=second_reviewer, version=first)
    approve(waiting, by=second_reviewer)


def test_nobody_puts_in_its_place_what_they_may_not_know_of(update, author, editor):
    author.countries.set(update.initiative.countries.all())
    theirs = submission(by=editor, initiative=update.initiative)

    with pytest.raises(ValidationError, match="is gone"), nothing_is_written():
        proposed(update, by=author, model=Correction, replacement=theirs)


@BOTH
def test_who_may_record_no_more_hands_nothing_in_again(
    update, focal_point, reviewer, second_reviewer, model
):
    focal_point.countries.set(update.initiative.countries.all())
    waiting = proposed(update, by=focal_point, model=model)
    review.return_to_author(row=waiting, by=reviewer, note="Why?", version=version_of(waiting))
    focal_point.countries.clear()

    with pytest.raises(NotAllowed), nothing_is_written():
        review.submit(row=waiting, by=focal_point, version=None)


def test_what_came_back_does_not_wait_beside_the_same(update, author, editor, reviewer):
    first = proposed(update, by=editor)
    review.return_to_author(row=first, by=reviewer, note="Why?", version=version_of(first))
    proposed(update, by=author)

    with pytest.raises(ValidationError, match="proposed already"), nothing_is_written():
        review.submit(row=first, by=editor, version=None)


def test_what_is_to_stand_in_its_place_may_be_gone(update, author, editor, second_reviewer):
    right = submission(by=author, initiative=update.initiative, status="in_progress")
    waiting = proposed(update, by=editor, model=Correction, replacement=right)
    review.discard(row=right, by=author, version=version_of(right))

    with pytest.raises(ValidationError, match="is gone"), nothing_is_written():
        approve(waiting, by=second_reviewer)


def test_an_update_that_is_public_may_stand_in_its_place(update, second_reviewer, initiative):
    first = initiative.updates.get(created_by=None)

    correction = correct(update, by=second_reviewer, replacement=first)

    assert correction.replacement == first
    assert f'"replacement":{first.pk}' in entry_of(correction).payload


def test_a_draft_that_nobody_submitted_is_no_replacement(update, author, second_reviewer):
    right = draft(by=author, initiative=update.initiative, status="in_progress")

    with pytest.raises(ValidationError, match="approve that first"), nothing_is_written():
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


def test_the_last_update_that_stands_is_not_corrected_without_another(initiative, reviewer):
    only = initiative.updates.get()

    with pytest.raises(ValidationError, match="the only update"), nothing_is_written():
        correct(only, by=reviewer)

    assert Initiative.objects.get().status == "announced"


def test_with_the_last_update_goes_the_initiative(initiative, reviewer):
    withdrawal = withdraw(initiative.updates.get(), by=reviewer)

    assert not Initiative.objects.published().exists()
    assert Initiative.objects.get().withdrawn_at == withdrawal.published_at
    assert Snapshot.objects.get().until == withdrawal.published_at
    assert list(Verification().findings()) == []


def test_what_was_withdrawn_is_published_again(initiative, editor, reviewer):
    first = withdraw(initiative.updates.get(), by=reviewer)
    again = approved(by=editor, reviewer=reviewer, initiative=initiative, status="planned")

    assert Initiative.objects.published().get().status == "planned"
    held = Snapshot.objects.order_by("since").values_list("status", "since", "until")
    assert held[0][2] == first.published_at
    assert held[1] == ("planned", again.published_at, None)
    assert list(Verification().findings()) == []


def test_a_rebuild_makes_what_was_withdrawn_the_same(initiative, editor, reviewer):
    withdraw(initiative.updates.get(), by=reviewer)
    again = approved(by=editor, reviewer=reviewer, initiative=initiative, status="planned")
    withdraw(again, by=reviewer)
    before = [*Snapshot.objects.order_by("since").values_list("since", "until", "status")]
    moment = Initiative.objects.get().withdrawn_at

    rebuild(everything=True)

    assert [*Snapshot.objects.order_by("since").values_list("since", "until", "status")] == before
    assert Initiative.objects.get().withdrawn_at == moment
    assert list(Verification().findings()) == []


def test_a_forged_end_of_an_initiative_is_found(initiative):
    Initiative.objects.update(withdrawn_at=timezone.now())

    [finding] = Verification().findings()
    assert "withdrawn" in finding


def test_what_was_withdrawn_is_not_revised(initiative, editor, reviewer):
    withdraw(initiative.updates.get(), by=reviewer)

    with pytest.raises(ValidationError), nothing_is_written():
        revise.propose(
            row=initiative, changes={"title_en": "Other"}, reason="Why.", by=editor, version=None
        )


def test_what_was_withdrawn_begins_anew_as_a_whole(initiative, editor, reviewer):
    country = initiative.countries.get()
    withdraw(initiative.updates.get(), by=reviewer)

    with pytest.raises(ValidationError, match="speaks of all of it"):
        approved(by=editor, reviewer=reviewer, initiative=initiative, country=country)


@BOTH
def test_either_names_what_stands_in_its_place(update, editor, second_reviewer, initiative, model):
    first = initiative.updates.get(created_by=None)
    approve(proposed(update, by=editor, model=model, replacement=first), by=second_reviewer)

    [ending] = model.objects.all()
    assert ending.replacement == first
    assert f'"replacement":{first.pk}' in entry_of(ending).payload
    assert list(Verification().findings()) == []


def test_the_last_one_is_corrected_if_another_stands_in_its_place(initiative, author, reviewer):
    only = initiative.updates.get()
    right = submission(by=author, initiative=initiative, status="planned")

    correct(only, by=reviewer, replacement=right)

    assert Initiative.objects.get().status == "planned"


def test_an_update_of_a_country_does_not_stand_for_the_whole(initiative, author, reviewer):
    only = initiative.updates.get()
    country = initiative.countries.get()
    approved(by=author, reviewer=reviewer, initiative=initiative, country=country)

    with pytest.raises(ValidationError, match="single countries"), nothing_is_written():
        withdraw(only, by=reviewer)


def test_the_last_update_of_a_country_may_be_withdrawn(initiative, author, reviewer):
    of_country = approved(
        by=author, reviewer=reviewer, initiative=initiative, country=CountryFactory()
    )

    withdraw(of_country, by=reviewer)

    assert list(Verification().findings()) == []


@pytest.mark.parametrize("end", [correct, withdraw])
def test_who_approved_an_update_may_end_it(update, reviewer, end):
    end(update, by=reviewer)

    assert Initiative.objects.get().status == "announced"


@BOTH
def test_nobody_ends_in_their_own_scope(update, editor, second_reviewer, model):
    waiting = proposed(update, by=editor, model=model)
    second_reviewer.countries.set(update.initiative.countries.all())

    with pytest.raises(OwnScope), nothing_is_written():
        approve(waiting, by=second_reviewer)


@BOTH
def test_only_who_records_proposes_to_end_an_update(update, auditor, focal_point, model):
    for person in (auditor, focal_point, UserFactory()):
        with pytest.raises(NotAllowed), nothing_is_written():
            proposed(update, by=person, model=model)
    focal_point.countries.set(update.initiative.countries.all())

    assert proposed(update, by=focal_point, model=model).stage == "submitted"


@BOTH
def test_only_reviewers_end_an_update(update, editor, auditor, focal_point, model):
    waiting = proposed(update, by=editor, model=model)

    for person in (auditor, focal_point, UserFactory()):
        with pytest.raises(NotAllowed), nothing_is_written():
            approve(waiting, by=person)


@pytest.mark.parametrize(("model", "end"), [(Correction, correct), (Withdrawal, withdraw)])
def test_what_ended_meanwhile_is_not_ended_again(
    update, editor, author, second_reviewer, model, end
):
    waiting = proposed(update, by=editor, model=model)
    Revision.objects.update(returned_at=None, submitted_at=None)
    end(update, by=second_reviewer, proposed_by=author)
    review.submit(row=waiting, by=editor, version=None)

    with pytest.raises(ValidationError, match="does not stand"), nothing_is_written():
        approve(waiting, by=second_reviewer)


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
        corrections.propose(retraction=correction, by=second_reviewer, version="of yesterday")


def test_what_moved_meanwhile_is_not_withdrawn(update, second_reviewer):
    withdrawal = Withdrawal(update=update, reason_en="Wrong.")

    with pytest.raises(Conflict), nothing_is_written():
        corrections.propose(retraction=withdrawal, by=second_reviewer, version="of yesterday")


def test_a_correction_that_fails_leaves_the_submission_waiting(update, author, second_reviewer):
    right = submission(by=author, initiative=update.initiative, status="in_progress")

    with pytest.raises(ValidationError), nothing_is_written():
        correct(update, by=second_reviewer, replacement=right, reason="")

    assert StatusUpdate.objects.submitted().get() == right
