"""What one person proposes at once is known as one, and goes as its rows go."""

import pytest
from django.db.models import ProtectedError

from tests import factories as make
from tests.actions import steps
from tracker.actions import review
from tracker.models import Submission
from tracker.models.version import version_of


def test_what_is_proposed_at_once_is_one_submission(editor):
    initiative = make.published_initiative()

    first, second = steps.proposal(initiative, by=editor, title_en="Another", summary_en="More.")
    [later] = steps.proposal(initiative, by=editor, title_ru="Другое")

    assert first.submission == second.submission != later.submission
    assert set(first.submission.revisions.all()) == {first, second}
    assert first.submission.created_by == editor


def test_an_update_that_is_handed_in_is_one_too(editor):
    update = steps.submission(by=editor)

    assert list(update.submission.statusupdates.all()) == [update]
    assert str(update.submission).startswith(f"{editor}, 20")


def test_what_is_handed_in_again_stays_the_same(editor, reviewer):
    update = steps.submission(by=editor)
    before = update.submission
    version = version_of(update)
    update = review.return_to_author(row=update, by=reviewer, note="When?", version=version)

    update = review.submit(row=update, by=editor, version=version_of(update))

    assert update.submission == before
    assert Submission.objects.count() == 1


def test_it_is_not_deleted_as_long_as_a_row_points_to_it(editor):
    update = steps.submission(by=editor)

    with pytest.raises(ProtectedError):
        update.submission.delete()


def test_the_latest_comes_first(editor):
    first, second = steps.submission(by=editor), steps.submission(by=editor)

    assert list(Submission.objects.all()) == [second.submission, first.submission]
