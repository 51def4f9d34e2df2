"""Making a backup: into a folder, whole or not at all, and none of the old ones too many."""

import fcntl
import json
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection
from django.utils import timezone

from . import file
from .file import BackupRefused, Header
from .snapshot import snapshot
from .tables import migrations_of_database, migrations_of_program, tables

NAME = re.compile(r"tracker-\d{8}T\d{6}Z\.backup")
LAST = "last_backup.json"
LEDGER = "SELECT sequence, digest FROM tracker_ledgerentry ORDER BY sequence DESC LIMIT 1"


class Backup(NamedTuple):
    path: Path
    header: Header
    removed: list[Path]


def make_backup(folder: Path, *, keep: int | None = None) -> Backup:
    """Write a backup into a folder, which is made if it is missing; remove all but `keep` of them.

    Everything that was committed before is in it. Raises BackupRefused if the database is not of
    this version, or if another backup into the folder has not ended.
    """
    if migrations_of_database() != migrations_of_program():
        raise BackupRefused("The database is of another version: see `manage.py showmigrations`.")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _alone(folder):
            now = timezone.now().astimezone(UTC)
            path = folder / f"tracker-{now:%Y%m%dT%H%M%SZ}.backup"
            header = _write(path, now.isoformat(timespec="seconds"))
            removed = _remove_all_but(keep, folder) if keep else []
    except OSError as error:
        raise BackupRefused(f"Cannot write in {folder}: {error.strerror}.") from None
    _note(path, header)
    return Backup(path, header, removed)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the folder, and remove what backups left there that were killed."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        for left in folder.glob(".tracker-*.part*"):
            left.unlink()
        yield
        os.fsync(opened)
    except BlockingIOError:
        raise BackupRefused(f"Another backup into {folder} has not ended yet.") from None
    finally:
        os.close(opened)


def _write(path: Path, made_at: str) -> Header:
    with snapshot(path.parent) as found:
        ledger = found.one(LEDGER)
        wanted = tables()
        header = Header(
            made_at=made_at,
            database=connection.vendor,
            migrations=migrations_of_program(),
            ledger=ledger and dict(zip(("sequence", "digest"), ledger, strict=True)),
            counts={table.name: found.one(table.count)[0] for table in wanted},
        )
        with written_whole(path) as part:
            return file.write(part, header, ((table, found.rows(table)) for table in wanted))


@contextmanager
def written_whole(path: Path) -> Iterator[Any]:
    """Yield a new file, for its owner alone, that has its name once it is on the disk, whole."""
    prefix, suffix = ".tracker-", ".part"
    with tempfile.NamedTemporaryFile(
        dir=path.parent, prefix=prefix, suffix=suffix, delete=False
    ) as part:
        try:
            yield part
            part.flush()
            os.fsync(part.fileno())
            os.replace(part.name, path)
        except BaseException:
            os.unlink(part.name)
            raise


def _remove_all_but(keep: int, folder: Path) -> list[Path]:
    """Remove the oldest: only files that are named as ours are."""
    named = (path for path in folder.iterdir() if NAME.fullmatch(path.name))
    old = sorted(named, key=lambda path: path.name)[:-keep]
    for path in old:
        path.unlink()
    return old


def _note(path: Path, header: Header) -> None:
    """Write down in DATA_DIR which backup was the last that is whole."""
    said = {
        "time": header.made_at,
        "path": str(path.resolve()),
        "sha256": header.sha256,
        "ledger": header.ledger,
    }
    with written_whole(Path(settings.DATA_DIR) / LAST) as noted:
        noted.write(json.dumps(said).encode())
