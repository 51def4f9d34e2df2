"""What somebody proposed at once is approved row by row, or all of it, or nothing."""

import json

import pytest
from django.core.exceptions import ValidationError

from tests.actions.steps import (
    draft,
    nothing_is_written,
    proposal,
    retraction_proposed,
    submission,
)
from tests.factories import (
    CitationFactory,
    InitiativeFactory,
    OrganizationFactory,
    ThemeFactory,
    published_update,
)
from tracker.actions import nouns, review
from tracker.actions.refusals import Conflict, NotAllowed, SelfApproval
from tracker.actions.submissions import approve, approve_all
from tracker.actions.verify import Verification
from tracker.models import (
    Initiative,
    LedgerEntry,
    Revision,
    StatusUpdate,
    Submission,
    Theme,
    Withdrawal,
)
from tracker.models.version import version_of


def version(row):
    """Return the version of a row as somebody reads it anew."""
    return version_of(type(row).objects.get(pk=row.pk))


def read(*rows):
    return [(row, version(row)) for row in rows]


def test_one_of_several_is_approved_and_the_others_wait(initiative, editor, reviewer):
    first, second = proposal(initiative, by=editor, title_en="New title", due="2029")

    approved = approve(row=first, by=reviewer, version=version_of(first))

    assert (approved, approved.stage) == (first, "published")
    assert list(Revision.objects.submitted()) == [second]
    assert Initiative.objects.get().title_en == "New title"
    assert Initiative.objects.get().due == "2027"


def test_an_update_and_a_noun_are_approved_by_the_same_step(initiative, author, editor, reviewer):
    update = submission(by=author, initiative=initiative, status="planned")
    new = review.hand_in(nouns.draft(row=ThemeFactory(stays_draft=True), by=editor), editor)

    for row in (update, new):
        approve(row=row, by=reviewer, version=version(row))

    assert Initiative.objects.get().status == "planned"
    assert Theme.objects.published().count() == 1
    assert list(Verification().findings()) == []


def test_all_of_it_is_published_in_one_transaction_in_its_order(initiative, editor, reviewer):
    revisions = proposal(initiative, by=editor, title_en="New title", due="2029")

    approve_all(rows=read(*revisions), by=reviewer)

    for row in revisions:
        row.refresh_from_db()
    assert [row.stage for row in revisions] == ["published", "published"]
    assert revisions[0].published_at < revisions[1].published_at
    assert LedgerEntry.objects.filter(kind="revision").count() == 2
    assert (Initiative.objects.get().title_en, Initiative.objects.get().due) == (
        "New title", "2029",
    )  # fmt: skip
    assert list(Verification().findings()) == []


def test_what_rests_on_one_new_quote_is_published_together(initiative, editor, reviewer):
    """The first publishes the quote, and what the second needs is another thing by then."""
    quote = CitationFactory()
    revisions = proposal(initiative, by=editor, quotes=[quote], due="2029", countries="", reason="")

    approve_all(rows=read(*revisions), by=reviewer)

    quote.refresh_from_db()
    assert quote.published_at
    assert Revision.objects.published().count() == 2
    assert list(Verification().findings()) == []


def test_if_one_of_them_moved_none_is_published(initiative, editor, reviewer):
    rows = read(*proposal(initiative, by=editor, title_en="New title", due="2029"))
    Revision.objects.filter(pk=rows[1][0].pk).update(new="2030")

    with pytest.raises(Conflict), nothing_is_written():
        approve_all(rows=rows, by=reviewer)


def test_if_one_of_them_was_decided_none_is_published(initiative, editor, reviewer):
    first, second = proposal(initiative, by=editor, title_en="New title", due="2029")
    second = review.return_to_author(
        row=second, by=reviewer, note="Where?", version=version_of(second)
    )

    with pytest.raises(ValidationError, match="does not wait"), nothing_is_written():
        approve_all(rows=read(first, second), by=reviewer)


def test_nobody_approves_all_if_one_of_them_is_their_own(initiative, editor, reviewer):
    own = submission(by=reviewer, initiative=initiative, status="planned")
    [other] = proposal(initiative, by=editor, title_en="New title")

    with pytest.raises(SelfApproval), nothing_is_written():
        approve_all(rows=read(other, own), by=reviewer)


def test_only_reviewers_approve(initiative, author, editor, auditor):
    [revision] = proposal(initiative, by=editor, title_en="New title")

    for person in (author, auditor):
        with pytest.raises(NotAllowed), nothing_is_written():
            approve_all(rows=read(revision), by=person)


def test_a_draft_that_nobody_handed_in_is_not_approved(initiative, author, reviewer):
    update = draft(by=author, initiative=initiative)

    with pytest.raises(ValidationError, match="does not wait"), nothing_is_written():
        approve(row=update, by=reviewer, version=version_of(update))

    assert not StatusUpdate.objects.submitted().exists()


def submissions_named():
    """Return {kind of an entry: the submissions that entries of it name}, of the newest entries."""
    named = {}
    for entry in LedgerEntry.objects.exclude(payload=None):
        named.setdefault(entry.kind, set()).add(json.loads(entry.payload).get("submission"))
    return named


def test_each_entry_names_the_submission_of_which_it_is(editor, reviewer):
    theme, body = ThemeFactory(stays_draft=True), OrganizationFactory(stays_draft=True)
    update = submission(
        by=editor, initiative=InitiativeFactory(themes=[theme], organizations=[body])
    )
    before = submissions_named()

    approve(row=update, by=reviewer, version=version(update))

    named = {
        kind: numbers - before.get(kind, set()) for kind, numbers in submissions_named().items()
    }
    for kind in ("update", "initiative", "theme", "organization", "source"):
        assert named[kind] == {update.submission.pk}, kind
    assert list(Verification().findings()) == []


def test_what_ends_an_update_names_its_submission_too(initiative, author, editor, reviewer):
    wrong = published_update(initiative=initiative, changed_on="2026-04")
    waiting = retraction_proposed(Withdrawal(update=wrong, reason_en="A test."), by=editor)

    approve(row=waiting, by=reviewer, version=version(waiting))

    assert submissions_named()["withdrawal"] == {waiting.submission.pk}
    assert list(Verification().findings()) == []


def test_drafts_may_be_handed_in_together(initiative, author, reviewer):
    together = Submission(created_by=author)
    drafts = [
        draft(by=author, initiative=initiative, changed_on=day) for day in ("2026-04", "2026-05")
    ]

    waiting = [
        review.submit(row=row, by=author, version=version(row), submission=together)
        for row in drafts
    ]
    approve_all(rows=read(*waiting), by=reviewer)

    assert {row.submission for row in waiting} == {Submission.objects.get()}
    assert submissions_named()["update"] == {None, together.pk}  # the first is of the seeds
