"""What a process finds out about itself and its surroundings, for whoever watches it."""

import shutil
from datetime import datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from ..models import LedgerEntry
from ..models.data_version import DATABASE_ERRORS, data_version
from ..watching.last_runs import BACKUP, VERIFY, last_run

OVERDUE = timedelta(hours=36)
"""After so long a nightly run is missed."""
LEAST_FREE = 500 * 2**20
"""The bytes below which the disk is called full: no backup fits any more."""

type Run = dict[str, Any]


class Health(NamedTuple):
    """`version` and `entries` are None without a database, `missing` is empty then."""

    version: int | None
    entries: int | None
    missing: list[str]
    disk_free: int
    backup: Run | None
    verify: Run | None
    alarms: list[str]

    @property
    def has_database(self) -> bool:
        return self.version is not None

    @property
    def is_ready(self) -> bool:
        """Whether pages can be asked for; an alarm takes no site from the net."""
        return self.has_database and not self.missing

    @property
    def backup_at(self) -> float | None:
        return self.backup["time"].timestamp() if self.backup else None

    @property
    def verify_at(self) -> float | None:
        return self.verify["time"].timestamp() if self.verify else None

    @property
    def is_whole(self) -> bool | None:
        return self.verify["whole"] is True if self.verify and "whole" in self.verify else None


def health(*, now: datetime) -> Health:
    """Ask the database, the disk, and what the last runs left: four queries."""
    try:
        version, entries, missing = _asked()
    except DATABASE_ERRORS:  # perhaps only this connection is gone
        connection.close()
        try:
            version, entries, missing = _asked()
        except DATABASE_ERRORS:
            version, entries, missing = None, None, []
    disk_free = _disk_free()
    backup, verify = last_run(BACKUP), last_run(VERIFY)
    found = Health(version, entries, missing, disk_free, backup, verify, [])
    return found._replace(alarms=_alarms(found, now))


def _disk_free() -> int:
    try:
        return shutil.disk_usage(settings.DATA_DIR).free
    except OSError:  # the folder is gone: nothing can be written there
        return 0


def _asked() -> tuple[int, int | None, list[str]]:
    version = data_version()
    missing = sorted(_all_migrations() - MigrationRecorder(connection).applied_migrations().keys())
    newest = LedgerEntry.objects.order_by("-sequence").values_list("sequence", flat=True)
    return version, newest.first() or 0, [".".join(names) for names in missing]


@cache
def _all_migrations() -> set[tuple[str, str]]:
    return set(MigrationLoader(None).disk_migrations)


def _alarms(found: Health, now: datetime) -> list[str]:
    """Name what an operator has to look at; docs/operating.md has a row for each."""
    wrong = {
        "database": not found.has_database,
        "migrations": bool(found.missing),
        "disk": found.disk_free < LEAST_FREE,
        "backup": not found.backup or now - found.backup["time"] > OVERDUE,
        "verify": not found.verify or now - found.verify["time"] > OVERDUE,
        "record": found.is_whole is False,
    }
    return [name for name, is_so in wrong.items() if is_so]
