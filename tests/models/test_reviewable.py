import pytest
from django.utils import timezone

from tests import factories as make
from tests.actions import steps
from tracker.actions import review
from tracker.models import StatusUpdate
from tracker.models.version import version_of
from tracker.vocabulary import Review


def returned(author, reviewer):
    update = steps.submission(by=author)
    return review.return_to_author(
        row=update, by=reviewer, note="Where?", version=version_of(update)
    )


def test_a_draft_goes_from_stage_to_stage(editor, reviewer):
    stages = {
        Review.DRAFT: steps.draft(by=editor),
        Review.SUBMITTED: steps.submission(by=editor),
        Review.RETURNED: returned(editor, reviewer),
        Review.PUBLISHED: steps.approved(by=editor, reviewer=reviewer),
    }

    for stage, update in stages.items():
        assert StatusUpdate.objects.get(pk=update.pk).stage == stage


def test_each_list_has_the_rows_of_its_stage(editor, reviewer):
    drafted, waiting = steps.draft(by=editor), steps.submission(by=editor)
    back = returned(editor, reviewer)
    public = steps.approved(by=editor, reviewer=reviewer)
    updates = StatusUpdate.objects

    assert list(updates.drafts()) == [drafted]
    assert list(updates.submitted()) == [waiting]
    assert list(updates.returned()) == [back]
    assert list(updates.published()) == [public]


def test_what_waits_longest_comes_first(editor):
    first, second = steps.submission(by=editor), steps.submission(by=editor)
    StatusUpdate.objects.filter(pk=first.pk).update(submitted_at=timezone.now())

    assert list(StatusUpdate.objects.submitted()) == [second, first]


def test_what_is_published_at_a_moment_was_not_public_before_it(db):
    update = make.published_update()

    published = StatusUpdate.objects.published

    assert not published(until=update.published_at).exists()
    assert published(until=update.published_at + timezone.timedelta(microseconds=1)).exists()


@pytest.mark.parametrize("row", [make.DraftFactory, make.RevisionFactory])
def test_what_nobody_handed_in_is_a_draft(db, row):
    assert row().stage == Review.DRAFT
