from hypothesis import given
from hypothesis import strategies as some

from tracker.rules.bitset import BitsetBuilder, as_bytes, bitset_of, keys_of, nearest

KEYS = some.sets(some.integers(0, 300))


@given(KEYS)
def test_the_keys_of_a_bitset_are_those_that_it_was_made_of(keys):
    assert keys_of(bitset_of(keys)) == sorted(keys)


@given(some.lists(some.integers(0, 300)))
def test_keys_that_come_one_by_one_make_the_same_bitset(keys):
    builder = BitsetBuilder()
    for key in keys:
        builder.add(key)

    assert builder.bitset() == bitset_of(keys)


@given(KEYS, KEYS)
def test_and_of_two_is_their_intersection_and_the_bits_are_their_size(one, other):
    both = bitset_of(one) & bitset_of(other)

    assert set(keys_of(both)) == one & other
    assert both.bit_count() == len(one & other)


@given(KEYS, some.integers(0, 300), some.integers(0, 5))
def test_the_nearest_keys_are_on_either_side_and_not_the_key_itself(keys, key, number):
    before = sorted(one for one in keys if one < key)[::-1][:number]
    after = sorted(one for one in keys if one > key)[:number]

    assert nearest(bitset_of(keys), key, number) == sorted(before + after)


@given(KEYS)
def test_a_bitset_as_bytes_has_a_bit_a_key(keys):
    table = as_bytes(bitset_of(keys))

    assert {key for key in range(len(table) * 8) if table[key >> 3] >> (key & 7) & 1} == keys
