from django.core.management.base import BaseCommand

from tracker.actions.accounts import make_first_accounts


class Command(BaseCommand):
    help = "Make one account a role and print their passwords, if there is no account yet."

    def handle(self, **options):
        passwords = make_first_accounts()
        if passwords:
            self.stdout.write("One account a role; the passwords are shown only this once:")
        for username, password in passwords.items():
            self.stdout.write(f"  {username:<14} {password}")
