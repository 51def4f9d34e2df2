from django.core.management.base import CommandError

from tracker.actions.second_factors import remove_factors
from tracker.management.account_command import AccountCommand


class Command(AccountCommand):
    help = "Remove the second factors of somebody who lost theirs; all their sessions end."

    def act(self, account):
        if not remove_factors(account=account):
            raise CommandError(f"{account} has no second factor.")
        self.stdout.write(f"Removed. {account} logs in by password, and adds another.")
