from tracker.actions.accounts import send_link
from tracker.management.account_command import AccountCommand


class Command(AccountCommand):
    help = "Print a one-time link by which somebody sets the password of their account anew."

    def act(self, account):
        self.stdout.write(send_link(account=account, by=None).url)
