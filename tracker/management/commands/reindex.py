from django.core.management.base import BaseCommand

from tracker.actions.rebuild import rebuild
from tracker.models import search_index


class Command(BaseCommand):
    help = "Fold the words of all initiatives again, and index them: after another way of folding."

    def handle(self, **options):
        count = rebuild(everything=True)
        search_index.rebuild()
        self.stdout.write(f"Indexed: {count} initiatives.")
