from tracker.actions.accounts import change_account
from tracker.management.account_command import AccountCommand


class Command(AccountCommand):
    help = "Let an account log in no more: that of a superuser, or of the last administrator."

    def act(self, account):
        account.is_active = False
        change_account(account=account, by=None, links={})
