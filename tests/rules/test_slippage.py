import pytest

from tracker.rules.slippage import slippage


@pytest.mark.parametrize(
    ("original", "due", "delivered", "days"),
    [
        ("", "", "", None),
        ("", "2026-05-01", "", None),
        ("2026-05-01", "", "", None),
        ("", "", "2026-05-01", None),
        ("2026-05-01", "2026-05-01", "", 0),
        ("2026-05-01", "2026-05-11", "", 10),
        ("2026-05-11", "2026-05-01", "", 0),
        ("2026-05", "2026-06", "", 30),
        ("2026", "2027", "", 365),
        ("2026-05", "2026-05-31", "", 0),
        ("2026-05-01", "2026-05-11", "2026-05-04", 3),
        ("2026-05-01", "2026-05-11", "2026-05-21", 20),
        ("2026-05-01", "2026-05-11", "2026-04-01", 0),
        ("2026-05", "2026-07", "2026", 0),
        ("2026-05", "2026-07", "2026-06", 1),
        ("2026-33", "2026-34", "", 91),
    ],
)
def test_slippage_is_counted_from_the_last_day_of_the_original_deadline(
    original, due, delivered, days
):
    assert slippage(original=original, due=due, delivered=delivered) == days
