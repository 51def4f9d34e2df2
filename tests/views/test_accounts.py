"""The way of somebody without a password to the desk: by a link that was sent, or asked for."""

import re
from threading import enumerate as threads

import pytest
import time_machine
from django.test import Client

from tests import factories as make
from tests.conftest import person
from tracker.actions.accounts import make_account, send_link
from tracker.models import AccountLog, User
from tracker.vocabulary import Role

PASSWORD = "a long test phrase"
TYPED = {"new_password1": PASSWORD, "new_password2": PASSWORD}


@pytest.fixture
def account(db):
    """Somebody who was just made, by a command, and has no password."""
    account = User(username="new", email="new@ots.example")
    make_account(account=account, by=None, links={})
    return account


def path_of(account):
    """Return the path of a new one-time link."""
    return send_link(account=account, by=None).url.removeprefix("http://localhost:8000")


def follow(client, path):
    return client.get(path, follow=True)


def use(client, path, **typed):
    page = follow(client, path)
    return client.post(page.request["PATH_INFO"], {**TYPED, **typed}, follow=True)


def enters(username, password=PASSWORD):
    typed = {"username": username, "password": password}
    return Client().post("/desk/login/", typed).status_code == 302


def test_a_person_sets_their_own_password_by_a_link(account, client):
    page = follow(client, path_of(account))
    done = use(client, path_of(account))

    assert "new" in page.text
    assert "no-store" in page["Cache-Control"]
    assert "Your password is set." in done.text
    assert enters("new")
    assert AccountLog.objects.filter(what="password_set", by=account).count() == 1


def test_the_link_is_not_in_the_address_of_the_form(account, client):
    path = path_of(account)

    assert path.split("/")[-2] not in follow(client, path).request["PATH_INFO"]


def test_a_link_works_once(account, client):
    path = path_of(account)
    use(client, path)

    again = follow(Client(), path)
    sent = Client().post(path, {"new_password1": "x", "new_password2": "x"})

    assert (again.status_code, sent.status_code) == (404, 404)
    assert "used already, or is too old" in again.text
    assert enters("new")


def test_a_link_ends_with_its_time(account, settings):
    with time_machine.travel("2026-06-01T12:00Z"):
        path = path_of(account)

    with time_machine.travel("2026-06-04T11:59Z"):
        before = follow(Client(), path)
    with time_machine.travel("2026-06-04T12:01Z"):
        after = follow(Client(), path)

    assert settings.LINK_HOURS == 72
    assert (before.status_code, after.status_code) == (200, 404)


@pytest.mark.parametrize("column", [{"is_active": False}, {"email": "other@ots.example"}])
def test_a_link_ends_with_the_account_or_its_address(account, column):
    path = path_of(account)
    User.objects.filter(pk=account.pk).update(**column)

    assert follow(Client(), path).status_code == 404


def test_a_password_by_a_link_ends_every_session(reviewer, client):
    client.force_login(reviewer)
    before = client.get("/desk/").status_code

    use(Client(), path_of(reviewer))

    assert (before, client.get("/desk/").status_code) == (200, 302)


def test_who_follows_a_link_while_somebody_is_logged_in_takes_their_place(
    account, reviewer, client
):
    client.force_login(reviewer)

    use(client, path_of(account))

    assert client.get("/desk/").status_code == 302


@pytest.mark.parametrize(
    "typed", [{"new_password2": "another phrase"}, dict.fromkeys(TYPED, "tracker2026")]
)
def test_a_password_that_is_refused_is_told_at_its_field(account, client, typed):
    page = use(client, path_of(account), **typed)

    assert 'class="field wrong"' in page.text
    assert not enters("new", typed["new_password2"])


def test_a_changed_password_is_logged(reviewer, client):
    reviewer.set_password("old test phrase")
    reviewer.save()
    client.force_login(reviewer)

    client.post("/desk/password/", {"old_password": "old test phrase", **TYPED})

    assert enters(reviewer.username)
    assert AccountLog.objects.latest("pk").by == reviewer
    assert client.get("/desk/").status_code == 200


def ask(client, email, capture):
    with capture(execute=True):
        answer = client.post("/desk/forgotten/", {"email": email}, follow=True)
    for thread in threads():
        if thread.daemon and thread.name.startswith("Thread-"):
            thread.join(10)
    return answer


def test_who_forgot_their_password_gets_a_link_by_mail(
    account, client, settings, mailoutbox, django_capture_on_commit_callbacks
):
    settings.MAIL_IS_SENT = True
    login, form = client.get("/desk/login/"), client.get("/desk/forgotten/")

    ask(client, "new@ots.example", django_capture_on_commit_callbacks)
    bodies = "\n".join(mail.body for mail in mailoutbox)  # in the order of their threads
    [link] = re.findall(r"http://localhost:8000(/desk/link/\S+)", bodies)
    use(client, link)

    assert "/desk/forgotten/" in login.text
    assert form.status_code == 200
    assert enters("new")


def test_nobody_learns_whose_address_it_is(
    account, settings, mailoutbox, django_capture_on_commit_callbacks
):
    settings.MAIL_IS_SENT = True

    known, unknown = (
        ask(Client(), email, django_capture_on_commit_callbacks)
        for email in ("new@ots.example", "nobody@ots.example")
    )

    hidden = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')
    assert hidden.sub("", known.text) == hidden.sub("", unknown.text)
    assert {*mailoutbox[0].to, *mailoutbox[-1].to} == {"new@ots.example"}


def test_without_a_server_for_mail_nobody_asks(db, client):
    assert client.get("/desk/forgotten/").status_code == 404
    assert "/desk/forgotten/" not in client.get("/desk/login/").text


@pytest.mark.parametrize("following", ["", "/desk/"])
@pytest.mark.parametrize(
    ("role", "where"),
    [
        (Role.FOCAL_POINT, "/desk/"), (Role.REVIEWER, "/desk/"), (Role.EDITOR, "/desk/"),
        (Role.ADMINISTRATOR, "/admin/tracker/user/"), (Role.AUDITOR, "/desk/verify/"),
        (None, "/desk/account/"),
    ],
)  # fmt: skip
def test_a_login_leads_to_the_page_that_is_for_the_role(db, client, role, where, following):
    user = person(role) if role else make.UserFactory()
    user.set_password(PASSWORD)
    user.save()

    typed = {"username": user.username, "password": PASSWORD, "next": following}
    page = client.post("/desk/login/", typed, follow=True)

    assert (page.status_code, page.request["PATH_INFO"]) == (200, where)
