from django.core.management.base import BaseCommand

from tracker.actions.rebuild import reindex


class Command(BaseCommand):
    help = "Fold the words of all initiatives again, and index them: after another way of folding."

    def handle(self, **options):
        self.stdout.write(f"Indexed: {reindex()} initiatives.")
