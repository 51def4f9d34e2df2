"""Accounts in the data entry."""

from django.urls import reverse

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
