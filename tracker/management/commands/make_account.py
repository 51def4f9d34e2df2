from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from tracker.actions.accounts import make_account
from tracker.models import User
from tracker.vocabulary import Role


class Command(BaseCommand):
    help = "Make an account with a role and print the one-time link by which its password is set."

    def add_arguments(self, parser):
        parser.add_argument("username")
        parser.add_argument("role", choices=Role.values)
        parser.add_argument("--email", default="")

    def handle(self, *, username, role, email, **options):
        account = User(username=username, email=email)
        links = {"groups": Group.objects.filter(name=role)}
        try:
            self.stdout.write(make_account(account=account, by=None, links=links).url)
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from None
