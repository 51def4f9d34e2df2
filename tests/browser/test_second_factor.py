"""The second factor in a browser: an app that shows codes, with scripts and axe, and without."""

import pytest
from playwright.sync_api import expect

from tests.second_factor import code


def log_out(page):
    page.goto("/desk/account/")
    page.get_by_role("button", name="Log out", exact=True).click()


def first_step(page, username, password):
    page.goto("/desk/login/")
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in", exact=True).click()


@pytest.mark.parametrize("scripts", [True, False])
def test_an_app_is_added_asked_for_and_removed(visit, site, inspect, scripts):
    def look(name):
        if scripts:  # axe is one
            inspect(page, name)

    with visit(java_script_enabled=scripts) as page:
        first_step(page, "editor", site.passwords["editor"])
        page.goto("/desk/account/app/")
        look("add-app")
        secret = page.locator("main code").inner_text()
        page.get_by_label("Code").fill(code(secret))
        page.get_by_role("button", name="Go on").click()
        expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
        look("recovery-codes")
        first = page.locator("li code").first.inner_text()
        page.goto("/desk/account/")
        look("account-with-app")

        log_out(page)
        first_step(page, "editor", site.passwords["editor"])
        expect(page.get_by_label("Code")).to_be_focused()
        page.get_by_label("Code").fill("000000")
        page.get_by_role("button", name="Log in").click()
        expect(page.get_by_text("This code or passkey is not right.").last).to_be_visible()
        look("second-step")
        page.get_by_label("Code").fill(first)
        page.get_by_role("button", name="Log in").click()
        expect(page.get_by_role("button", name="Log out", exact=True)).to_be_visible()

        page.goto("/desk/confirm/")
        look("confirm")
        page.goto("/desk/account/app/remove/")
        look("remove-app")
        page.get_by_role("button", name="Remove").click()
        expect(page.get_by_role("link", name="Add an app that shows codes")).to_be_visible()
        log_out(page)
