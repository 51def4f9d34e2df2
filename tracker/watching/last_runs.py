"""When the record was last verified and backed up, as small files in DATA_DIR.

They are files and not rows, so that they can be read while no database answers, and are not
restored with it.
"""

import json
import os
from datetime import UTC, datetime

from django.conf import settings

BACKUP = "last_backup.json"
VERIFY = "last_verify.json"


def last_run(name):
    """Return {"time": datetime, …} as a run wrote it; None if none did, or it can't be read."""
    try:
        found = json.loads((settings.DATA_DIR / name).read_text(encoding="utf-8"))
        moment = datetime.fromisoformat(found["time"])
        return {**found, "time": moment if moment.tzinfo else moment.replace(tzinfo=UTC)}
    except (OSError, ValueError, KeyError, TypeError):
        return None


def record_verify(*, now, whole, head):
    """Write down that the record was read: whether it was whole, and its newest entry, a digest."""
    _write(VERIFY, {"time": now.isoformat(), "whole": whole, "head": head})


def _write(name, content):
    path = settings.DATA_DIR / name
    unfinished = path.with_suffix(f".{os.getpid()}")
    with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(content, file)
    unfinished.replace(path)
