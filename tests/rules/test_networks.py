import pytest

from tracker.rules.networks import block, household


@pytest.mark.parametrize(
    ("address", "of_household", "of_block"),
    [
        ("192.0.2.77", "192.0.2.77/32", "192.0.2.0/24"),
        ("::ffff:192.0.2.77", "192.0.2.77/32", "192.0.2.0/24"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64", "2001:db8:1::/48"),
        ("", "", ""),
        ("unknown", "", ""),
        ("192.0.2.77, 10.0.0.1", "", ""),
    ],
)
def test_an_address_stands_for_more_than_itself(address, of_household, of_block):
    assert (household(address), block(address)) == (of_household, of_block)
