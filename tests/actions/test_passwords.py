import pytest
from django.core.exceptions import ValidationError

from tracker.actions import passwords
from tracker.models import Session, User


def test_a_password_is_not_saved_without_its_entry(reviewer, monkeypatch):
    def fail(*arguments, **options):
        raise RuntimeError

    monkeypatch.setattr(passwords, "log", fail)
    with pytest.raises(RuntimeError):
        passwords.set_own_password(account=reviewer, password="a test password")

    assert not User.objects.get(pk=reviewer.pk).check_password("a test password")


@pytest.mark.parametrize("password", ["tracker2026", "OTS-Tracker-2026!", "ots123456789"])
def test_the_name_of_the_site_is_no_password(password):
    with pytest.raises(ValidationError):
        passwords.PasswordRule().validate(password)


@pytest.mark.parametrize("password", ["trackers-of-2026", "2026"])
def test_the_rule_refuses_nothing_else(password):
    assert passwords.PasswordRule().validate(password) is None


def test_a_new_password_leaves_no_session(reviewer, client):
    client.force_login(reviewer)

    passwords.set_own_password(account=reviewer, password="a long test phrase")

    assert not Session.objects.of(reviewer).exists()
