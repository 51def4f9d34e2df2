"""What readers object to: how much is taken from whom, and who answers."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from tests.factories import ChallengeFactory, UserFactory
from tracker.actions import challenge as challenges
from tracker.actions.refusals import Conflict, NotAllowed
from tracker.models import Challenge
from tracker.models.version import version_of

NOON = datetime(2026, 6, 1, 12, tzinfo=timezone.get_default_timezone())
HERE, THERE = "192.0.2.1", "192.0.2.2"


@pytest.fixture
def send(initiative):
    def send(address=HERE):
        challenge = Challenge(initiative=initiative, text="The test bridge is not open.")
        challenges.receive(challenge=challenge, address=address)
        return challenge

    return send


@pytest.fixture
def challenge(initiative):
    return ChallengeFactory(initiative=initiative)


def resolve(challenge, *, by, version=None, outcome="accepted", answer="Thank you."):
    version = version or version_of(Challenge.objects.get(pk=challenge.pk))
    challenge.outcome, challenge.answer_en = outcome, answer
    challenges.resolve(challenge=challenge, by=by, version=version)


def test_what_a_reader_sends_waits_for_an_answer(send):
    challenge = send()

    assert list(Challenge.objects.open()) == [challenge]


def test_the_address_is_not_kept(send):
    challenge = send()

    stored = Challenge.objects.filter(pk=challenge.pk).values().get()
    assert len(stored["sender"]) == 64
    assert HERE not in str(stored)


def test_the_digest_counts_within_a_day_and_says_nothing_of_the_next(send):
    with time_machine.travel(NOON, tick=False) as clock:
        first, second = send().sender, send().sender
        clock.shift(timedelta(days=1))
        third = send().sender

    assert first == second != third


def test_the_digest_needs_the_key(send, settings):
    first = send().sender
    settings.SECRET_KEY = "another"

    assert send().sender != first


def test_more_than_a_few_from_one_sender_within_an_hour_are_refused(send):
    with time_machine.travel(NOON, tick=False) as clock:
        for _number in range(challenges.MOST_AN_HOUR):
            send()

        with pytest.raises(ValidationError, match="a lot at once") as refused:
            send()
        assert refused.value.code == "rate"
        assert Challenge.objects.count() == challenges.MOST_AN_HOUR
        send(THERE)

        clock.shift(timedelta(hours=1))
        send()


def test_a_flood_from_one_network_closes_the_form_to_no_other(send):
    with time_machine.travel(NOON, tick=False) as clock:
        for number in range(challenges.MOST_OF_A_BLOCK):
            send(f"192.0.2.{number}")

        with pytest.raises(ValidationError, match="a lot at once"):
            send("192.0.2.200")
        assert send("198.51.100.7").pk

        clock.shift(timedelta(hours=1))
        send("192.0.2.200")


def test_an_honest_reader_stands_before_a_flood_that_came_earlier(send):
    flood = [send(f"192.0.2.{number}") for number in range(10)]
    honest = send("198.51.100.7")

    assert list(Challenge.objects.open()) == [flood[0], honest, *flood[1:]]


@pytest.mark.parametrize("same", ["2001:db8::1", "2001:db8::ffff"])
def test_whoever_has_many_addresses_is_one_sender(send, same):
    assert send("2001:db8::2").sender == send(same).sender


def test_an_answer_is_by_whom_and_when(challenge, reviewer):
    resolve(challenge, by=reviewer)

    stored = Challenge.objects.resolved().get()
    assert (stored.outcome, stored.answer_en, stored.resolved_by) == (
        "accepted", "Thank you.", reviewer,
    )  # fmt: skip
    assert not Challenge.objects.open().exists()


def test_editors_answer_too(challenge, editor):
    resolve(challenge, by=editor, outcome="declined")

    assert Challenge.objects.get().outcome == "declined"


def test_others_do_not_answer(challenge, author, auditor):
    for person in (author, auditor, UserFactory()):
        with pytest.raises(NotAllowed):
            resolve(challenge, by=person)

    assert Challenge.objects.open().exists()


def test_what_is_answered_is_not_answered_again(challenge, reviewer, editor):
    resolve(challenge, by=reviewer)

    with pytest.raises(ValidationError, match="answered already"):
        resolve(Challenge.objects.get(), by=editor, outcome="declined")

    assert Challenge.objects.get().outcome == "accepted"


def test_what_moved_meanwhile_is_not_answered(challenge, reviewer):
    stale = version_of(Challenge.objects.get())
    Challenge.objects.update(text="Changed.")

    with pytest.raises(Conflict):
        resolve(challenge, by=reviewer, version=stale)

    assert Challenge.objects.get().resolved_at is None
