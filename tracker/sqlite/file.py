"""The file of the database: made once, known again, and never made anew in silence.

SQLite would make an empty file wherever none is: a wrong DATA_DIR or a file that was moved away
would look like a site that never had a record. So only `prepare` makes one. The file says by its
`application_id` that it is ours and by its `user_version` which one it is; a marker beside it, in
DATA_DIR, says which one stood there.
"""

import json
import os
import secrets
import sqlite3
import tempfile
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import quote

from django.db.utils import OperationalError

APPLICATION_ID = 0x4F54_5354
"""Of every database of the tracker: "OTST"."""
MARKER = "database.json"
MIGRATED = "SELECT 1 FROM sqlite_master WHERE name = 'django_migrations'"
TRACKER = "SELECT 1 FROM django_migrations WHERE app = 'tracker'"


class WrongFile(OperationalError):
    """The file of the database is not there, or is none of ours: it says so in one line."""


def address_of(path: Path) -> str:
    """Return the URI by which SQLite opens a file that is there; it makes none."""
    return f"file:{quote(str(path))}?mode=rw"


def check(path: Path, *, timeout: float = 20) -> int:
    """Return the id of the database there, 0 of one of an earlier version, which had none yet.

    Raises WrongFile if none of ours stands there. It is SQLite that reads the file: whoever opens
    and closes it past SQLite lets go of the locks that this process has on it.
    """
    if not path.exists():
        raise WrongFile(f"The database {path} is not there.")
    if not path.stat().st_size:
        raise WrongFile(f"The database {path} is empty.")
    with closing(sqlite3.connect(address_of(path), uri=True, timeout=timeout)) as opened:
        try:
            [application] = opened.execute("PRAGMA application_id").fetchone()
            if application == APPLICATION_ID:
                return opened.execute("PRAGMA user_version").fetchone()[0]
            if opened.execute(MIGRATED).fetchone() and opened.execute(TRACKER).fetchone():
                return 0
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_NOTADB:
                raise
    raise WrongFile(f"{path} is not a database of the tracker.")


def prepare(path: Path, data_dir: Path) -> None:
    """See that the right database is there, for its owner alone; make one if there never was.

    Raises WrongFile if one was there before, by the marker, and this is another or none.
    """
    marker = data_dir / MARKER
    known = _read(marker)
    if not path.exists() and known is None:
        _create(path)
    elif known is not None and not (path.exists() and path.stat().st_size):
        raise WrongFile(
            f"The database {path} is {'empty' if path.exists() else 'not there'}, and was there"
            f" before. Put it back; to begin with another, remove {marker} first."
        )
    found = check(path)
    if known is None and not found:
        found = _stamp(path)
    if known is None:
        _write(marker, json.dumps({"id": found}))
    elif found != known:
        raise WrongFile(
            f"{path} is another database than the one that was there before. If it is the right"
            f" one, remove {marker}."
        )
    tighten(path, *(path.with_name(path.name + end) for end in ("-journal", "-wal", "-shm")))


def tighten(*paths: Path) -> None:
    """Take from everybody but their owner the rights to files that are there."""
    for path in paths:
        with suppress(FileNotFoundError, PermissionError):  # of another owner: theirs to tighten
            if path.stat().st_mode & 0o077:
                path.chmod(0o600)


def _create(path: Path) -> None:
    """Make a database without tables; it gets its name once it is whole."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".tracker-") as folder:
        made = Path(folder) / "new"
        made.touch(0o600)
        _stamp(made)
        with suppress(FileExistsError):
            os.link(made, path)


def _stamp(path: Path) -> int:
    """Give a database its id, and return that."""
    number = secrets.randbelow(2**31 - 1) + 1
    with closing(sqlite3.connect(address_of(path), uri=True, isolation_level=None)) as opened:
        opened.execute("PRAGMA busy_timeout = 20000")
        opened.execute("BEGIN IMMEDIATE")
        opened.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        opened.execute(f"PRAGMA user_version = {number}")
        opened.execute("COMMIT")
    return number


def _read(marker: Path) -> int | None:
    try:
        return json.loads(marker.read_text())["id"]
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise WrongFile(f"{marker} can't be read: {error}") from None


def _write(marker: Path, text: str) -> None:
    with tempfile.NamedTemporaryFile("w", dir=marker.parent) as written:
        written.write(text)
        written.flush()
        with suppress(FileExistsError):
            os.link(written.name, marker)
