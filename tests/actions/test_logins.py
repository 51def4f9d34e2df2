"""Attempts are counted before they are made, each by whose they are."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from tests import factories as make
from tests.databases import manage, migrated_database
from tracker.actions.logins import QUIET, TooOften, try_code, try_password, used_once
from tracker.models import Throttle

NOON = "2026-06-01T12:00Z"


def tries(username, times, *, address="192.0.2.1", devices=None):
    """Try a password so often, and return how often one was let."""
    let = 0
    for _time in range(times):
        try:
            try_password(username=username, address=address, devices=devices or {})
        except TooOften:
            continue
        let += 1
    return let


def test_many_at_once_are_as_many(db):
    assert tries("nobody", 50) == 5


@pytest.mark.parametrize("other", ["NOBODY", "Nobody", "ｎobody"])
def test_a_name_in_other_letters_is_the_same_name(db, other):
    tries("nobody", 5)

    assert tries(other, 1) == 0


@pytest.mark.parametrize(
    ("address", "let"),
    [("2001:db8:0:1::ffff", 0), ("2001:db8:0:2::1", 1), ("::ffff:192.0.2.1", 1), ("unreadable", 1)],
)
def test_whoever_has_many_addresses_of_one_network_is_one(db, address, let):
    for number in range(20):
        tries(f"nobody-{number}", 1, address=f"2001:db8:0:1::{number:x}")

    assert tries("nobody-again", 1, address=address) == let


def test_failures_are_forgotten_after_an_hour_of_quiet(db):
    with time_machine.travel(NOON, tick=False) as clock:
        tries("nobody", 5)
        clock.shift(timedelta(minutes=1) + QUIET + timedelta(seconds=1))

        assert tries("nobody", 50) == 5


def test_the_wait_grows_while_somebody_goes_on(db):
    waits = []
    with time_machine.travel(NOON, tick=False) as clock:
        tries("nobody", 5)
        for _time in range(8):
            with pytest.raises(TooOften) as refused:
                try_password(username="nobody", address=f"192.0.2.{_time}", devices={})
            waits.append(refused.value.seconds)
            clock.shift(timedelta(seconds=refused.value.seconds + 1))
            tries("nobody", 1, address=f"198.51.100.{_time}")

    assert waits == [60, 120, 240, 480, 960, 1920, 3600, 3600]


def test_a_success_leaves_nothing_of_an_account(db):
    account = make.UserFactory()
    for _time in range(4):
        try_password(username=account.username, address="192.0.2.1", devices={})

    try_password(username=account.username, address="192.0.2.1", devices={}).succeeded()

    assert tries(account.username, 50, address="192.0.2.9") == 5


def test_codes_are_counted_for_each_account_and_device(db):
    first, second = make.UserFactory(), make.UserFactory()

    def let(account, devices):
        count = 0
        for _time in range(7):
            try:
                try_code(account=account, devices=devices)
            except TooOften:
                continue
            count += 1
        return count

    mine = {str(first.pk): "mine"}
    assert [let(first, {}), let(first, {}), let(first, mine), let(second, mine)] == [5, 0, 5, 5]


def test_a_code_of_an_account_is_used_once_for_so_long(db):
    first, second = make.UserFactory(), make.UserFactory()
    with time_machine.travel(NOON, tick=False) as clock:
        found = [
            used_once(account=account, code="123456", seconds=90)
            for account in (first, first, second)
        ]
        clock.shift(91)
        found.append(used_once(account=first, code="123456", seconds=90))

    assert found == [True, False, True, True]


def test_what_is_long_forgotten_is_removed(db):
    account = make.UserFactory()
    old = timezone.now() - timedelta(days=2)
    Throttle.objects.create(key="old", forgotten_at=old)

    try_password(username=account.username, address="192.0.2.1", devices={}).succeeded()

    assert not Throttle.objects.filter(key="old").exists()


AT_ONCE = """
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from django.db import connections
from tracker.actions.logins import TooOften, try_password

ready = Barrier(16)

def attempt(number):
    ready.wait()
    try:
        try_password(username="nobody", address=f"192.0.2.{number}", devices={})
    except TooOften:
        return 0
    finally:
        connections.close_all()
    return 1

with ThreadPoolExecutor(16) as pool:
    print(sum(pool.map(attempt, range(16))))
"""


def test_of_sixteen_at_the_same_moment_five_are_let(tmp_path):
    with migrated_database(tmp_path) as environment:
        first, second = (
            manage("shell", "-v0", "-c", AT_ONCE, environment=environment) for _time in range(2)
        )

    assert (first.stdout.strip(), second.stdout.strip()) == ("5", "0"), first.stderr + second.stderr
