from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from tracker.actions.accounts import send_link
from tracker.models import User


class Command(BaseCommand):
    help = "Print a one-time link by which somebody sets the password of their account anew."

    def add_arguments(self, parser):
        parser.add_argument("username")

    def handle(self, *, username, **options):
        try:
            account = User.objects.get(username=username)
            self.stdout.write(send_link(account=account, by=None).url)
        except User.DoesNotExist:
            raise CommandError(f"There is no account {username}.") from None
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from None
