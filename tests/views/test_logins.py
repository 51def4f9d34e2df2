"""The way in: what is asked first, who has to wait, and the second step."""

import logging
import re

import pytest
import time_machine
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import factories as make
from tests.conftest import person
from tests.second_factor import code, with_app
from tracker.actions import hashing
from tracker.actions.passwords import set_own_password
from tracker.models import AccountLog, Session, Throttle
from tracker.vocabulary import Role

PASSWORD = "a long test phrase"
LOGIN = "/desk/login/"


@pytest.fixture
def account(db):
    user = person(Role.REVIEWER)
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def events(caplog):
    """Return [(event, account)] of what the stream of security has been told."""
    caplog.set_level(logging.INFO, logger="tracker.security")

    def events():
        found = [one for one in caplog.records if one.name == "tracker.security"]
        return [(one.getMessage(), one.account) for one in found]

    return events


def log_in(client, username, password=PASSWORD, *, address="192.0.2.1", **typed):
    typed = {"username": username, "password": password, **typed}
    return client.post(LOGIN, typed, REMOTE_ADDR=address)


def fail(username, times, **where):
    return [log_in(Client(), username, "wrong", **where).status_code for _time in range(times)]


# A password


def test_a_password_opens_the_desk(account, client, events):
    answer = log_in(client, account.username)

    assert (answer.status_code, answer["Location"]) == (302, "/desk/")
    assert client.get("/desk/").status_code == 200
    assert events() == [("login", account.pk)]


def test_a_wrong_password_is_told_at_the_form_and_logged_without_it(
    account, client, events, caplog
):
    answer = log_in(client, account.username, "wrong-secret")

    assert answer.status_code == 422
    assert account.username in answer.text
    assert '<div class="errors" role="alert"' in answer.text
    assert events() == [("login_failed", account.pk)]
    assert "wrong-secret" not in "".join(str(vars(record)) for record in caplog.records)


def test_a_name_that_nobody_has_is_logged_nowhere(db, client, events, caplog):
    answer = log_in(client, "typed-by-mistake")

    assert answer.status_code == 422
    assert events() == [("login_failed", None)]
    told = [vars(record) for record in caplog.records if record.name == "tracker.security"]
    assert "typed-by-mistake" not in str(told)


def test_known_and_unknown_names_get_the_same_answer_for_the_same_work(account, client):
    pages, counts = [], set()
    for username in (account.username, "nobody"):
        Throttle.objects.all().delete()
        with CaptureQueriesContext(connection) as queries:
            page = log_in(client, username, "wrong").text
        counts.add(len(queries))
        pages.append(re.sub(r'value="\w{64}"', "", page).replace(username, ""))

    assert pages[0] == pages[1]
    assert len(counts) == 1


def test_a_name_that_nobody_has_is_hashed_too(db, client, monkeypatch):
    hashed = []
    monkeypatch.setattr(
        "django.contrib.auth.hashers.MD5PasswordHasher.encode",
        lambda *arguments: hashed.append(arguments) or "md5$salt$0",
    )

    log_in(client, "nobody")

    assert len(hashed) == 1


def test_a_closed_account_gets_the_answer_of_a_wrong_password(account, client):
    account.is_active = False
    account.save()

    assert log_in(client, account.username).status_code == 422


@pytest.mark.parametrize("address", ["/desk/", "/admin/"])
def test_who_is_not_logged_in_is_led_to_the_one_login(db, client, address):
    answer = client.get(address, follow=True)

    assert answer.request["PATH_INFO"] == LOGIN
    assert answer.context["redirect_field_value"] == address


@pytest.mark.parametrize("following", ["https://outside.example/", "//x.example", "javascript:x"])
def test_a_login_leads_nowhere_outside(account, client, following):
    assert log_in(client, account.username, next=following)["Location"] == "/desk/"


def test_a_login_leads_on_to_the_page_that_was_wanted(account, client):
    answer = log_in(client, account.username, next="/desk/account/?x=1")

    assert answer["Location"] == "/desk/account/?x=1"


def test_there_is_no_sign_up(db, client):
    for path in ("signup/", "register/", "login/signup/"):
        assert client.get(f"/desk/{path}").status_code == 404


# Whoever guesses waits


def test_after_five_wrong_passwords_an_account_waits_before_anything_is_hashed(
    account, monkeypatch, events
):
    tried = fail(account.username, 5)
    monkeypatch.setattr("tracker.views.adapters.authenticate", None)
    refused = log_in(Client(), account.username)

    assert tried == [422] * 5
    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= 60
    assert "Try again in 1 minute." in refused.text
    assert ("locked", account.pk) in events()
    assert AccountLog.objects.filter(account=account, what="locked").count() == 1


def test_a_name_that_nobody_has_waits_as_well(db):
    assert fail("nobody", 6) == [422] * 5 + [429]
    assert not AccountLog.objects.exists()


def test_an_account_opens_again_by_itself(account):
    with time_machine.travel("2026-06-01T12:00Z"):
        fail(account.username, 5)
    with time_machine.travel("2026-06-01T12:01:01Z"):
        answer = log_in(Client(), account.username)

    assert answer.status_code == 302


def test_a_refusal_makes_the_wait_no_longer(account):
    with time_machine.travel("2026-06-01T12:00Z", tick=False):
        fail(account.username, 50)
        until = Throttle.objects.get(locked_until__isnull=False).locked_until

    assert until.isoformat() == "2026-06-01T12:01:00+00:00"


def test_whoever_logged_in_on_a_device_before_gets_in_while_others_lock_the_account(account):
    mine = Client()
    log_in(mine, account.username)
    mine.post("/desk/logout/")
    fail(account.username, 6, address="203.0.113.9")

    assert log_in(Client(), account.username).status_code == 429
    assert log_in(mine, account.username).status_code == 302


def test_and_from_an_address_that_others_locked(account):
    mine = Client()
    log_in(mine, account.username)
    mine.post("/desk/logout/")
    for number in range(21):
        fail(f"nobody-{number}", 1)

    assert log_in(Client(), account.username).status_code == 429
    assert log_in(mine, account.username).status_code == 302


def test_a_device_is_no_way_to_guess_for_long(account):
    mine = Client()
    log_in(mine, account.username)
    found = [log_in(mine, account.username, "wrong").status_code for _time in range(11)]

    assert found == [422] * 10 + [429]


def test_a_device_of_one_account_opens_no_other(account):
    other, mine = make.UserFactory(), Client()
    log_in(mine, account.username)

    found = [log_in(mine, other.username, "wrong").status_code for _time in range(6)]

    assert found == [422] * 5 + [429]


def test_a_forged_device_is_none(account):
    mine = Client()
    mine.cookies["device"] = '{"1":"forged"}'
    fail(account.username, 5)

    assert log_in(mine, account.username).status_code == 429


def test_an_address_waits_whatever_names_it_tries(db):
    tried = [fail(f"nobody-{number}", 1)[0] for number in range(22)]
    elsewhere = fail("nobody-again", 1, address="192.0.2.2")

    assert tried == [422] * 20 + [429] * 2
    assert elsewhere == [422]


def test_a_login_gives_an_address_nothing_to_guess_on_with(account):
    for number in range(19):
        fail(f"nobody-{number}", 1)
        assert log_in(Client(), account.username).status_code == 302

    assert fail("nobody", 2) == [422, 429]


def test_behind_a_proxy_each_visitor_is_counted_alone(db, settings):
    settings.BEHIND_PROXY = True
    client = Client()

    def fails_from(address, number=0):
        typed = {"username": f"nobody-{number}", "password": "wrong"}
        return client.post(LOGIN, typed, headers={"X-Forwarded-For": f"1.2.3.4, {address}"})

    found = [fails_from("203.0.113.7", number).status_code for number in range(21)]

    assert found == [422] * 20 + [429]
    assert fails_from("203.0.113.8").status_code == 422


def test_what_is_counted_tells_no_name_and_no_address(account):
    fail(account.username, 1)

    kept = str([*Throttle.objects.values_list()])
    assert account.username not in kept
    assert "192.0.2" not in kept


def test_when_too_many_hash_at_once_the_next_is_told_to_come_back(
    account, client, monkeypatch, logged
):
    class Full(PBKDF2PasswordHasher):
        def encode(self, *arguments, **named):
            raise hashing.Busy

    monkeypatch.setattr("django.contrib.auth.hashers.MD5PasswordHasher.encode", Full.encode)
    monkeypatch.setattr("django.contrib.auth.hashers.MD5PasswordHasher.verify", Full.encode)
    answers = [log_in(client, account.username) for _time in range(6)]

    assert {(answer.status_code, answer["Retry-After"]) for answer in answers} == {(503, "60")}
    assert "Try again in a minute." in answers[0].text
    assert {*Throttle.objects.values_list("failures", "locked_until")} == {(0, None)}


# The second step


def test_who_has_an_app_is_asked_for_its_code(account, client, events):
    with_app(account)

    first = log_in(client, account.username, next="/desk/account/")
    page = client.get(first["Location"])
    between = client.get("/desk/")
    last = client.post(first["Location"], {"code": code()})

    assert first["Location"] == "/desk/login/code/"
    assert 'autocomplete="one-time-code"' in page.text
    assert between.status_code == 302
    assert last["Location"] == "/desk/account/"
    assert client.get("/desk/").status_code == 200
    assert events() == [("login", account.pk)]


def test_a_wrong_code_is_told_at_its_field(account, client, events):
    with_app(account)
    log_in(client, account.username)

    answer = client.post("/desk/login/code/", {"code": "000000"})

    assert answer.status_code == 422
    assert "This code or passkey is not right." in answer.text
    assert events() == [("second_factor_failed", account.pk)]
    assert client.get("/desk/").status_code == 302


def test_codes_are_not_guessed(account, client):
    with_app(account)
    log_in(client, account.username)
    found = [client.post("/desk/login/code/", {"code": "000000"}).status_code for _time in range(5)]
    right = client.post("/desk/login/code/", {"code": code()})

    assert found == [422] * 5
    assert right.status_code == 429


@pytest.mark.parametrize("forget", [True, False])
def test_a_code_works_once_in_all_processes(account, forget):
    with_app(account)
    with time_machine.travel("2026-06-01T12:00:10Z", tick=False):
        found = []
        for _time in range(2):
            client = Client()
            log_in(client, account.username)
            found.append(client.post("/desk/login/code/", {"code": code()}).status_code)
            if forget:
                cache.clear()

    assert found == [302, 422]


def test_a_recovery_code_works_once(account, events):
    first, *_others = with_app(account)
    found = []
    for _time in range(2):
        client = Client()
        log_in(client, account.username)
        found.append(client.post("/desk/login/code/", {"code": first}).status_code)

    assert found == [302, 422]
    assert events().count(("recovery_code_used", account.pk)) == 1


def test_the_second_step_alone_opens_nothing(account, client):
    with_app(account)

    answer = client.post("/desk/login/code/", {"code": code()})

    assert (answer.status_code, answer["Location"]) == (302, LOGIN)


def test_a_password_that_was_changed_between_the_steps_opens_nothing(account, client):
    """Nor does a code then, whoever has it."""
    with_app(account)
    log_in(client, account.username)
    set_own_password(account=account, password="another long test phrase")

    answer = client.post("/desk/login/code/", {"code": code()})

    assert answer["Location"] == LOGIN
    assert client.get("/desk/").status_code == 302


def test_an_account_that_is_closed_between_the_steps_stays_out(account, client):
    with_app(account)
    log_in(client, account.username)
    account.is_active = False
    account.save()

    client.post("/desk/login/code/", {"code": code()})

    assert client.get("/desk/").status_code == 302


# Passkeys and what is no passkey


NONSENSE = [
    "",
    "x",
    "[]",
    "{}",
    '"text"',
    '{"id": 1}',
    '{"id":"AA","rawId":"AA","type":"public-key"}',
]
NONSENSE += [
    '{"id":"AA","rawId":"AA","type":"public-key","clientExtensionResults":{},"response":'  # noqa: ISC004
    '{"clientDataJSON":"AA","authenticatorData":"AA","signature":"AA","userHandle":"AA"}}'
]


def test_the_browser_is_asked_for_a_passkey(db, client):
    answer = client.get("/desk/login/passkey/")

    asked = answer.json()["publicKey"]
    assert (asked["rpId"], asked["userVerification"]) == ("testserver", "required")
    assert len(asked["challenge"]) > 20


@pytest.mark.parametrize("sent", NONSENSE)
def test_nonsense_is_no_passkey(account, client, sent):
    with_app(account)
    client.get("/desk/login/passkey/")
    alone = client.post("/desk/login/passkey/", {"credential": sent}, follow=True)
    log_in(client, account.username)
    client.get("/desk/login/code/")
    second = client.post("/desk/login/code/", {"credential": sent})

    assert alone.request["PATH_INFO"] == LOGIN
    assert second.status_code == 422
    assert client.get("/desk/").status_code == 302


# To prove it once more


def old(client):
    """Let the login of a client be an hour old."""
    session = client.session
    session["confirmed_at"] -= 3600
    session.save()


def test_a_login_that_is_old_is_proven_by_the_password(account, client):
    log_in(client, account.username)
    old(client)

    led = client.get("/desk/account/app/")
    wrong = client.post(led["Location"], {"password": "wrong", "next": "/desk/account/app/"})
    right = client.post(led["Location"], {"password": PASSWORD, "next": "/desk/account/app/"})

    assert led["Location"] == "/desk/confirm/?next=%2Fdesk%2Faccount%2Fapp%2F"
    assert (wrong.status_code, right.status_code) == (422, 302)
    assert "This password is not right." in wrong.text
    assert client.get("/desk/account/app/").status_code == 200


def test_or_by_a_code(account, client):
    with_app(account)
    client.force_login(account)
    old(client)
    page = client.get("/desk/confirm/?next=/desk/account/codes/new/")
    answer = client.post("/desk/confirm/code/?next=/desk/account/codes/new/", {"code": code()})

    assert "/desk/confirm/code/?next=%2Fdesk%2Faccount%2Fcodes%2Fnew%2F" in page.text
    assert answer["Location"] == "/desk/account/codes/new/"


def test_nobody_guesses_the_password_of_an_open_session(account, client):
    log_in(client, account.username)
    found = {
        client.post("/desk/confirm/", {"password": "wrong"}).status_code for _time in range(11)
    }

    assert found == {422, 429}


def test_nor_where_it_is_changed(account, client):
    log_in(client, account.username)
    typed = {"old_password": "wrong", "new_password1": "x", "new_password2": "x"}
    found = {client.post("/desk/password/", typed).status_code for _time in range(11)}

    assert found == {422, 429}


def test_administrators_prove_it_before_they_change_accounts(db, client):
    manager, other = person(Role.ADMINISTRATOR), make.UserFactory()
    manager.set_password(PASSWORD)
    manager.save()
    client.force_login(manager)
    old(client)
    page = f"/admin/tracker/user/{other.pk}/change/"

    answers = [client.get(page), client.get("/admin/tracker/user/add/"), client.post(page, {})]
    action = {"action": "send_links", "_selected_action": [other.pk]}
    answers.append(client.post("/admin/tracker/user/", action))

    assert {answer.status_code for answer in answers} == {302}
    assert {answer["Location"].partition("?")[0] for answer in answers} == {"/desk/confirm/"}
    assert not AccountLog.objects.filter(what__startswith="link").exists()
    assert client.get("/admin/tracker/user/").status_code == 200


def test_what_was_typed_is_sent_on_once_it_is_proven(db, client):
    manager = person(Role.ADMINISTRATOR)
    manager.set_password(PASSWORD)
    manager.save()
    client.force_login(manager)
    typed = {"username": "typed-before", "language": "en", "groups": []}
    old(client)

    led = client.post("/admin/tracker/user/add/", typed)
    client.post(led["Location"], {"password": PASSWORD, "next": "/admin/tracker/user/add/"})

    assert AccountLog.objects.filter(new="typed-before", by=manager).exists()


def test_an_auditor_reads_accounts_without_it(auditor, client):
    client.force_login(auditor)
    old(client)

    assert client.get(f"/admin/tracker/user/{auditor.pk}/change/").status_code == 200


def test_each_login_has_a_session_of_its_own(account):
    for _time in range(2):
        log_in(Client(), account.username)

    assert Session.objects.of(account).count() == 2
