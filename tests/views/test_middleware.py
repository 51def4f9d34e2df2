"""What is asked and promised before any page for the staff."""

import pytest
from django.test import Client

from tests.conftest import person
from tests.second_factor import code, with_app
from tracker.models import User
from tracker.vocabulary import Role

PASSWORD = "a long test phrase"
PAGES = ["/desk/", "/admin/", "/desk/verify/", "/desk/translations/", "/admin/tracker/user/"]


@pytest.fixture
def demanding(settings):
    settings.REQUIRE_SECOND_FACTOR = True


def opened(client, *paths):
    return {client.get(path).get("Location", "").partition("?")[0] for path in paths or PAGES}


# The second factor


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.ADMINISTRATOR])
def test_who_publishes_or_makes_accounts_sets_one_up_before_anything_else(
    demanding, client, role, db
):
    client.force_login(person(role))
    sent = client.post("/desk/initiatives/x/update/", {})

    assert opened(client) == {"/desk/account/"}
    assert sent["Location"] == "/desk/account/"
    assert "Without it nothing else opens." in client.get("/desk/account/").text


def test_a_superuser_too(demanding, administrator, client):
    client.force_login(administrator)

    assert opened(client) == {"/desk/account/"}


@pytest.mark.parametrize("role", [Role.FOCAL_POINT, Role.EDITOR, Role.AUDITOR])
def test_the_others_need_none(demanding, client, role, db):
    client.force_login(person(role))

    assert client.get("/desk/", follow=True).status_code == 200


def test_where_the_settings_ask_for_none_nobody_needs_one(reviewer, client):
    client.force_login(reviewer)

    assert client.get("/desk/").status_code == 200


def test_once_it_is_set_up_everything_opens(demanding, reviewer, client):
    client.force_login(reviewer)
    secret = client.get("/desk/account/app/").context["form"].secret
    client.post("/desk/account/app/", {"code": code(secret)})

    assert client.get("/desk/account/codes/").status_code == 200
    assert client.get("/desk/").status_code == 200


def test_a_session_from_before_the_second_factor_proves_it_once(demanding, reviewer, client):
    client.force_login(reviewer)
    with_app(reviewer)

    assert opened(client) == {"/desk/confirm/code/"}
    answer = client.post("/desk/confirm/code/?next=/desk/verify/", {"code": code()})
    assert answer["Location"] == "/desk/verify/"
    assert client.get("/desk/").status_code == 200


def test_nor_does_it_remove_the_second_factor_before(demanding, reviewer, client):
    client.force_login(reviewer)
    with_app(reviewer)

    client.post("/desk/account/app/remove/")

    assert reviewer.authenticator_set.filter(type="totp").exists()


def test_who_removes_their_last_one_is_led_back_to_setting_one_up(demanding, reviewer):
    reviewer.set_password(PASSWORD)
    reviewer.save()
    with_app(reviewer)
    client = Client()
    client.post("/desk/login/", {"username": reviewer.username, "password": PASSWORD})
    client.post("/desk/login/code/", {"code": code()})
    before = client.get("/desk/").status_code
    client.post("/desk/account/app/remove/")
    client.post("/desk/logout/")
    client.post("/desk/login/", {"username": reviewer.username, "password": PASSWORD})

    assert before == 200
    assert opened(client) == {"/desk/account/"}


def test_whoever_owes_something_may_log_out_and_choose_a_language(demanding, reviewer, client):
    client.force_login(reviewer)

    chosen = client.post("/desk/language/", {"language": "ru", "next": "/desk/account/"})
    left = client.post("/desk/logout/")

    assert chosen["Location"] == "/desk/account/"
    assert left["Location"] == "/desk/login/"


# The first password


@pytest.fixture
def printed(reviewer, client, settings):
    """The client of somebody with the password that the first start printed."""
    User.objects.filter(pk=reviewer.pk).update(password_is_first=True)
    reviewer.set_password(PASSWORD)
    User.objects.filter(pk=reviewer.pk).update(password=reviewer.password)
    settings.IS_LOCAL = False
    client.post("/desk/login/", {"username": reviewer.username, "password": PASSWORD})
    return client


def test_a_printed_password_is_changed_before_anything_else(printed):
    assert opened(printed, *PAGES, "/desk/account/") == {"/desk/password/"}

    new = {f"new_password{number}": "another test phrase" for number in (1, 2)}
    changed = printed.post("/desk/password/", {"old_password": PASSWORD, **new})

    assert changed.status_code == 302
    assert printed.get("/desk/").status_code == 200


def test_on_localhost_it_stays(printed, settings):
    settings.IS_LOCAL = True

    assert printed.get("/desk/").status_code == 200


# Copies


@pytest.mark.parametrize("path", ["/desk/", "/admin/", "/desk/account/", "/en/", "/desk/nope/"])
def test_nobody_keeps_what_a_session_is_answered(reviewer, client, path):
    client.force_login(reviewer)

    assert "no-store" in client.get(path)["Cache-Control"]


@pytest.mark.parametrize("path", ["/desk/login/", "/desk/", "/desk/link/MQ/too-old/"])
def test_nor_what_stands_before_a_login(db, client, path):
    assert "no-store" in client.get(path)["Cache-Control"]


def test_public_pages_without_a_session_may_be_kept(db, client):
    assert "no-store" not in client.get("/en/").get("Cache-Control", "")
