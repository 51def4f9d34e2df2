"""Who needs a second factor, and what becomes of one that was lost."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.test import Client

from tests.conftest import person
from tests.second_factor import with_app
from tracker.actions.second_factors import has_factor, needs_factor
from tracker.models import AccountLog
from tracker.vocabulary import Role


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("asked", [True, False])
def test_who_publishes_or_makes_accounts_needs_one_where_it_is_asked(db, settings, role, asked):
    settings.REQUIRE_SECOND_FACTOR = asked

    assert needs_factor(person(role)) == (asked and role in ("reviewer", "administrator"))


def test_recovery_codes_alone_are_none(reviewer):
    with_app(reviewer)
    before = has_factor(reviewer)
    Authenticator.objects.filter(type="totp").delete()

    assert (before, has_factor(reviewer)) == (True, False)


def test_an_operator_removes_what_was_lost_and_the_log_has_it(reviewer, editor, capsys):
    with_app(reviewer)
    with_app(editor)
    client = Client()
    client.force_login(reviewer)

    call_command("remove_second_factor", reviewer.username)

    assert "adds another" in capsys.readouterr().out
    assert {*Authenticator.objects.values_list("user_id", flat=True)} == {editor.pk}
    logged = AccountLog.objects.filter(account=reviewer).values_list("what", "old", "by_id")
    assert {*logged} == {
        ("factor_removed", "totp", None),
        ("factor_removed", "recovery_codes", None),
    }
    assert client.get("/desk/").status_code == 302


@pytest.mark.parametrize(("name", "words"), [("nobody", "no account"), ("", "no second factor")])
def test_what_is_not_there_is_not_removed(reviewer, name, words):
    with pytest.raises(CommandError, match=words):
        call_command("remove_second_factor", name or reviewer.username)
