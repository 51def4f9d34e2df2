from django.core.management.base import BaseCommand, CommandError

from tracker.actions.accounts import change_account
from tracker.models import User


class Command(BaseCommand):
    help = "Let an account log in no more: that of a superuser, or of the last administrator."

    def add_arguments(self, parser):
        parser.add_argument("username")

    def handle(self, *, username, **options):
        try:
            account = User.objects.get(username=username)
        except User.DoesNotExist:
            raise CommandError(f"There is no account {username}.") from None
        account.is_active = False
        change_account(account=account, by=None, links={})
