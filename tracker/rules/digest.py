"""How ledger entries are made into bytes and chained to one another."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime

START = "0" * 64
"""The `prev_digest` of the first entry."""
_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def canonical(payload: Mapping[str, object]) -> str:
    """Return the one JSON text of a payload: sorted keys, no spaces, Unicode as it is."""
    return _CANONICAL.encode(payload)


def content_digest(*, salt: str, payload: str) -> str:
    """Return the hex SHA-256 of salt and canonical payload."""
    return _sha256(salt + payload)


def entry_digest(
    *, prev_digest: str, sequence: int, recorded_at: datetime, kind: str, content_digest: str
) -> str:
    """Return the hex SHA-256 of the fields, a line each; `recorded_at` is in UTC."""
    lines = [prev_digest, str(sequence), time_text(recorded_at), kind, content_digest]
    return _sha256("\n".join(lines))


def time_text(moment: datetime) -> str:
    """Return the one text of a UTC datetime that is hashed and published."""
    return moment.isoformat(timespec="microseconds")


def source_digest(text: str) -> str:
    """Return the hex SHA-256 of a source's text as UTF-8."""
    return _sha256(text)


def person_digest(*, salt: str, role: str, key: int) -> str:
    """Return the hex SHA-256 by which an entry commits to an account that wrote or approved it."""
    return _sha256("\n".join([salt, role, str(key)]))


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
