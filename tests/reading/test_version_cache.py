import pytest

from tracker.reading.version_cache import VersionCache, forget_all, on_forget


@pytest.fixture
def cache():
    return VersionCache(most=2)


@pytest.fixture
def made():
    """The values that were made, in their order."""
    return []


@pytest.fixture
def ask(cache, made):
    def ask(version, key):
        def make():
            made.append((version, key))
            return f"{key} at {version}"

        return cache.get(version, key, make)

    return ask


def test_a_value_is_made_once_a_version(ask, made):
    assert [ask(1, "a"), ask(1, "a"), ask(2, "a")] == ["a at 1", "a at 1", "a at 2"]
    assert made == [(1, "a"), (2, "a")]


def test_a_newer_version_empties_the_cache(ask, made):
    ask(1, "a"), ask(2, "b")

    assert ask(2, "a") == "a at 2"


def test_a_value_of_an_older_version_is_made_and_not_kept(ask, made):
    ask(2, "a")

    assert [ask(1, "a"), ask(1, "a"), ask(2, "a")] == ["a at 1", "a at 1", "a at 2"]
    assert made == [(2, "a"), (1, "a"), (1, "a")]


def test_a_value_may_be_none(cache, made):
    for _time in range(2):
        assert cache.get(1, "a", lambda: made.append("a")) is None

    assert made == ["a"]


def test_the_value_that_was_made_first_makes_room(ask, made):
    for key in "abcbc":
        ask(1, key)

    ask(1, "a")
    assert made == [(1, key) for key in "abca"]


def test_a_value_made_while_the_version_moved_is_not_kept(cache):
    def move():
        cache.get(2, "b", lambda: "newer")
        return "older"

    assert cache.get(1, "a", move) == "older"
    assert cache.get(2, "a", lambda: "made anew") == "made anew"


def test_everything_is_forgotten_at_once(ask, made):
    ask(1, "a")
    on_forget(lambda: made.append("told"))

    forget_all()

    assert made.pop() == "told"
    assert ask(1, "a") == "a at 1"
    assert made == [(1, "a"), (1, "a")]
