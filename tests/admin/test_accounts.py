"""Accounts in the data entry, and each way around the actions that could be thought of."""

import csv
import re

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from tests import factories as make
from tests.admin.steps import url
from tests.conftest import person
from tests.views.conftest import version_on
from tracker.models import AccountLog, User
from tracker.vocabulary import Role

PASSWORD = reverse("admin:index") + "tracker/user/{}/password/"


@pytest.fixture
def manager(db):
    return person(Role.ADMINISTRATOR)


@pytest.fixture
def managing(manager, client):
    """The client of an administrator."""
    client.force_login(manager)
    return client


def group(role):
    return Group.objects.get(name=role).pk


def form_of(client, account, **typed):
    """Return the address of an account and what its form would send, with something typed."""
    page = url("user", "change", account.pk)
    data = {
        "username": account.username, "is_active": "on", "language": "en",
        "groups": [*account.groups.values_list("pk", flat=True)],
        "version": version_on(client.get(page)),
    }  # fmt: skip
    return page, {**data, **typed}


def change(client, account, **typed):
    page, data = form_of(client, account, **typed)
    return client.post(page, data)


def add(client, *roles, **typed):
    data = {"username": "new", "language": "en", "groups": [group(role) for role in roles]}
    return client.post(url("user", "add"), {**data, **typed})


def roles_of(user):
    return sorted(user.groups.values_list("name", flat=True))


def test_an_administrator_makes_an_account_and_hands_over_its_link(managing, manager):
    page = add(managing, Role.REVIEWER, email="new@ots.example")

    account = User.objects.get(username="new")
    assert (page.status_code, roles_of(account), account.is_staff) == (200, ["reviewer"], True)
    assert not account.has_usable_password()
    assert len(re.findall(r"http://localhost:8000/desk/link/\w+/[\w-]+/", page.text)) == 1
    assert "no-store" in page["Cache-Control"]
    assert AccountLog.objects.filter(account=account, by=manager, what="link_shown").exists()


def test_where_mail_is_sent_nobody_is_shown_a_link(managing, settings):
    settings.MAIL_IS_SENT = True

    without = add(managing, Role.REVIEWER)
    page = add(managing, Role.REVIEWER, email="new@ots.example")

    assert "an address is needed" in without.text
    assert page.status_code == 302
    assert "/desk/link/" not in managing.get(page["Location"]).text


def test_no_form_has_a_password(managing, reviewer):
    for page in (url("user", "add"), url("user", "change", reviewer.pk)):
        assert "password" not in managing.get(page).text.partition("<main")[2]


def test_nobody_sets_the_password_of_somebody_else(managing, manager, reviewer):
    before = reviewer.password
    typed = {"password1": "a test password", "password2": "a test password"}
    typed |= {"usable_password": "true", "set-password": "1"}

    found = {
        managing.post(PASSWORD.format(account.pk), typed).status_code
        for account in (reviewer, manager)
    }
    change(managing, reviewer, password="x", **typed)

    reviewer.refresh_from_db()
    assert found == {404}
    assert reviewer.password == before


def test_one_s_own_password_is_changed_at_the_desk(managing):
    assert managing.get(reverse("admin:password_change"))["Location"] == "/desk/password/"


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_a_second_role_beside_administrator_is_refused_at_the_field(managing, role):
    other = person(role)

    page = change(managing, other, groups=[group(Role.ADMINISTRATOR), group(role)])
    new = add(managing, Role.ADMINISTRATOR, role)

    for refused in (page, new):
        assert refused.status_code == 200
        errors = re.search(r'field-groups.*?class="errorlist".*?</ul>', refused.text, re.DOTALL)
        assert "An administrator holds no other role" in errors[0]
    assert roles_of(other) == [role]


def test_nobody_changes_their_own_roles_scope_and_login(managing, manager):
    country = make.CountryFactory()
    every = [*Group.objects.values_list("pk", flat=True)]
    page, data = form_of(
        managing, manager, groups=every, countries=[country.pk], is_staff="", is_superuser="on",
        first_name="Test",
    )  # fmt: skip
    del data["is_active"]

    told = managing.get(page).text
    managing.post(page, data)

    manager.refresh_from_db()
    assert "Another administrator changes roles, scope" in told
    assert roles_of(manager) == ["administrator"]
    assert not manager.countries.exists()
    assert (manager.is_active, manager.is_superuser, manager.first_name) == (True, False, "Test")


def test_another_administrator_changes_them(managing, manager):
    other = person(Role.ADMINISTRATOR)

    change(managing, other, groups=[group(Role.AUDITOR)])

    assert roles_of(other) == ["auditor"]
    assert AccountLog.objects.filter(account=other, by=manager, what="roles").exists()


def test_flags_and_single_rights_are_not_given_in_the_admin(managing, reviewer):
    rights = [*Permission.objects.values_list("pk", flat=True)]

    change(managing, reviewer, is_superuser="on", user_permissions=rights, last_login="2026-01-01")
    add(managing, is_superuser="on", is_staff="on", user_permissions=rights, password="x")

    for account in (reviewer, User.objects.get(username="new")):
        account.refresh_from_db()
        assert not account.is_superuser
        assert not account.user_permissions.exists()
    assert not account.is_staff


def test_who_gets_a_role_that_writes_is_logged_out_and_gets_a_link(managing, auditor):
    page = change(managing, auditor, groups=[group(Role.REVIEWER)])

    auditor.refresh_from_db()
    assert "/desk/link/" in page.text
    assert not auditor.has_usable_password()


@pytest.mark.parametrize("page", ["changelist", "change"])
def test_a_link_is_sent_from_the_list_and_from_the_account(managing, manager, reviewer, page):
    carried = {"action": "send_links", "CHANGE_FORM-action": "send_links"}
    address = url("user", page, *([reviewer.pk] if page == "change" else []))

    answer = managing.post(address, {**carried, "_selected_action": [reviewer.pk]})

    assert f"<dt>{reviewer.username}</dt>" in answer.text
    assert "/desk/link/" in answer.text
    assert AccountLog.objects.get().by == manager


def test_links_of_many_are_mailed_and_what_fails_is_told(managing, settings, reviewer, editor):
    settings.MAIL_IS_SENT = True
    User.objects.filter(pk=reviewer.pk).update(email="reviewer@ots.example")
    chosen = [reviewer.pk, editor.pk, make.UserFactory(is_superuser=True).pk]

    told = managing.post(
        url("user", "changelist"), {"action": "send_links", "_selected_action": chosen}, follow=True
    ).text

    assert "A one-time link was sent to reviewer@ots.example." in told
    assert f"{editor.username} has no e-mail address." in told.replace("Person", "person")
    assert AccountLog.objects.get().account == reviewer


def test_an_administrator_touches_no_superuser(managing, administrator):
    page = url("user", "change", administrator.pk)

    answer = managing.post(page, {"username": "mine", "email": "mine@ots.example"})

    assert 'name="version"' not in managing.get(page).text
    assert answer.status_code == 403


def test_a_superuser_changes_no_account_and_no_group(administrator, reviewer, client):
    client.force_login(administrator)
    role = Group.objects.get(name=Role.ADMINISTRATOR)
    right = Permission.objects.get(codename="review_statusupdate")

    found = [
        client.post(url("user", "change", reviewer.pk), {"username": "mine"}),
        client.post(url("user", "add"), {"username": "new"}),
        client.post(url("user", "delete", reviewer.pk), {"post": "yes"}),
        client.post(PASSWORD.format(reviewer.pk), {"password1": "x", "password2": "x"}),
        client.post(
            reverse("admin:auth_group_change", args=[role.pk]),
            {"name": role.name, "permissions": [right.pk]},
        ),
        client.post(reverse("admin:auth_group_delete", args=[role.pk]), {"post": "yes"}),
        client.post(reverse("admin:auth_group_add"), {"name": "test"}),
    ]

    assert [answer.status_code for answer in found] == [403, 403, 403, 404, 403, 403, 403]
    assert not role.permissions.filter(pk=right.pk).exists()


def test_no_list_of_accounts_is_edited_or_deleted_in_bulk(managing, reviewer):
    data = {"action": "delete_selected", "_selected_action": [reviewer.pk], "post": "yes"}

    managing.post(url("user", "changelist"), data)

    assert User.objects.filter(pk=reviewer.pk).exists()
    assert admin.site.get_model_admin(User).list_editable == ()


def test_passwords_are_not_found_by_a_search_of_the_list(managing, caplog):
    answer = managing.get(url("user", "changelist"), {"password__startswith": "x"})

    assert answer.status_code == 400


def test_the_list_says_who_is_what(managing, reviewer):
    names = ["Aland", "Beland", "Celand", "Deland"]
    reviewer.countries.add(*(make.CountryFactory(name_en=name) for name in names))

    text = managing.get(url("user", "changelist")).text

    assert '<td class="field-roles">reviewer</td>' in text
    assert '<td class="field-scope">Aland; Beland; Celand … (4)</td>' in text


def test_two_administrators_do_not_overwrite_each_other(managing, reviewer):
    page, data = form_of(managing, reviewer, groups=[])
    User.objects.filter(pk=reviewer.pk).update(first_name="Meanwhile")

    assert managing.post(page, data).status_code == 409
    assert roles_of(reviewer) == ["reviewer"]


# The log


def test_auditors_read_filter_and_search_the_log(auditor, client):
    one, other = make.AccountLogFactory(new="reviewer"), make.AccountLogFactory(what="active")
    client.force_login(auditor)

    listed = client.get(url("accountlog", "changelist"), {"what": "roles", "q": "reviewer"}).text
    page = client.get(url("accountlog", "change", one.pk))

    assert one.account.username in listed.partition("result_list")[2].partition("</table>")[0]
    assert other.account.username not in listed.partition("result_list")[2].partition("</table>")[0]
    assert page.status_code == 200
    assert 'name="_save"' not in page.text


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMINISTRATOR])
def test_the_log_is_exported_as_it_is_filtered(db, client, role):
    entry, other = make.AccountLogFactory(), make.AccountLogFactory(what="active")
    client.force_login(person(role))
    listed = client.get(url("accountlog", "changelist"), {"what": "roles"}).text
    address = re.search(r'href="(/admin/tracker/accountlog/csv/[^"]*)"', listed)[1]

    answer = client.get(address)

    rows = list(csv.DictReader(b"".join(answer).decode().splitlines()))
    assert [row["account"] for row in rows] == [entry.account.username]
    assert other.account.username not in str(rows)
    assert answer["Content-Disposition"] == 'attachment; filename="account-log.csv"'


@pytest.mark.parametrize("query", ["id=", "id=x", "=", "%ff", "nope=1", "at__year=x"])
def test_a_filter_that_makes_no_sense_exports_nothing(auditor, client, query):
    client.force_login(auditor)

    assert client.get(f"{url('accountlog', 'csv')}?{query}").status_code == 400


@pytest.mark.parametrize("role", [Role.FOCAL_POINT, Role.REVIEWER, Role.EDITOR])
def test_nobody_else_reads_the_log(db, client, role):
    client.force_login(person(role))

    for page in ("changelist", "csv"):
        assert client.get(url("accountlog", page)).status_code == 403


@pytest.mark.parametrize("page", ["add", "delete"])
def test_nobody_writes_the_log(administrator, client, page):
    entry = make.AccountLogFactory()
    client.force_login(administrator)

    answer = client.post(url("accountlog", page, *([entry.pk] if page == "delete" else [])))

    assert answer.status_code == 403
