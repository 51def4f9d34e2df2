from django.core.management.base import BaseCommand, CommandError

from tracker.sample_data.generator import NotEmpty, make_sample_data


class Command(BaseCommand):
    help = "Fill an empty record with test data of any size, for measuring."

    def add_arguments(self, parser):
        parser.add_argument("--initiatives", type=int, default=20_000)
        parser.add_argument("--updates", type=int, help="three an initiative if left out")
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *, initiatives, updates, seed, **options):
        updates = 3 * initiatives if updates is None else updates
        if not 0 < initiatives <= updates:
            raise CommandError("There must be an initiative, and an update of each.")
        try:
            make_sample_data(
                initiatives=initiatives, updates=updates, seed=seed, say=self.stdout.write
            )
        except NotEmpty:
            raise CommandError(
                "The record is not empty: name another database in DATABASE_URL or DATA_DIR."
            ) from None
