from tracker.serving import brake
from tracker.serving.brake import FORMS_A_SECOND, FORMS_AT_ONCE, Brake


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


def test_a_household_is_let_in_until_it_sends_too_much_and_again_after_a_while():
    clock = Clock()
    tried = Brake(clock)

    assert [tried.allows("a") for _form in range(FORMS_AT_ONCE)] == [True] * FORMS_AT_ONCE
    assert not tried.allows("a")
    assert tried.allows("b")
    clock.now += 2 / FORMS_A_SECOND
    assert [tried.allows("a") for _form in range(3)] == [True, True, False]


def test_of_many_the_one_that_was_quiet_the_longest_is_forgotten(monkeypatch):
    monkeypatch.setattr(brake, "MOST_KNOWN", 2)
    tried = Brake(Clock())

    for name in ("a", "b", "a", "c"):
        tried.allows(name)

    assert [*tried.buckets] == ["a", "c"]
