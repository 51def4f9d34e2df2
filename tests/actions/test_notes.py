"""Notes by e-mail: to whom, in which language, and only after the commit."""

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from tests.actions.steps import (
    approved,
    draft,
    emergency,
    proposal,
    retraction_proposed,
    revised,
    submission,
)
from tests.conftest import person
from tests.factories import InitiativeFactory, OrganizationFactory
from tracker.actions import review, submissions
from tracker.actions.nouns import draft as draft_noun
from tracker.models import Correction, Revision, StatusUpdate, Withdrawal
from tracker.models.version import version_of
from tracker.vocabulary import Role


class BrokenBackend:
    """A mail server that never answers, and how often it was asked."""

    asked = 0

    def __init__(self, **options):
        pass

    def send_messages(self, messages):
        type(self).asked += 1
        raise OSError("the mail server does not answer")


@pytest.fixture(autouse=True)
def addresses(author, editor, reviewer, second_reviewer):
    """Everybody has an address, named after what they are."""
    people = {
        "author": author, "editor": editor, "reviewer": reviewer, "second": second_reviewer,
    }  # fmt: skip
    for name, user in people.items():
        user.email = f"{name}@ots.example"
        user.save()


@pytest.fixture
def sent(django_capture_on_commit_callbacks, mailoutbox):
    """Return the messages that are sent once the steps taken by a function are committed."""

    def send(step, **details):
        with django_capture_on_commit_callbacks(execute=True):
            step(**details)
        return list(mailoutbox)

    return send


def addressees(messages):
    return sorted(address for message in messages for address in message.to)


def test_reviewers_hear_of_a_submission(sent, initiative, author):
    messages = sent(submission, by=author, initiative=initiative)

    assert addressees(messages) == ["reviewer@ots.example", "second@ots.example"]
    update = StatusUpdate.objects.submitted().get()
    assert messages[0].subject == f"Waiting for your review: {initiative.title_en}"
    assert f"http://localhost:8000/desk/updates/{update.pk}/" in messages[0].body
    assert messages[0].from_email == "tracker@localhost"


def test_who_may_not_review_a_submission_hears_nothing_of_it(sent, initiative, reviewer, author):
    reviewer.countries.set(initiative.countries.all())

    messages = sent(submission, by=author, initiative=initiative)

    assert addressees(messages) == ["second@ots.example"]


def test_a_reviewer_hears_nothing_of_their_own_submission(sent, initiative, reviewer):
    assert addressees(sent(submission, by=reviewer, initiative=initiative)) == [
        "second@ots.example"
    ]


def test_who_left_or_has_no_address_hears_nothing(
    sent, initiative, author, reviewer, second_reviewer
):
    reviewer.is_active, second_reviewer.email = False, ""
    reviewer.save()
    second_reviewer.save()

    assert sent(submission, by=author, initiative=initiative) == []


def test_the_author_hears_that_it_is_public(sent, initiative, author, reviewer):
    update = submission(by=author, initiative=initiative)

    messages = sent(
        submissions.approve, row=update, by=reviewer, version=version_of(update)
    )  # fmt: skip

    assert addressees(messages) == ["author@ots.example"]
    assert messages[0].subject == f"Published: {initiative.title_en}"


def test_the_author_hears_what_is_missing(sent, initiative, author, reviewer):
    update = submission(by=author, initiative=initiative)

    messages = sent(
        review.return_to_author,
        row=update,
        by=reviewer,
        note="Which day?",
        version=version_of(update),
    )

    assert addressees(messages) == ["author@ots.example"]
    assert "Which day?" in messages[0].body


def test_the_others_hear_of_an_emergency(sent, initiative, reviewer):
    messages = sent(emergency, by=reviewer, initiative=initiative)

    assert addressees(messages) == ["second@ots.example"]
    assert messages[0].subject.startswith("To countersign: ")
    assert "The dam breaks." in messages[0].body


@pytest.mark.parametrize("model", [Correction, Withdrawal])
def test_the_author_hears_why_an_update_no_longer_stands(
    sent, initiative, author, reviewer, second_reviewer, editor, model, mailoutbox
):
    update = approved(by=author, reviewer=reviewer, initiative=initiative)
    update.refresh_from_db()
    retraction = model(update=update, reason_en="It was a hotel.")

    first = sent(retraction_proposed, retraction=retraction, by=editor)
    assert addressees(first) == ["reviewer@ots.example", "second@ots.example"]
    mailoutbox.clear()
    waiting = Revision.objects.submitted().get()
    version = version_of(waiting)
    messages = sent(submissions.approve, row=waiting, by=second_reviewer, version=version)

    assert addressees(messages) == ["author@ots.example", "editor@ots.example"]
    [told] = [message for message in messages if message.to == ["author@ots.example"]]
    assert "It was a hotel." in told.body


def test_nobody_is_told_that_an_update_of_the_seeds_no_longer_stands(
    sent, initiative, author, editor, reviewer
):
    seeded = initiative.updates.get()
    approved(by=author, reviewer=reviewer, initiative=initiative)
    waiting = retraction_proposed(Withdrawal(update=seeded, reason_en="Test"), by=editor)
    version = version_of(waiting)

    messages = sent(submissions.approve, row=waiting, by=reviewer, version=version)

    assert addressees(messages) == ["editor@ots.example"]


def test_reviewers_hear_of_a_revision_and_its_author_of_the_end(
    sent, mailoutbox, initiative, editor, reviewer
):
    first = sent(lambda: proposal(initiative, by=editor, title_en="New title"))
    assert addressees(first) == ["reviewer@ots.example", "second@ots.example"]
    assert "/desk/revisions/" in first[0].body
    mailoutbox.clear()

    [revision] = initiative.revisions.all()
    second = sent(submissions.approve, row=revision, by=reviewer, version=version_of(revision))

    assert addressees(second) == ["editor@ots.example"]


def test_each_reads_it_in_their_language(sent, initiative, author, reviewer):
    reviewer.language = "ru"
    reviewer.save()

    messages = sent(submission, by=author, initiative=initiative)

    subjects = {message.to[0]: message.subject for message in messages}
    assert initiative.title_ru in subjects["reviewer@ots.example"]
    assert initiative.title_en in subjects["second@ots.example"]


def test_a_title_of_two_lines_makes_one_subject(sent, initiative, author):
    type(initiative).objects.update(title_en="Two\r\nBcc: all@ots.example")

    messages = sent(submission, by=author, initiative=initiative)

    assert messages[0].subject.endswith("Two Bcc: all@ots.example")


def test_nothing_is_sent_before_the_commit(
    django_capture_on_commit_callbacks, mailoutbox, initiative, author
):
    with django_capture_on_commit_callbacks() as callbacks:
        submission(by=author, initiative=initiative)

    assert len(callbacks) == 2
    assert mailoutbox == []


def test_nothing_is_sent_of_what_is_taken_back(sent, initiative, author):
    def submit_and_fail():
        with transaction.atomic():
            submission(by=author, initiative=initiative)
            transaction.set_rollback(True)

    assert sent(submit_and_fail) == []


def test_nothing_is_sent_of_what_is_refused(sent, initiative, author, reviewer):
    update = draft(by=author, initiative=initiative)

    def approve_a_draft():
        with pytest.raises(ValidationError):
            submissions.approve(row=update, by=reviewer, version=version_of(update))

    assert sent(approve_a_draft) == []


def test_a_mail_server_that_does_not_answer_loses_nothing(
    sent, settings, monkeypatch, initiative, author, logged
):
    monkeypatch.setattr(BrokenBackend, "asked", 0)
    settings.MAILERS = {"default": {"BACKEND": f"{__name__}.BrokenBackend"}}

    assert sent(submission, by=author, initiative=initiative) == []

    assert BrokenBackend.asked == 2
    assert [record.exc_info[0] for record in logged] == [OSError] * 2
    assert StatusUpdate.objects.submitted().get().created_by == author


def test_auditors_and_administrators_hear_nothing(sent, initiative, author):
    for role in (Role.AUDITOR, Role.ADMINISTRATOR):
        user = person(role)
        user.email = "other@ots.example"
        user.save()

    messages = sent(submission, by=author, initiative=initiative)

    assert "other@ots.example" not in addressees(messages)


def test_a_revision_of_a_plan_or_source_is_told_too(sent, initiative, editor, reviewer):
    source = initiative.updates.get().references.get().citation.source

    messages = sent(lambda: revised(source, by=editor, reviewer=reviewer, publisher="New Gazette"))

    assert addressees(messages) == [
        "editor@ots.example", "reviewer@ots.example", "second@ots.example",
    ]  # fmt: skip


def test_who_wrote_what_becomes_public_along_hears_nothing(sent, editor, reviewer):
    """They may not approve it."""
    body = OrganizationFactory(stays_draft=True)
    draft_noun(row=body, by=reviewer)
    initiative = InitiativeFactory(organizations=[body])

    messages = sent(submission, by=editor, initiative=initiative)

    assert addressees(messages) == ["second@ots.example"]


def test_a_noun_that_waits_and_is_public_is_told(sent, editor, reviewer):
    body = OrganizationFactory(stays_draft=True, name_en="Test body")

    def hand_in_and_approve():
        new = review.hand_in(draft_noun(row=body, by=editor), editor)
        new.refresh_from_db()
        submissions.approve(row=new, by=reviewer, version=version_of(new))

    messages = sent(hand_in_and_approve)

    assert [message.subject for message in messages] == [
        "Waiting for your review: Test body", "Waiting for your review: Test body",
        "Published: Test body",
    ]  # fmt: skip
    assert addressees(messages) == [
        "editor@ots.example", "reviewer@ots.example", "second@ots.example",
    ]  # fmt: skip
