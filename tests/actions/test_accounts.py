"""Accounts: who may change what of whom, what the log says of it, and who is told."""

from io import StringIO
from threading import enumerate as threads
from urllib.parse import urlsplit

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, Permission
from django.core.checks import run_checks
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.urls import resolve

from tests.conftest import person
from tests.factories import (
    CountryFactory,
    OrganizationFactory,
    UserFactory,
    WorkingGroupFactory,
)
from tests.models.steps import force_role
from tracker.actions import accounts, passwords
from tracker.actions.refusals import NotAllowed
from tracker.models import AccountLog, User
from tracker.vocabulary import Role


@pytest.fixture
def manager(db):
    """An administrator with an address."""
    return addressed(person(Role.ADMINISTRATOR), "manager@ots.example")


@pytest.fixture
def other(manager):
    """Another, who reads Russian."""
    return addressed(person(Role.ADMINISTRATOR), "other@ots.example", language="ru")


@pytest.fixture
def mails(settings):
    settings.MAIL_IS_SENT = True


@pytest.fixture
def sent(django_capture_on_commit_callbacks, mailoutbox):
    """Return {address: messages} of what is sent once an action is committed."""

    def send(act, **details):
        with django_capture_on_commit_callbacks(execute=True):
            act(**details)
        for thread in threads():
            if thread.daemon and thread.name.startswith("Thread-"):
                thread.join(10)
        addresses = {address for message in mailoutbox for address in message.to}
        return {
            address: [message for message in mailoutbox if address in message.to]
            for address in addresses
        }

    return send


def addressed(user, email, **columns):
    user.email = email
    for name, value in columns.items():
        setattr(user, name, value)
    user.save()
    return user


def groups(*roles):
    return Group.objects.filter(name__in=roles)


def make(*roles, by, **columns):
    account = User(**{"username": "new", "email": "new@ots.example", **columns})
    return accounts.make_account(account=account, by=by, links={"groups": groups(*roles)})


def change(account, *, by, links=None, **columns):
    account = User.objects.get(pk=account.pk)
    for name, value in columns.items():
        setattr(account, name, value)
    return accounts.change_account(account=account, by=by, links=links or {})


def logged_of(account):
    """Return [(what, old, new, by)] of an account, the earliest first."""
    rows = AccountLog.objects.filter(account=account).order_by("pk")
    return [*rows.values_list("what", "old", "new", "by__username")]


# Two persons are two


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_an_administrator_gets_no_other_role(manager, other, role):
    with pytest.raises(ValidationError) as refused:
        change(other, by=manager, links={"groups": groups(Role.ADMINISTRATOR, role)})

    assert refused.value.message_dict["groups"]
    assert [*other.groups.values_list("name", flat=True)] == [Role.ADMINISTRATOR]
    assert not AccountLog.objects.exists()


def test_somebody_with_a_role_becomes_no_administrator_as_well(manager, reviewer):
    with pytest.raises(ValidationError, match="two persons are two"):
        change(reviewer, by=manager, links={"groups": groups(Role.ADMINISTRATOR, Role.REVIEWER)})
    with pytest.raises(ValidationError, match="two persons are two"):
        make(Role.ADMINISTRATOR, Role.AUDITOR, by=manager)


def test_a_role_may_be_left_for_that_of_an_administrator(manager, reviewer):
    assert change(reviewer, by=manager, links={"groups": groups(Role.ADMINISTRATOR)}) is None

    assert ("roles", "reviewer", "administrator", manager.username) in logged_of(reviewer)


def test_single_rights_go_with_the_roles(manager, reviewer):
    reviewer.user_permissions.add(Permission.objects.get(codename="change_user"))

    change(reviewer, by=manager, links={"groups": groups(Role.ADMINISTRATOR)})

    assert not reviewer.user_permissions.exists()
    assert ("permissions", "change_user", "", manager.username) in logged_of(reviewer)


@pytest.mark.parametrize(
    ("name", "factory"),
    [
        ("groups", lambda: Group.objects.get(name=Role.REVIEWER)),
        ("countries", CountryFactory),
        ("organizations", OrganizationFactory),
        ("working_groups", WorkingGroupFactory),
    ],
)
def test_nobody_changes_their_own_role_or_scope(manager, name, factory):
    with pytest.raises(ValidationError) as refused:
        change(manager, by=manager, links={name: [factory()]})

    assert refused.value.message_dict == {
        name: ["Another administrator changes this of your account."]
    }


def test_nobody_closes_their_own_account(manager):
    with pytest.raises(ValidationError) as refused:
        change(manager, by=manager, is_active=False)

    assert [*refused.value.message_dict] == ["is_active"]


def test_an_administrator_corrects_their_own_address_and_name(manager):
    role = {"groups": groups(Role.ADMINISTRATOR)}  # as the form would send it
    change(manager, by=manager, first_name="Test", email="m@ots.example", links=role)

    assert [what for what, *_rest in logged_of(manager)] == ["name", "email"]


def test_no_administrator_makes_a_superuser(manager, reviewer):
    with pytest.raises(ValidationError) as refused:
        change(reviewer, by=manager, is_superuser=True)
    with pytest.raises(ValidationError):
        make(by=manager, is_superuser=True)

    assert [*refused.value.message_dict] == ["is_superuser"]


def test_no_administrator_touches_a_superuser(manager, administrator):
    with pytest.raises(NotAllowed):
        change(administrator, by=manager, email="mine@ots.example", is_superuser=False)
    with pytest.raises(NotAllowed):
        accounts.send_link(account=administrator, by=manager)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_no_other_role_changes_accounts(db, role, reviewer):
    who = person(role)
    who.user_permissions.add(Permission.objects.get(codename="change_user"))

    with pytest.raises(NotAllowed):
        change(reviewer, by=who, first_name="Test")
    with pytest.raises(NotAllowed):
        make(Role.REVIEWER, by=who)
    with pytest.raises(NotAllowed):
        accounts.send_link(account=reviewer, by=who)


def test_no_superuser_and_nobody_who_left_changes_accounts(administrator, manager, reviewer):
    manager.is_active = False

    for who in (administrator, manager):
        with pytest.raises(NotAllowed):
            change(reviewer, by=who, first_name="Test")


def test_a_superuser_becomes_no_administrator(administrator):
    with pytest.raises(ValidationError, match="A superuser is no administrator"):
        change(administrator, by=None, links={"groups": groups(Role.ADMINISTRATOR)})


def test_who_held_two_roles_before_keeps_them_and_is_named(manager, other):
    force_role(other, Role.REVIEWER)

    change(other, by=manager, first_name="Test", links={"groups": other.groups.all()})
    [warning] = run_checks(databases=["default"])

    assert other.groups.count() == 2
    assert other.username in warning.msg
    assert not run_checks()


# A second person is somebody who got the link


def test_a_new_account_has_no_password_and_one_link(manager):
    link = make(Role.REVIEWER, by=manager)

    account = User.objects.get(username="new")
    assert not account.has_usable_password()
    assert resolve(urlsplit(link.url).path).url_name == "account_link"
    assert link.url not in str(AccountLog.objects.values_list())


def test_a_link_is_mailed_to_the_person_alone(manager, other, mails, sent):
    messages = sent(lambda: make(Role.REVIEWER, by=manager))

    having_it = {
        address for address, got in messages.items() if any("/link/" in one.body for one in got)
    }
    assert having_it == {"new@ots.example"}
    assert set(messages) == {"new@ots.example", "manager@ots.example", "other@ots.example"}


def test_a_link_that_is_mailed_is_not_shown(manager, mails):
    assert make(Role.REVIEWER, by=manager).url == ""


def test_who_is_mailed_a_link_needs_an_address(manager, mails, auditor):
    with pytest.raises(ValidationError) as refused:
        make(Role.REVIEWER, by=manager, email="")
    with pytest.raises(ValidationError):
        change(auditor, by=manager, links={"groups": groups(Role.REVIEWER)})
    with pytest.raises(ValidationError, match="no e-mail address"):
        accounts.send_link(account=auditor, by=manager)

    assert [*refused.value.message_dict] == ["email"]


def test_two_accounts_have_no_address_in_common(manager, reviewer):
    with pytest.raises(ValidationError) as refused:
        make(Role.REVIEWER, by=manager, email="Manager@OTS.example")
    with pytest.raises(ValidationError):
        change(reviewer, by=manager, email=manager.email)

    assert [*refused.value.message_dict] == ["email"]
    assert make(Role.REVIEWER, by=manager, email="").url


@pytest.mark.parametrize("role", [Role.FOCAL_POINT, Role.REVIEWER, Role.EDITOR])
def test_who_gets_a_role_that_writes_begins_anew_with_a_link(manager, auditor, role):
    auditor.set_password("a test password")
    auditor.save()

    link = change(auditor, by=manager, links={"groups": groups(role)})

    assert link.url
    assert authenticate(username=auditor.username, password="a test password") is None
    assert "password_taken" in [what for what, *_rest in logged_of(auditor)]


def test_who_keeps_or_loses_roles_keeps_the_password(manager, reviewer):
    reviewer.set_password("a test password")
    reviewer.save()

    kept = change(reviewer, by=manager, links={"groups": groups(Role.REVIEWER)}, first_name="T")
    lost = change(reviewer, by=manager, links={"groups": groups(Role.AUDITOR)})

    assert (kept, lost) == (None, None)
    assert authenticate(username=reviewer.username, password="a test password") == reviewer


def test_a_closed_account_gets_no_link(manager, auditor):
    change(auditor, by=manager, is_active=False)

    assert change(auditor, by=manager, links={"groups": groups(Role.REVIEWER)}) is None
    with pytest.raises(ValidationError, match="may not log in"):
        accounts.send_link(account=User.objects.get(pk=auditor.pk), by=manager)


def test_roles_say_who_opens_the_data_entry(manager, focal_point):
    change(focal_point, by=manager, links={"groups": groups(Role.FOCAL_POINT, Role.EDITOR)})
    both = User.objects.get(pk=focal_point.pk).is_staff
    change(focal_point, by=manager, links={"groups": groups(Role.FOCAL_POINT)})

    assert (both, User.objects.get(pk=focal_point.pk).is_staff) == (True, False)


# The log


def test_what_is_changed_stands_in_the_log_in_words(manager, focal_point):
    country = CountryFactory(name_en="Testland", name_ru="Тестландия")
    columns = {
        "username": "fp", "first_name": "Test", "email": "fp@ots.example", "language": "ru",
        "is_active": False,
    }  # fmt: skip

    change(focal_point, by=manager, links={"countries": [country]}, **columns)

    assert logged_of(focal_point) == [
        (what, old, new, manager.username)
        for what, old, new in (
            ("username", focal_point.username, "fp"), ("name", "", "Test"),
            ("email", "", "fp@ots.example"), ("language", "en", "ru"), ("active", "yes", "no"),
            ("scope", "", "Testland"),
        )
    ]  # fmt: skip


def test_a_new_account_stands_in_the_log_as_it_is(manager):
    make(Role.AUDITOR, by=manager)

    found = logged_of(User.objects.get(username="new"))
    assert [(what, new) for what, _old, new, _by in found] == [
        ("created", "new"), ("email", "new@ots.example"), ("language", "en"), ("active", "yes"),
        ("staff", "yes"), ("roles", "auditor"), ("link_shown", manager.username),
    ]  # fmt: skip


def test_what_changes_nothing_is_not_logged(manager, reviewer, sent):
    messages = sent(lambda: change(reviewer, by=manager, links={"groups": groups(Role.REVIEWER)}))

    assert (messages, logged_of(reviewer)) == ({}, [])


def test_a_link_and_a_password_are_logged_without_themselves(manager, reviewer):
    link = accounts.send_link(account=reviewer, by=manager)
    passwords.set_own_password(account=reviewer, password="a test password")

    assert logged_of(reviewer) == [
        ("link_shown", "", manager.username, manager.username),
        ("password_set", "", "", reviewer.username),
    ]
    assert link.url not in str(AccountLog.objects.values_list())


def test_a_password_that_is_only_hashed_anew_is_not_logged(reviewer, settings):
    reviewer.set_password("a test password")
    reviewer.save()
    before = AccountLog.objects.count()
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.PBKDF2PasswordHasher", *settings.PASSWORD_HASHERS,
    ]  # fmt: skip

    assert authenticate(username=reviewer.username, password="a test password")
    assert User.objects.get(pk=reviewer.pk).password.startswith("pbkdf2")
    assert AccountLog.objects.count() == before


def test_a_change_is_mailed_to_the_person_and_to_all_administrators(manager, other, reviewer, sent):
    addressed(reviewer, "reviewer@ots.example")
    addressed(person(Role.ADMINISTRATOR), "left@ots.example", is_active=False)

    messages = sent(lambda: change(reviewer, by=manager, first_name="Test"))

    assert set(messages) == {"reviewer@ots.example", "manager@ots.example", "other@ots.example"}
    [russian] = messages["other@ots.example"]
    assert russian.subject.startswith("Изменена учётная запись")
    assert "Test" in russian.body
    assert manager.username in russian.body


def test_a_change_of_address_is_mailed_to_the_old_one_too(manager, reviewer, sent):
    addressed(reviewer, "reviewer@ots.example")

    messages = sent(lambda: change(reviewer, by=manager, email="sock@ots.example"))

    assert set(messages) == {"reviewer@ots.example", "manager@ots.example", "sock@ots.example"}


def test_who_may_no_longer_log_in_is_told(manager, reviewer, sent):
    addressed(reviewer, "reviewer@ots.example")

    assert "reviewer@ots.example" in sent(lambda: change(reviewer, by=manager, is_active=False))


# I forgot my password


def test_who_forgot_their_password_is_mailed_a_link(reviewer, manager, sent):
    addressed(reviewer, "reviewer@ots.example")

    messages = sent(accounts.ask_for_link, email="Reviewer@ots.example")

    assert any("/link/" in message.body for message in messages["reviewer@ots.example"])
    assert not any("/link/" in message.body for message in messages["manager@ots.example"])
    assert logged_of(reviewer) == [("link_sent", "", "reviewer@ots.example", None)]


@pytest.mark.parametrize("email", ["", "nobody@ots.example", "left@ots.example"])
def test_nobody_else_is_mailed_a_link(reviewer, sent, email):
    addressed(person(Role.REVIEWER), "left@ots.example", is_active=False)

    assert sent(accounts.ask_for_link, email=email) == {}


def test_who_asks_again_at_once_gets_no_second_link(reviewer, sent, mailoutbox):
    addressed(reviewer, "reviewer@ots.example")
    sent(accounts.ask_for_link, email="reviewer@ots.example")
    mailoutbox.clear()

    assert sent(accounts.ask_for_link, email="reviewer@ots.example") == {}


# Commands


def test_the_first_start_makes_an_account_a_role(db):
    passwords = accounts.make_first_accounts()

    people = {user.username: user for user in User.objects.all()}
    assert set(passwords) == set(people) == {role.replace(" ", "-") for role in Role.values}
    assert all(people[name].check_password(password) for name, password in passwords.items())
    assert {name: [group.name for group in user.groups.all()] for name, user in people.items()} == {
        role.replace(" ", "-"): [role] for role in Role.values
    }
    assert not any(user.is_superuser for user in people.values())


def test_the_first_accounts_stand_in_the_log(db):
    passwords = accounts.make_first_accounts()

    found = logged_of(User.objects.get(username="editor"))
    assert {"created", "roles", "password_set"} <= {what for what, *_rest in found}
    assert passwords["editor"] not in str(found)


def test_the_first_accounts_may_do_what_their_roles_say(db):
    accounts.make_first_accounts()

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

    accounts.make_first_accounts()

    focal_point = User.objects.get(username="focal-point")
    assert list(focal_point.countries.all()) == [country]
    assert list(focal_point.organizations.all()) == [organization]
    others = User.objects.exclude(pk=focal_point.pk)
    assert not others.filter(countries__isnull=False).exists()


def test_later_starts_make_none(db):
    UserFactory()

    assert accounts.make_first_accounts() == {}


def run(*arguments):
    printed = StringIO()
    call_command(*arguments, stdout=printed)
    return printed.getvalue()


def test_the_command_prints_the_passwords_only_once(db):
    first, second = run("first_accounts"), run("first_accounts")

    assert all(role.replace(" ", "-") in first for role in Role.values)
    assert second == ""


def test_a_command_makes_an_account_and_prints_its_link(manager, sent):
    messages = sent(lambda: run("make_account", "new", "reviewer", "--email", "n@ots.example"))

    account = User.objects.get(username="new")
    assert account.has_perm("tracker.review_statusupdate")
    assert not account.has_usable_password()
    assert set(messages) == {"n@ots.example", "manager@ots.example"}
    assert ("link_shown", "", "", None) in logged_of(account)
    assert "/desk/link/" in run("send_link", "new")
    with pytest.raises(CommandError, match="already exists"):
        run("make_account", "new", "reviewer")


def test_a_command_makes_a_superuser_who_is_logged_too(manager, sent):
    messages = sent(
        lambda: run("createsuperuser", "--username", "root", "--email", "r@ots.example")
    )

    account = User.objects.get(username="root")
    assert (account.is_superuser, account.is_staff) == (True, True)
    assert ("superuser", "no", "yes", None) in logged_of(account)
    assert "manager@ots.example" in messages
    with pytest.raises(CommandError):
        run("createsuperuser", "--username", "not a name")


def test_a_command_closes_an_account(administrator):
    run("close_account", administrator.username)

    assert ("active", "yes", "no", None) in logged_of(administrator)
    with pytest.raises(CommandError, match="may not log in"):
        run("send_link", administrator.username)
    for command in ("close_account", "send_link"):
        with pytest.raises(CommandError, match="There is no account nobody"):
            run(command, "nobody")


def test_a_password_that_a_command_sets_is_logged_and_mailed(manager, reviewer, sent, monkeypatch):
    monkeypatch.setattr("getpass.getpass", lambda prompt="": "a long test phrase")

    messages = sent(lambda: run("changepassword", reviewer.username))

    assert logged_of(reviewer) == [("password_set", "", "", None)]
    assert set(messages) == {"manager@ots.example"}


@pytest.mark.parametrize("name", ["Aigul", "аіgul", "aigu1", "ａｉｇｕｌ", "ai\u200bgul"])
def test_no_name_looks_like_that_of_another(manager, name):
    accounts.make_account(account=User(username="aigul", email="a@x.kz"), by=manager, links={})

    with pytest.raises(ValidationError) as refused:
        accounts.make_account(account=User(username=name, email="b@x.kz"), by=manager, links={})

    assert [*refused.value.error_dict] == ["username"]
    accounts.make_account(account=User(username="aigun", email="c@x.kz"), by=manager, links={})


@pytest.mark.parametrize(
    "email", ["MANAGER@ots.example", "mаnager@ots.example", "rnanager@ots.example"]
)
def test_no_address_looks_like_that_of_another(manager, email):
    with pytest.raises(ValidationError) as refused:
        accounts.make_account(account=User(username="new", email=email), by=manager, links={})

    assert [*refused.value.error_dict] == ["email"]


def test_an_account_that_looks_like_another_already_may_be_changed(manager):
    """A name from before this was refused stands in nobody's way."""
    UserFactory(username="timur", email="timur@ots.example")
    twin = UserFactory(username="tіmur", email="tіmur@ots.example")

    accounts.change_account(account=twin, by=manager, links={})


def test_a_password_that_is_only_hashed_anew_stays_what_it_is(db):
    passwords = accounts.make_first_accounts()
    account = User.objects.first()
    short = make_password(passwords[account.username], salt="short")  # to be hashed anew
    User.objects.filter(pk=account.pk).update(password=short)
    account.refresh_from_db()

    account.check_password(passwords[account.username])

    account.refresh_from_db()
    assert account.password != short
    assert account.password_is_first
