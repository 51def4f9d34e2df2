from io import StringIO

from django.core.management import call_command

from tests.factories import CountryFactory, OrganizationFactory, UserFactory
from tracker.actions.accounts import make_first_accounts
from tracker.models import User
from tracker.vocabulary import Role


def test_the_first_start_makes_an_account_a_role(db):
    passwords = make_first_accounts()

    people = {user.username: user for user in User.objects.all()}
    assert set(passwords) == set(people) == {role.replace(" ", "-") for role in Role.values}
    assert all(people[name].check_password(password) for name, password in passwords.items())
    assert {name: [group.name for group in user.groups.all()] for name, user in people.items()} == {
        role.replace(" ", "-"): [role] for role in Role.values
    }
    assert not any(user.is_superuser for user in people.values())


def test_the_first_accounts_may_do_what_their_roles_say(db):
    make_first_accounts()

    people = {user.username: user for user in User.objects.all()}
    assert people["focal-point"].has_perm("tracker.add_statusupdate")
    assert not people["focal-point"].has_perm("tracker.review_statusupdate")
    assert people["reviewer"].has_perm("tracker.review_statusupdate")
    assert people["editor"].has_perm("tracker.add_revision")
    assert people["auditor"].has_perm("tracker.verify_ledgerentry")
    assert people["administrator"].has_perm("tracker.change_user")
    assert [name for name, user in people.items() if not user.is_staff] == ["focal-point"]


def test_the_scope_of_the_first_focal_point_is_all_that_is_there(db):
    country, organization = CountryFactory(), OrganizationFactory()

    make_first_accounts()

    focal_point = User.objects.get(username="focal-point")
    assert list(focal_point.countries.all()) == [country]
    assert list(focal_point.organizations.all()) == [organization]
    others = User.objects.exclude(pk=focal_point.pk)
    assert not others.filter(countries__isnull=False).exists()


def test_later_starts_make_none(db):
    UserFactory()

    assert make_first_accounts() == {}


def test_the_command_prints_the_passwords_only_once(db):
    first, second = StringIO(), StringIO()

    call_command("first_accounts", stdout=first)
    call_command("first_accounts", stdout=second)

    assert all(role.replace(" ", "-") in first.getvalue() for role in Role.values)
    assert second.getvalue() == ""
