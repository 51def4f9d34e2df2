from django.core.management.base import BaseCommand, CommandError

from tracker.actions.second_factors import remove_factors
from tracker.models import User


class Command(BaseCommand):
    help = "Remove the second factors of somebody who lost theirs; all their sessions end."

    def add_arguments(self, parser):
        parser.add_argument("username")

    def handle(self, *, username, **options):
        try:
            account = User.objects.get(username=username)
        except User.DoesNotExist:
            raise CommandError(f"There is no account {username}.") from None
        if not remove_factors(account=account):
            raise CommandError(f"{username} has no second factor.")
        self.stdout.write(f"Removed. {username} logs in by password, and adds another.")
