"""Accounts in the data entry."""

import csv
import re

import pytest
from django.urls import reverse

from tests import factories as make
from tests.admin.steps import url
from tests.conftest import person
from tests.views.conftest import version_on
from tracker.vocabulary import Role


def test_only_a_superuser_makes_or_touches_a_superuser(administrator, client):
    manager = person(Role.ADMINISTRATOR)
    client.force_login(manager)
    page = url("user", "change", manager.pk)
    data = {
        "username": manager.username, "first_name": "Test", "is_staff": "on", "is_active": "on",
        "is_superuser": "on", "date_joined_0": "2026-01-01", "date_joined_1": "12:00:00",
        "language": "en", "version": version_on(client.get(page)),
    }  # fmt: skip

    client.post(page, data)
    password = client.post(
        reverse("admin:auth_user_password_change", args=[administrator.pk]),
        {"password1": "a test password", "password2": "a test password"},
    )

    manager.refresh_from_db()
    assert manager.first_name == "Test"
    assert not manager.is_superuser
    assert password.status_code == 403
    assert 'name="version"' not in client.get(url("user", "change", administrator.pk)).text


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
