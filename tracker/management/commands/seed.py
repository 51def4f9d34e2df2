from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from tracker.actions.seed import SeedError, seed


class Command(BaseCommand):
    help = "Load the data files of a folder; whatever the record holds already is left as it is."

    def add_arguments(self, parser):
        parser.add_argument("folder", nargs="?", default=settings.SEEDS_DIR)

    def handle(self, *, folder, verbosity, **options):
        try:
            added = seed(folder)
        except SeedError as error:
            raise CommandError(str(error)) from None
        if verbosity:
            rows = ", ".join(f"{count} {name}" for name, count in added.items() if count)
            self.stdout.write(f"Added: {rows or 'nothing; all of it was there'}.")
