from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from tracker.actions.erase import erase


class Command(BaseCommand):
    help = "Drop, as the law demands, what an entry of the ledger says; that it was there stays."

    def add_arguments(self, parser):
        parser.add_argument("sequence", type=int, help="the number of the entry")
        parser.add_argument("--reason", required=True, help="public: by which law or order")

    def handle(self, *, sequence, reason, **options):
        try:
            erase(sequence=sequence, reason=reason)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        self.stdout.write(f"Entry {sequence} is erased. The archived source still has its text.")
