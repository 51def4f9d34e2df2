import hashlib
from datetime import UTC, datetime

from tracker.rules import digest


def test_canonical_json_has_one_form():
    assert digest.canonical({"б": 1, "a": [True, None]}) == '{"a":[true,null],"б":1}'


def test_the_digest_of_an_entry_covers_each_of_its_fields():
    fields = {
        "prev_digest": digest.START,
        "sequence": 1,
        "recorded_at": datetime(2026, 1, 2, tzinfo=UTC),
        "kind": "update",
        "content_digest": digest.content_digest(salt="s", payload="{}"),
    }
    others = {
        "prev_digest": "1" * 64,
        "sequence": 2,
        "recorded_at": datetime(2026, 1, 3, tzinfo=UTC),
        "kind": "revision",
        "content_digest": digest.content_digest(salt="t", payload="{}"),
    }

    whole = digest.entry_digest(**fields)

    assert all(digest.entry_digest(**{**fields, key: others[key]}) != whole for key in fields)


def test_a_source_digest_is_the_sha256_of_its_utf8():
    assert digest.source_digest("мост") == hashlib.sha256("мост".encode()).hexdigest()
