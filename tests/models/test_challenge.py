from datetime import UTC, datetime

import pytest

from tests import factories as make
from tracker.models import Challenge


@pytest.fixture
def initiative(db):
    return make.published_initiative()


def received(initiative, day, *, resolved=None):
    challenge = make.ChallengeFactory(initiative=initiative)
    Challenge.objects.filter(pk=challenge.pk).update(created_at=datetime(2026, 6, day, tzinfo=UTC))
    if resolved:
        Challenge.objects.filter(pk=challenge.pk).update(
            outcome="answered", resolved_by=make.UserFactory(),
            resolved_at=datetime(2026, 6, resolved, tzinfo=UTC),
        )  # fmt: skip
    return challenge


def test_what_waits_longest_comes_first(initiative):
    second, first = received(initiative, 2), received(initiative, 1)
    received(initiative, 1, resolved=3)

    assert list(Challenge.objects.open()) == [first, second]


def test_what_is_answered_shows_from_its_answer_on(initiative):
    answered = received(initiative, 1, resolved=3)
    received(initiative, 1)

    def shown(day):
        return list(Challenge.objects.resolved(until=datetime(2026, 6, day, tzinfo=UTC)))

    assert (shown(3), shown(4)) == ([], [answered])
    assert list(Challenge.objects.resolved()) == [answered]


def test_a_long_text_is_named_by_its_beginning():
    assert str(Challenge(text="x" * 120)) == "x" * 120
    assert str(Challenge(text="x" * 121)) == "x" * 119 + "…"
