from datetime import date

from hypothesis import given
from hypothesis import strategies as some

from tracker.reading.key_order import KeyOrder
from tracker.rules.bitset import bitset_of

DAYS = some.dictionaries(
    some.integers(1, 40), some.none() | some.dates(date(2026, 1, 1), date(2026, 1, 9))
)
PLACES = some.integers(0, 12)


def filled(days, *, latest_first):
    order = KeyOrder(latest_first=latest_first)
    order.fill(days)
    return order


def expected(days, *, latest_first):
    """Return the keys in order as Python's own sort would have them; what has no day last."""
    dated = sorted(
        (key for key in days if days[key]), key=lambda key: (days[key], key), reverse=latest_first
    )
    return dated + sorted((key for key in days if not days[key]), reverse=latest_first)


@given(DAYS, some.booleans(), PLACES, PLACES)
def test_any_page_of_the_order_is_that_of_a_sort(days, latest_first, start, end):
    order = filled(days, latest_first=latest_first)

    assert order.keys(start, end) == expected(days, latest_first=latest_first)[start:end]


@given(DAYS, some.booleans(), some.sets(some.integers(1, 40)), PLACES, some.integers(1, 12))
def test_any_page_of_some_keys_is_that_of_a_sort(days, latest_first, wanted, start, size):
    wanted &= days.keys()
    order = filled(days, latest_first=latest_first)

    found = order.keys_among(bitset_of(wanted), start, start + size)

    among = [key for key in expected(days, latest_first=latest_first) if key in wanted]
    assert found == among[start : start + size]


@given(DAYS, DAYS, some.booleans())
def test_what_comes_and_goes_one_by_one_makes_the_same_order(before, after, latest_first):
    order = filled(before, latest_first=latest_first)
    kept = order.copy()
    for key in before:
        order.remove(key)
    for key, day in after.items():
        order.insert(key, day)

    assert order.keys(0, 99) == expected(after, latest_first=latest_first)
    assert kept.keys(0, 99) == expected(before, latest_first=latest_first)


def test_few_keys_of_many_come_in_their_order():
    order = filled({key: date(2026, 6, 30 - key) for key in range(1, 30)}, latest_first=False)

    assert order.keys_among(bitset_of({2, 29}), 0, 2) == [29, 2]
