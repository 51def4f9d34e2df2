"""A passkey in a real browser, with an authenticator that Chromium plays."""

import pytest
from playwright.sync_api import expect

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def authenticator(quiet):
    """The debugger of the page, which has given it a phone with a finger on it."""
    session = quiet.context.new_cdp_session(quiet)
    session.send("WebAuthn.enable")
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    return session, made["authenticatorId"]


def add_passkey(page):
    page.goto("/desk/account/")
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("What you call it").fill("Test phone")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    page.get_by_role("link", name="My account").last.click()
    expect(page.get_by_text("Test phone").first).to_be_visible()


def test_a_passkey_is_added_logs_in_alone_and_as_a_second_step(quiet, authenticator, log_in, site):
    log_in(quiet, "auditor")
    add_passkey(quiet)

    quiet.get_by_role("button", name="Log out", exact=True).click()
    quiet.get_by_role("button", name="Use a passkey").click()
    expect(quiet.get_by_role("button", name="Log out", exact=True)).to_be_visible()

    quiet.get_by_role("button", name="Log out", exact=True).click()
    quiet.get_by_label("Username").fill("auditor")
    quiet.get_by_label("Password").fill(site.passwords["auditor"])
    quiet.get_by_role("button", name="Log in", exact=True).click()
    expect(quiet.get_by_role("heading", name="Second step")).to_be_visible()
    quiet.get_by_role("button", name="Use a passkey").click()
    expect(quiet.get_by_role("button", name="Log out", exact=True)).to_be_visible()

    quiet.goto("/desk/confirm/passkey/?next=/desk/account/")
    quiet.get_by_role("button", name="Use a passkey").click()
    expect(quiet.get_by_role("heading", name="My account")).to_be_visible()

    quiet.get_by_role("link", name="Remove: Test phone").click()
    quiet.get_by_role("button", name="Remove").click()
    expect(quiet.get_by_text("Test phone")).to_have_count(0)
    expect(quiet.get_by_role("heading", name="My account")).to_be_visible()


def test_a_passkey_that_is_not_given_is_told_at_the_form(quiet, authenticator):
    session, name = authenticator
    session.send("WebAuthn.setUserVerified", {"authenticatorId": name, "isUserVerified": False})
    session.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": name})
    session.send("WebAuthn.disable")

    quiet.goto("/desk/login/")
    quiet.get_by_role("button", name="Use a passkey").click()

    expect(quiet.get_by_role("alert")).to_contain_text("The browser gave no passkey.")
