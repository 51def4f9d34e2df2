from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from tracker.models import User


class AccountCommand(BaseCommand):
    """A command of an operator about one account, which it names; `act` is handed that account.

    What an action refuses is told in a line, as it is where there is no such account.
    """

    def add_arguments(self, parser):
        parser.add_argument("username")

    def handle(self, *, username, **options):
        try:
            self.act(User.objects.get(username=username))
        except User.DoesNotExist:
            raise CommandError(f"There is no account {username}.") from None
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from None
