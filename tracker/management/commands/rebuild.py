from django.core.management.base import BaseCommand

from tracker.actions.rebuild import rebuild


class Command(BaseCommand):
    help = "Make the snapshots of earlier days from the published entries, where they are missing."

    def add_arguments(self, parser):
        parser.add_argument("--all", action="store_true", help="make all of them again")

    def handle(self, **options):
        count = rebuild(everything=options["all"])
        if count or options["verbosity"] > 1:
            self.stdout.write(f"Rebuilt: the snapshots of {count} initiatives.")
