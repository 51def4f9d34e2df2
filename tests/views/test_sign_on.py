"""A ministry's own sign-on, asked over HTTP: a provider of OpenID Connect that the test starts."""

import logging
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from oidc_provider_mock import User as Person
from oidc_provider_mock import run_server_in_thread

from tests import factories as make
from tests.conftest import person
from tests.databases import ENVIRONMENT, manage
from tests.second_factor import code, with_app
from tracker import settings as project
from tracker.models import AccountLog, User
from tracker.vocabulary import Role

START = "/desk/login/sign-on/"
PEOPLE = {
    "verified": {"email": "Reviewer@ministry.example", "email_verified": True},
    "unverified": {"email": "reviewer@ministry.example", "email_verified": False},
    "silent": {"email": "reviewer@ministry.example"},
    "stranger": {"email": "stranger@ministry.example", "email_verified": True},
    "nobody": {},
}


@pytest.fixture(scope="module")
def provider():
    """The address of a provider that knows PEOPLE."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    known = [Person(sub=sub, claims=claims) for sub, claims in PEOPLE.items()]
    with run_server_in_thread(user_claims=known) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture
def configured(provider, settings):
    settings.SOCIALACCOUNT_PROVIDERS = project.sign_on(
        issuer=provider, client_id="tracker", secret="test", name="Ministry of Tests"
    )
    settings.SIGN_ON_NAME = "Ministry of Tests"


@pytest.fixture
def account(db):
    user = person(Role.REVIEWER)
    user.email = "reviewer@ministry.example"
    user.save()
    return user


def sign_on(client, sub, start=START):
    """Go to the provider, say there who one is, and come back; return the answer."""
    there = client.get(start)["Location"]
    back = requests.post(there, data={"sub": sub}, allow_redirects=False, timeout=10)
    return client.get(back.headers["Location"].removeprefix("http://testserver"), follow=True)


def test_who_is_verified_elsewhere_gets_into_their_account(configured, account, client):
    page = sign_on(client, "verified")

    assert page.request["PATH_INFO"] == "/desk/"
    assert page.context["user"] == account
    assert User.objects.count() == 1
    logged = AccountLog.objects.get(account=account)
    assert (logged.what, logged.new) == ("sign_on_added", "Ministry of Tests")


def test_the_second_time_they_are_known_and_nothing_is_connected(configured, account, client):
    sign_on(client, "verified")
    account.email = "other@ministry.example"
    account.save()

    page = sign_on(Client(), "verified")

    assert page.context["user"] == account
    assert SocialAccount.objects.count() == AccountLog.objects.count() == 1


@pytest.mark.parametrize("sub", ["unverified", "silent", "stranger", "nobody"])
def test_nobody_else_gets_in_and_no_account_is_made(configured, account, client, sub):
    page = sign_on(client, sub)

    assert page.request["PATH_INFO"] == "/desk/login/"
    assert "No account of this site belongs to that sign-on." in page.text
    assert not page.context["user"].is_authenticated
    assert [*User.objects.all()] == [account]
    assert not SocialAccount.objects.exists()


def test_an_account_that_is_closed_stays_closed(configured, account, client):
    sign_on(client, "verified")
    account.is_active = False
    account.save()

    page = sign_on(Client(), "verified")

    assert page.request["PATH_INFO"] == "/desk/login/"
    assert f"{account.username} may not log in." in page.text


def test_an_address_of_two_accounts_opens_neither(configured, account, client):
    make.UserFactory(email="REVIEWER@ministry.example")

    assert "No account" in sign_on(client, "verified").text


def test_it_is_no_way_around_the_second_factor(configured, account, client):
    with_app(account)
    page = sign_on(client, "verified", f"{START}?next=/desk/account/")
    answer = client.post("/desk/login/code/", {"code": code()})

    assert page.request["PATH_INFO"] == "/desk/login/code/"
    assert answer["Location"] == "/desk/account/"


def test_a_reviewer_without_a_password_sets_a_second_factor_up(
    configured, account, client, settings
):
    settings.REQUIRE_SECOND_FACTOR = True
    account.set_unusable_password()
    account.save()

    sign_on(client, "verified")
    secret = client.get("/desk/account/app/").context["form"].secret
    client.post("/desk/account/app/", {"code": code(secret)})

    assert Authenticator.objects.filter(user=account, type="totp").exists()
    assert client.get("/desk/").status_code == 200


def test_to_prove_it_once_more_they_log_in_again(configured, account, client):
    account.set_unusable_password()
    account.save()
    sign_on(client, "verified")
    session = client.session
    session["confirmed_at"] -= 3600
    session.save()

    led = client.get("/desk/account/app/")["Location"]
    page = sign_on(client, "verified", f"{START}?next=/desk/account/app/")

    assert led == "/desk/login/?next=%2Fdesk%2Faccount%2Fapp%2F"
    assert page.request["PATH_INFO"] == "/desk/account/app/"


def test_the_login_names_it_and_the_provider_is_asked_for_no_more_than_needed(
    configured, db, client
):
    page = client.get("/desk/login/?next=/desk/verify/").text
    asked = parse_qs(urlsplit(client.get(START)["Location"]).query)

    assert f'href="{START}?next=%2Fdesk%2Fverify%2F"' in page
    assert "Log in with Ministry of Tests" in page
    assert {*asked["scope"][0].split()} == {"openid", "email"}
    assert asked["code_challenge_method"] == ["S256"]


@pytest.mark.parametrize("query", ["process=connect", "process=redirect"])
def test_nobody_connects_a_sign_on_that_was_not_verified(configured, account, client, query):
    client.force_login(account)

    assert client.get(f"{START}?{query}").status_code == 404


@pytest.mark.parametrize("query", ["", "?error=access_denied", "?code=x&state=forged", "?state="])
def test_what_comes_back_wrong_leads_to_the_login(configured, db, client, query):
    page = client.get(f"{START}back/{query}", follow=True)

    assert page.request["PATH_INFO"] == "/desk/login/"
    assert "No account of this site belongs to that sign-on." in page.text


def test_a_provider_that_does_not_answer_is_told(configured, db, client, settings):
    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    app["settings"] = {"server_url": "http://127.0.0.1:9"}

    page = client.get(START, follow=True)

    assert page.request["PATH_INFO"] == "/desk/login/"
    assert "The sign-on does not answer." in page.text


def test_without_settings_there_is_none(db, client):
    assert client.get(START).status_code == 404
    assert client.get(f"{START}back/").status_code == 404
    assert START not in client.get("/desk/login/").text


def test_half_a_setting_is_refused():
    result = manage("check", environment={**ENVIRONMENT, "OIDC_ISSUER": "https://id.example"})

    assert result.returncode == 1
    assert "OIDC_CLIENT_ID, OIDC_CLIENT_SECRET and OIDC_NAME belong together" in result.stderr
