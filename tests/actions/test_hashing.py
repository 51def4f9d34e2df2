"""Few passwords are hashed at once; who comes too late is sent away."""

from threading import Event, Thread

import pytest

from tracker.actions.hashing import Busy, Gate, GatedHasher, gate


def test_so_many_enter_so_many_wait_and_the_next_is_sent_away():
    gate, inside, go = Gate(size=1, waiting=1), Event(), Event()
    entered = []

    def enter(name):
        with gate:
            entered.append(name)
            inside.set()
            go.wait(10)

    first = Thread(target=enter, args=["first"])
    first.start()
    assert inside.wait(10)
    second = Thread(target=enter, args=["second"])
    second.start()
    while gate._free:  # until it waits
        second.join(0.001)
    with pytest.raises(Busy), gate:
        pass
    assert entered == ["first"]
    go.set()
    first.join(10)
    second.join(10)

    assert entered == ["first", "second"]
    assert gate._free == 2


def test_a_password_is_hashed_behind_the_gate(monkeypatch):
    free = []
    hash_of = "django.contrib.auth.hashers.PBKDF2PasswordHasher.encode"
    monkeypatch.setattr(hash_of, lambda *arguments: free.append(gate._free))
    before = gate._free

    GatedHasher().encode("x", "salt")

    assert free == [before - 1]


def test_the_hash_is_that_of_django():
    hasher = GatedHasher()
    kept = hasher.encode("a long test phrase", "salt", 1)

    assert kept.startswith("pbkdf2_sha256$1$salt$")
    assert hasher.verify("a long test phrase", kept)
    assert not hasher.verify("another", kept)


def test_an_error_leaves_the_gate_open():
    before = gate._free
    with pytest.raises(ValueError, match="salt"), gate:
        raise ValueError("salt")

    assert gate._free == before
