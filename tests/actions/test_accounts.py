from tests.factories import UserFactory
from tracker.actions.accounts import make_first_accounts
from tracker.models import User


def test_the_first_start_makes_an_account_a_role(db):
    passwords = make_first_accounts()

    people = {user.username: user for user in User.objects.all()}
    assert set(passwords) == set(people) == {"focal-point", "reviewer", "administrator"}
    assert all(people[name].check_password(password) for name, password in passwords.items())
    assert people["focal-point"].has_perm("tracker.add_statusupdate")
    assert not people["focal-point"].is_staff
    assert people["administrator"].is_superuser


def test_later_starts_make_none(db):
    UserFactory()

    assert make_first_accounts() == {}
