"""What somebody does with their own account: second factors, recovery codes, sessions."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from tests.conftest import person
from tests.second_factor import SECRET, code, with_app
from tracker.models import AccountLog, Session
from tracker.vocabulary import Role

ACCOUNT, APP, CODES = "/desk/account/", "/desk/account/app/", "/desk/account/codes/"


@pytest.fixture
def acting(reviewer, client):
    client.force_login(reviewer)
    return client


def secret_on(page):
    return re.search(r"<code>([A-Z2-7]{32})</code>", page.text)[1]


def add_app(client):
    """Return the answer and the recovery codes that are shown after it."""
    page = client.get(APP)
    secret = secret_on(page)
    answer = client.post(APP, {"code": code(secret)})
    return answer, re.findall(r"<li><code>(\d{8})</code>", client.get(answer["Location"]).text)


def logged_of(account):
    return [*AccountLog.objects.filter(account=account).values_list("what", "old", "new", "by_id")]


# An app


def test_an_app_is_added_by_its_first_code(acting, reviewer):
    answer, codes = add_app(acting)

    assert answer["Location"] == "/desk/account/codes/"
    assert len(codes) == 10
    assert logged_of(reviewer) == [("factor_added", "", "totp", reviewer.pk)]
    assert "App that shows codes" in acting.get(ACCOUNT).text


def test_the_key_is_shown_as_a_picture_and_as_text_and_kept_encrypted(acting, reviewer):
    page = acting.get(APP)
    secret = secret_on(page)
    acting.post(APP, {"code": code(secret)})

    assert re.search(r'<svg [^>]*viewBox="[^"]+"[^>]*>', page.text)
    assert "data:" not in page.text
    assert secret not in str([*Authenticator.objects.values_list("data", flat=True)])


def test_a_wrong_first_code_adds_nothing(acting, reviewer):
    acting.get(APP)

    answer = acting.post(APP, {"code": "000000"})

    assert answer.status_code == 422
    assert "This code or passkey is not right." in answer.text
    assert not Authenticator.objects.exists()


def test_a_new_app_is_asked_for_at_the_next_login(acting, reviewer):
    add_app(acting)
    reviewer.set_password("a long test phrase")
    reviewer.save()

    typed = {"username": reviewer.username, "password": "a long test phrase"}

    assert Client().post("/desk/login/", typed)["Location"] == "/desk/login/code/"


def test_an_app_is_removed_with_its_codes(acting, reviewer):
    with_app(reviewer)

    asked = acting.get(f"{APP}remove/")
    answer = acting.post(f"{APP}remove/")

    assert asked.status_code == 200
    assert answer["Location"] == ACCOUNT
    assert not Authenticator.objects.exists()
    assert logged_of(reviewer) == [("factor_removed", "totp", "", reviewer.pk)]


def test_recovery_codes_are_shown_once(acting, reviewer):
    add_app(acting)

    again = acting.get("/desk/account/codes/")

    assert "were shown already" in again.text
    assert not re.search(r"<code>\d{8}", again.text)


def test_the_key_stays_while_another_language_is_chosen(acting):
    key = secret_on(acting.get(APP))
    wrong = acting.post(APP, {"code": "000000"})

    acting.post("/desk/language/", {"language": "ru", "next": APP})
    page = acting.get(APP)

    assert '<html lang="ru">' in page.text
    assert (secret_on(wrong), secret_on(page)) == (key, key)
    assert acting.post(APP, {"code": code(key)})["Location"] == "/desk/account/codes/"


def test_a_key_that_was_used_is_not_shown_again(acting, reviewer):
    key = secret_on(acting.get(APP))
    acting.post(APP, {"code": code(key)})
    acting.post(f"{APP}remove/")

    assert secret_on(acting.get(APP)) != key


def shown_on(page):
    return re.findall(r"<li><code>(\d{8})</code>", page.text)


def test_recovery_codes_stay_while_another_language_is_chosen(acting):
    acting.post(APP, {"code": code(secret_on(acting.get(APP)))})
    first = acting.get(CODES)
    form = re.search(r'<form method="post" action="([^"]+)">(.*?)</form>', first.text, re.DOTALL)
    sent = re.findall(r'name="code" value="(\d+)"', form[2])

    page = acting.post(form[1], {"code": sent, "language": "ru", "next": form[1]})

    assert form[1] == CODES
    assert '<html lang="ru">' in page.text
    assert shown_on(page) == shown_on(first) == sent
    assert '<html lang="ru">' in acting.get(ACCOUNT).text
    assert shown_on(acting.get(CODES)) == []


@pytest.mark.parametrize("language", ["ru", "xx", ""])
@pytest.mark.parametrize("sent", ["none", "some", "wrong"])
def test_nobody_sees_the_codes_again_who_does_not_have_them_all(acting, sent, language):
    _answer, codes = add_app(acting)
    typed = {"none": [], "some": codes[:9], "wrong": [*codes[:9], "00000000"]}[sent]

    page = acting.post(CODES, {"code": typed, "language": language})

    assert page.status_code == 200
    assert not any(code in page.text for code in codes)


def test_new_recovery_codes_end_the_old_ones(acting, reviewer):
    old = with_app(reviewer)

    answer = acting.post("/desk/account/codes/new/")
    shown = re.findall(r"<code>(\d{8})</code>", acting.get(answer["Location"]).text)

    assert len(shown) == 10
    assert not {*shown} & {*old}
    assert ("factor_added", "", "recovery_codes", reviewer.pk) in logged_of(reviewer)


def test_without_a_second_factor_there_are_no_recovery_codes(acting):
    assert acting.post("/desk/account/codes/new/").status_code == 422
    assert acting.get("/desk/account/codes/").status_code == 404


def test_the_key_of_another_site_opens_nothing(reviewer, settings):
    with_app(reviewer)
    settings.SECRET_KEY = "another" * 8
    factor = Authenticator.objects.get(type="totp")

    assert not factor.wrap().validate_code(code())
    assert not factor.wrap().validate_code(code(SECRET))


# A passkey; the browser makes one in tests/browser/test_passkeys.py


@pytest.mark.parametrize("sent", ["", "x", "[]", "{}", '{"id":"AA","rawId":"AA","response":{}}'])
def test_nonsense_is_no_passkey(acting, sent):
    page = acting.get("/desk/account/passkey/")
    answer = acting.post("/desk/account/passkey/", {"name": "Key", "credential": sent})

    assert "data-options=" in page.text
    assert answer.status_code == 422
    assert 'value="Key"' in answer.text
    assert not Authenticator.objects.exists()


def test_nobody_removes_the_passkey_of_somebody_else(acting, editor):
    factor = Authenticator.objects.create(user=editor, type="webauthn", data={"name": "Key"})

    assert acting.get(f"/desk/account/passkey/{factor.pk}/remove/").status_code == 404
    assert acting.post(f"/desk/account/passkey/{factor.pk}/remove/").status_code == 404


def test_a_passkey_is_removed(acting, reviewer):
    factor = Authenticator.objects.create(user=reviewer, type="webauthn", data={"name": "Key"})

    page = acting.get(ACCOUNT)
    acting.post(f"/desk/account/passkey/{factor.pk}/remove/")

    assert "Key" in page.text
    assert logged_of(reviewer) == [("factor_removed", "webauthn", "", reviewer.pk)]


# What is needed anew


@pytest.mark.parametrize("path", [APP, f"{APP}remove/", "codes/new/", "codes/", "passkey/"])
def test_a_second_factor_is_changed_by_who_proved_who_they_are_lately(acting, reviewer, path):
    with_app(reviewer)
    if path == APP:
        Authenticator.objects.filter(type="totp").delete()
    session = acting.session
    session["confirmed_at"] -= 900
    session.save()
    address = path if path.startswith("/") else ACCOUNT + path

    for answer in (acting.get(address), acting.post(address, {})):
        assert answer.status_code in (302, 405)
        if answer.status_code == 302:
            assert answer["Location"].startswith("/desk/confirm/")


# Sessions


def session_of(user, agent):
    client = Client(headers={"User-Agent": agent})
    user.set_password("a long test phrase")
    user.save()
    client.post("/desk/login/", {"username": user.username, "password": "a long test phrase"})
    return client


FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
EDGE = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/126.0 Safari/537.36 Edg/126.0"


@pytest.fixture
def two(reviewer):
    """Two browsers of one person."""
    first = session_of(reviewer, FIREFOX)
    second = Client(headers={"User-Agent": EDGE})
    typed = {"username": reviewer.username, "password": "a long test phrase"}
    second.post("/desk/login/", typed)
    return first, second


def test_the_sessions_are_listed_by_their_browsers_and_without_their_keys(two):
    first, second = two

    page = second.get(ACCOUNT).text

    assert "Firefox, Linux" in page
    assert "Edge, Windows" in page
    assert page.count("This one") == 1
    assert first.session.session_key not in page


def test_one_session_is_ended(two, reviewer):
    first, second = two
    [name] = re.findall(r'name="session" value="(\w+)"', second.get(ACCOUNT).text)

    second.post(f"{ACCOUNT}sessions/", {"session": name})

    assert first.get("/desk/")["Location"].startswith("/desk/login/")
    assert second.get("/desk/").status_code == 200
    assert logged_of(reviewer)[-1] == ("sessions_ended", "", "1", reviewer.pk)


def test_all_others_are_ended(two, reviewer):
    first, second = two

    answer = second.post(f"{ACCOUNT}sessions/", follow=True)

    assert "You are logged out there." in answer.text
    assert first.get("/desk/").status_code == 302
    assert Session.objects.of(reviewer).count() == 1


def test_nobody_ends_the_session_of_somebody_else(two, editor, reviewer):
    first, _second = two
    other = Client()
    other.force_login(editor)
    row = Session.objects.get(pk=first.session.session_key)

    other.post(f"{ACCOUNT}sessions/", {"session": row.public_name})

    assert first.get("/desk/").status_code == 200
    assert not AccountLog.objects.filter(what="sessions_ended").exists()


@pytest.mark.parametrize("role", [role for role in Role if role != Role.REVIEWER])
def test_every_role_has_the_page(db, client, role):
    client.force_login(person(role))

    assert client.get(ACCOUNT).status_code == 200


# In the language of the reader


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_no_english_is_left_on_the_pages(acting, reviewer, client, language):
    acting.cookies["django_language"] = language
    with_app(reviewer)
    wrong = acting.post("/desk/confirm/code/", {"code": "000000"})
    pages = {path: acting.get(path).text for path in (
        ACCOUNT, f"{APP}remove/", f"{ACCOUNT}passkey/", f"{ACCOUNT}codes/", f"{ACCOUNT}codes/new/",
        "/desk/confirm/", "/desk/confirm/code/", "/desk/password/",
    )} | {"wrong": wrong.text}  # fmt: skip
    Authenticator.objects.filter(type="totp").delete()
    pages[APP] = acting.get(APP).text
    acting.post("/desk/logout/")
    for _time in range(6):
        refused = acting.post("/desk/login/", {"username": "Аты", "password": "x"})
        pages[f"login {refused.status_code}"] = refused.text

    for name, page in pages.items():
        main = page.partition('<main id="main" tabindex="-1">')[2].partition("</main>")[0]
        shown = re.sub(r"<code>.*?</code>|<[^>]+>|&\w+;", " ", main)
        words = {*re.findall(r"[A-Za-z]{3,}", shown)} - {"PIN", "JavaScript", "UTC"}
        assert words - {reviewer.username.partition("-")[0]} == set(), name
    assert {"login 422", "login 429"} <= pages.keys()
