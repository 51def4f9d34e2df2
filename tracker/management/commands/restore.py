from pathlib import Path

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection

from tracker.backups.file import BackupRefused
from tracker.backups.restore import check_file, restore
from tracker.sqlite.file import WrongFile


class Command(BaseCommand):
    help = "Fill an empty database with what a backup holds; makes the tables if there are none."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)

    def handle(self, *, file, **options):
        try:
            header = check_file(file)
            connection.prepare_database()
            if not connection.introspection.table_names():
                call_command("migrate", verbosity=0, interactive=False)
            count = restore(file, header)
        except BackupRefused as refused:
            raise CommandError(str(refused)) from None
        except WrongFile as error:
            raise CommandError(str(error)) from None
        except DatabaseError as error:
            reason = " ".join(str(error).split())
            raise CommandError(f"Nothing is restored, the database refused it: {reason}") from None
        self.stdout.write(f"Restored: {count:,} rows as of {header.made_at}. Now verify them.")
        if ledger := header.ledger:
            self.stdout.write(f"Head: entry {ledger['sequence']}, {ledger['digest']}")
