"""The way of an update from a draft to the public, and who may take which step."""

import pytest
from django.core.exceptions import ValidationError

from tests.actions.steps import approved, draft, emergency, entry_of, nothing_is_written, submission
from tests.factories import (
    CountryFactory,
    InitiativeFactory,
    OrganizationFactory,
    SourceFactory,
    UserFactory,
    WorkingGroupFactory,
)
from tracker.actions import review, rights, submissions
from tracker.actions.drafts import save_draft
from tracker.actions.refusals import Conflict, NotAllowed, OwnScope, SelfApproval
from tracker.actions.verify import Verification
from tracker.models import Countersignature, Initiative, StatusUpdate
from tracker.models.version import version_of


def approve(update, *, by):
    submissions.approve(row=update, by=by, version=version_of(update))


def return_to_author(row, *, by, note="Which day?"):
    return review.return_to_author(row=row, by=by, note=note, version=version_of(row))


def countersign(update, *, by):
    review.countersign(row=update, by=by, version=version_of(update))


STEPS = {
    "submit": lambda update, by, version: review.submit(row=update, by=by, version=version),
    "approve": lambda update, by, version: submissions.approve(row=update, by=by, version=version),
    "return": lambda update, by, version: review.return_to_author(
        row=update, by=by, note="Which day?", version=version
    ),
    "emergency": lambda update, by, version: review.publish_in_emergency(
        row=update, by=by, reason="The dam breaks.", version=version
    ),
    "countersign": lambda update, by, version: review.countersign(
        row=update, by=by, version=version
    ),
    "discard": lambda update, by, version: review.discard(row=update, by=by, version=version),
}


def test_what_is_submitted_waits_and_is_not_public(initiative, author):
    update = submission(by=author, initiative=initiative, status="delivered")

    update.refresh_from_db()
    assert (update.stage, update.created_by) == ("submitted", author)
    assert list(StatusUpdate.objects.submitted()) == [update]
    assert Initiative.objects.get().status == "announced"


def test_what_is_approved_is_public(initiative, author, reviewer):
    update = approved(by=author, reviewer=reviewer, initiative=initiative, status="delivered")

    update.refresh_from_db()
    assert (update.stage, update.published_by) == ("published", reviewer)
    assert Initiative.objects.get().status == "delivered"
    assert entry_of(update).kind == "update"


def test_a_draft_without_an_author_is_submitted_by_who_takes_it(initiative, author):
    update = submission(by=author, initiative=initiative)
    taken = draft(by=None, initiative=initiative, sentence_en="Another.")

    taken = review.submit(row=taken, by=author, version=version_of(taken))

    assert taken.created_by == update.created_by == author


@pytest.mark.parametrize("step", STEPS)
def test_a_step_with_what_moved_meanwhile_is_refused(initiative, author, reviewer, step):
    update = draft(by=author, initiative=initiative)
    stale = version_of(update)
    StatusUpdate.objects.filter(pk=update.pk).update(sentence_en="Changed.")

    with pytest.raises(Conflict), nothing_is_written():
        STEPS[step](update, reviewer, stale)


def test_a_step_with_another_quote_than_was_read_is_refused(initiative, author, reviewer):
    update = submission(by=author, initiative=initiative)
    stale = version_of(update)
    citation = update.references.get().citation
    citation.pk = None
    citation.source = SourceFactory()
    citation.full_clean()
    citation.save()
    update.references.update(citation=citation)

    with pytest.raises(Conflict), nothing_is_written():
        submissions.approve(row=update, by=reviewer, version=stale)


@pytest.mark.parametrize("step", STEPS)
def test_a_person_without_a_role_takes_no_step(initiative, author, step):
    update = submission(by=author, initiative=initiative)

    with pytest.raises(NotAllowed), nothing_is_written():
        STEPS[step](update, UserFactory(), version_of(update))


@pytest.mark.parametrize("step", ["approve", "return", "emergency", "countersign"])
def test_a_focal_point_cannot_review(initiative, author, focal_point, step):
    update = submission(by=author, initiative=initiative)

    with pytest.raises(NotAllowed) as refused, nothing_is_written():
        STEPS[step](update, focal_point, version_of(update))

    assert refused.type is NotAllowed


@pytest.mark.parametrize("step", ["approve", "return"])
def test_nobody_reviews_what_they_submitted(initiative, reviewer, step):
    update = submission(by=reviewer, initiative=initiative)

    with pytest.raises(SelfApproval, match="a second person"), nothing_is_written():
        STEPS[step](update, reviewer, version_of(update))


SCOPES = {
    "countries": CountryFactory,
    "organizations": OrganizationFactory,
    "working_groups": WorkingGroupFactory,
}


@pytest.mark.parametrize("link", SCOPES)
@pytest.mark.parametrize("step", ["approve", "return", "emergency", "countersign"])
def test_nobody_reviews_in_their_own_scope(initiative, author, reviewer, step, link):
    update = submission(by=author, initiative=initiative)
    body = SCOPES[link]()
    getattr(initiative, link).add(body)
    getattr(reviewer, link).add(body)

    with pytest.raises(OwnScope, match="own scope"), nothing_is_written():
        STEPS[step](update, reviewer, version_of(update))


@pytest.mark.parametrize("step", ["approve", "return"])
def test_only_what_waits_is_reviewed(initiative, author, reviewer, step):
    update = draft(by=author, initiative=initiative)

    with pytest.raises(ValidationError, match="does not wait"), nothing_is_written():
        STEPS[step](update, reviewer, version_of(update))


def test_what_was_approved_is_not_approved_again(initiative, author, reviewer, second_reviewer):
    update = approved(by=author, reviewer=reviewer, initiative=initiative)

    with pytest.raises(ValidationError, match="does not wait"), nothing_is_written():
        approve(update, by=second_reviewer)


def test_what_waits_is_not_submitted_again(initiative, author):
    update = submission(by=author, initiative=initiative)

    with pytest.raises(ValidationError, match="submitted already"), nothing_is_written():
        review.submit(row=update, by=author, version=version_of(update))


def test_nobody_submits_the_draft_of_somebody_else(initiative, author, reviewer):
    update = draft(by=author, initiative=initiative)

    with pytest.raises(NotAllowed), nothing_is_written():
        review.submit(row=update, by=reviewer, version=version_of(update))


def test_nobody_submits_outside_their_scope(initiative, author):
    update = draft(by=author, initiative=initiative)
    author.countries.clear()

    with pytest.raises(NotAllowed), nothing_is_written():
        review.submit(row=update, by=author, version=version_of(update))


def test_nothing_is_submitted_without_a_citation(initiative, author):
    update = draft(by=author, initiative=initiative)
    update.references.all().delete()

    with pytest.raises(ValidationError, match="without a citation"), nothing_is_written():
        review.submit(row=update, by=author, version=version_of(update))


def test_what_is_returned_is_back_with_its_author_and_the_note(initiative, author, reviewer):
    update = submission(by=author, initiative=initiative)

    return_to_author(update, by=reviewer, note="Which day?")

    update.refresh_from_db()
    assert (update.stage, update.review_note) == ("returned", "Which day?")
    assert list(StatusUpdate.objects.returned()) == [update]
    assert not StatusUpdate.objects.submitted().exists()


@pytest.mark.parametrize("note", ["", " \n"])
def test_nothing_is_returned_without_a_note(initiative, author, reviewer, note):
    update = submission(by=author, initiative=initiative)

    with pytest.raises(ValidationError, match="what is missing"), nothing_is_written():
        return_to_author(update, by=reviewer, note=note)


def test_what_was_returned_is_mended_submitted_and_approved(initiative, author, reviewer):
    update = submission(by=author, initiative=initiative)
    update = return_to_author(update, by=reviewer)
    citation = update.references.get().citation
    update.sentence_en = "The test minister announced it on 3 April."
    save_draft(
        update=update, quote=citation.quote, source=citation.source, by=author,
        version=version_of(StatusUpdate.objects.get(pk=update.pk)),
    )  # fmt: skip

    update = review.submit(row=update, by=author, version=version_of(update))
    approve(update, by=reviewer)

    update.refresh_from_db()
    assert update.stage == "published"
    assert update.returned_at is None
    assert update.sentence_en.endswith("3 April.")


def test_an_emergency_is_public_at_once_and_says_why(initiative, reviewer):
    update = emergency(by=reviewer, initiative=initiative, status="delivered")

    update.refresh_from_db()
    assert (update.stage, update.emergency_reason) == ("published", "The dam breaks.")
    assert '"emergency":"The dam breaks."' in entry_of(update).payload
    assert Initiative.objects.get().status == "delivered"
    assert list(StatusUpdate.objects.to_countersign()) == [update]


def test_an_emergency_publishes_one_s_own_draft_alone(initiative, author, reviewer):
    update = draft(by=author, initiative=initiative)

    with pytest.raises(NotAllowed), nothing_is_written():
        STEPS["emergency"](update, reviewer, version_of(update))


def test_an_emergency_needs_a_reason(initiative, reviewer):
    update = draft(by=reviewer, initiative=initiative)

    with pytest.raises(ValidationError, match="wait"), nothing_is_written():
        review.publish_in_emergency(row=update, by=reviewer, reason=" ", version=version_of(update))


def test_a_focal_point_has_no_emergencies(initiative, author):
    update = draft(by=author, initiative=initiative)

    with pytest.raises(NotAllowed), nothing_is_written():
        STEPS["emergency"](update, author, version_of(update))


def test_a_second_person_countersigns_an_emergency(initiative, reviewer, second_reviewer):
    update = emergency(by=reviewer, initiative=initiative)

    countersign(update, by=second_reviewer)

    signature = Countersignature.objects.get(update=update)
    assert signature.created_by == second_reviewer
    assert entry_of(signature).kind == "countersignature"
    assert not StatusUpdate.objects.to_countersign().exists()
    assert list(Verification().findings()) == []


def test_nobody_countersigns_their_own_emergency(initiative, reviewer):
    update = emergency(by=reviewer, initiative=initiative)

    with pytest.raises(SelfApproval), nothing_is_written():
        countersign(update, by=reviewer)


def test_an_emergency_is_countersigned_once(initiative, reviewer, second_reviewer):
    update = emergency(by=reviewer, initiative=initiative)
    countersign(update, by=second_reviewer)

    with pytest.raises(ValidationError, match="nothing to countersign"), nothing_is_written():
        countersign(update, by=second_reviewer)


def test_only_an_emergency_is_countersigned(initiative, author, reviewer, second_reviewer):
    update = approved(by=author, reviewer=reviewer, initiative=initiative)

    with pytest.raises(ValidationError, match="nothing to countersign"), nothing_is_written():
        countersign(update, by=second_reviewer)


@pytest.mark.parametrize("stage", ["draft", "submitted", "returned"])
def test_one_s_own_draft_is_discarded(initiative, author, reviewer, stage):
    update = draft(by=author, initiative=initiative)
    if stage != "draft":
        update = review.submit(row=update, by=author, version=version_of(update))
    if stage == "returned":
        update = return_to_author(update, by=reviewer)

    review.discard(row=update, by=author, version=version_of(update))

    assert not StatusUpdate.objects.filter(created_by=author).exists()


def test_nobody_discards_the_draft_of_somebody_else(initiative, author, administrator):
    update = draft(by=author, initiative=initiative)

    with pytest.raises(NotAllowed), nothing_is_written():
        review.discard(row=update, by=administrator, version=version_of(update))


def test_what_is_public_is_not_discarded(initiative, author, reviewer):
    update = approved(by=author, reviewer=reviewer, initiative=initiative)

    with pytest.raises(NotAllowed), nothing_is_written():
        review.discard(row=update, by=author, version=version_of(update))


def test_what_is_gone_meanwhile_is_a_conflict(initiative, author):
    update = draft(by=author, initiative=initiative)
    version = version_of(update)
    review.discard(row=update, by=author, version=version)

    for step in (review.submit, submissions.approve):
        with pytest.raises(Conflict):
            step(row=update, by=author, version=version)


def test_a_draft_that_moved_meanwhile_is_locked_with_its_initiative(initiative, author):
    update, other = draft(by=author, initiative=initiative), InitiativeFactory()
    StatusUpdate.objects.filter(pk=update.pk).update(initiative=other)

    assert rights.lock(update).initiative == other
