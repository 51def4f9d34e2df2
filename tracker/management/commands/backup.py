from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from tracker.backups.backup import make_backup
from tracker.backups.file import BackupRefused


class Command(BaseCommand):
    help = "Write all of the database into a file in a folder; people may write meanwhile."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path)
        parser.add_argument("--keep", type=int, help="remove older backups there but so many")

    def handle(self, *, folder, keep, **options):
        if keep is not None and keep < 1:
            raise CommandError("--keep takes 1 or more: the new backup is one of them.")
        try:
            made = make_backup(folder, keep=keep)
        except BackupRefused as refused:
            raise CommandError(str(refused)) from None
        size = made.path.stat().st_size / 2**20
        rows = sum(made.header.counts.values())
        self.stdout.write(f"{made.path}: {rows:,} rows, {size:,.1f} MB")
        if ledger := made.header.ledger:
            self.stdout.write(f"Head: entry {ledger['sequence']}, {ledger['digest']}")
        for path in made.removed:
            self.stdout.write(f"Removed: {path.name}")
