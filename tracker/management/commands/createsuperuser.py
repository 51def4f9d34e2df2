from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from tracker.actions.accounts import make_account
from tracker.models import User


class Command(BaseCommand):
    help = "Make a superuser, who may do all but change accounts, and print the one-time link."

    def add_arguments(self, parser):
        parser.add_argument("--username", required=True)
        parser.add_argument("--email", default="")

    def handle(self, *, username, email, **options):
        account = User(username=username, email=email, is_superuser=True)
        try:
            self.stdout.write(make_account(account=account, by=None, links={}).url)
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from None
