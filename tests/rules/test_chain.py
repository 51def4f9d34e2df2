"""A chain of entries: what was changed, left out, added or moved is found."""

from datetime import UTC, datetime, timedelta

import pytest

from tracker.rules import digest
from tracker.rules.chain import Link, breaks

MOMENT = datetime(2026, 6, 1, tzinfo=UTC)


def link_after(previous, *, payload="{}", salt="00"):
    """Return the entry that follows another, or the first."""
    sequence = previous.sequence + 1 if previous else 1
    columns = {
        "prev_digest": previous.digest if previous else digest.START,
        "sequence": sequence,
        "recorded_at": MOMENT + timedelta(seconds=sequence),
        "kind": "update",
        "content_digest": digest.content_digest(salt=salt, payload=payload),
    }
    return Link(**columns, payload=payload, salt=salt, digest=digest.entry_digest(**columns))


@pytest.fixture
def chain():
    links = []
    for _n in range(4):
        links.append(link_after(links[-1] if links else None))
    return links


def problems(links):
    return [tuple(one) for one in breaks(links)]


def test_a_whole_chain_is_whole(chain):
    assert problems(chain) == problems([]) == []


def test_what_was_erased_leaves_the_chain_whole(chain):
    chain[1] = chain[1]._replace(payload=None, salt=None)

    assert problems(chain) == []


@pytest.mark.parametrize("changed", [{"payload": '{"a":1}'}, {"salt": "01"}])
def test_another_payload_or_salt_is_found(chain, changed):
    chain[1] = chain[1]._replace(**changed)

    assert problems(chain) == [(2, "has a payload that is not the one recorded")]


@pytest.mark.parametrize(
    "changed",
    [{"kind": "revision"}, {"recorded_at": MOMENT}, {"payload": None, "content_digest": "0" * 64}],
)
def test_another_column_is_found_by_the_digest(chain, changed):
    chain[1] = chain[1]._replace(**changed)

    assert problems(chain) == [(2, "has a digest that is not its own")]


def test_a_digest_made_anew_breaks_the_next_entry(chain):
    chain[1] = link_after(chain[0], payload='{"a":1}')

    assert problems(chain) == [(3, "does not continue the entry before")]


def test_an_entry_that_is_missing_is_named_and_the_others_are_still_checked(chain):
    del chain[1]
    chain[2] = chain[2]._replace(kind="revision")

    assert problems(chain) == [(2, "is missing"), (4, "has a digest that is not its own")]


def test_a_chain_begins_with_its_first_entry(chain):
    assert problems(chain[1:]) == [(1, "is missing")]


def test_entries_that_were_exchanged_are_found(chain):
    chain[1], chain[2] = chain[2], chain[1]

    assert problems(chain)[0] == (2, "is missing")
