import pytest

from tracker.rules.alike import are_alike

PLAIN = "CubeSat project"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (PLAIN, PLAIN), (PLAIN, "cubesat  PROJECT."), (PLAIN, "Cube Sat project"),
        (PLAIN, "Project “CubeSat”"), (PLAIN, "CubSat project"), (PLAIN, "CubeSat projects"),
        ("Бакинский саммит", "Бакинский саммита"), ("Ещё один", "Еще один"),
        ("Gəbələ zirvəsi", "Gabala zirvesi"), ("Соода үйү", "СООДА ҮЙҮ"),
        ("Plan 2026–2028", "Plan 2026-2028"), ("", ""), ("—", " — "),
    ],
)  # fmt: skip
def test_these_are_taken_for_one_another(one, other):
    assert are_alike(one, other)
    assert are_alike(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (PLAIN, "CubeSat"), (PLAIN, "CubeSat programme"), ("Plan 2026", "Plan 2027"),
        ("Summit 10", "Summit 11"), ("Group on AI", "Group on IT"), (PLAIN, ""),
        ("Ministry of Kazakhstan", "Ministry of Kyrgyzstan"), ("First meeting", "Third meeting"),
        ("Соода үйү", "Соода фонду"), ("—", "!"), ("", "—"),
    ],
)  # fmt: skip
def test_these_are_not(one, other):
    assert not are_alike(one, other)
    assert not are_alike(other, one)
