"""Every public page in a browser: quiet, narrow, without JavaScript, with the keyboard."""

import pytest
from playwright.sync_api import expect

PAGES = [
    "", "initiatives/", "initiatives/cubesat-project/", "timeline/", "timeline/?theme=space",
    "timeline/roadmap/", "timeline/roadmap/?zoom=quarter", "method/", "plans/",
    "plans/action-plan-2025-2026/", "countries/", "countries/kg/", "themes/", "themes/digital/",
    "organizations/", "organizations/ots/", "working-groups/",
    "working-groups/ots-working-groups-and-subgroups/", "events/",
    "events/second-ministerial-meeting-baku/", "sources/", "sources/trend-2025-10-24/",
    "corrections/", "changes/", "initiatives/cubesat-project/challenge/", "?as_of=2020-01-01",
]  # fmt: skip


@pytest.mark.parametrize("language", ["en", "ru"])
def test_pages_are_quiet_and_fit_a_narrow_screen(quiet, language, screenshot):
    quiet.set_viewport_size({"width": 320, "height": 800})
    for path in PAGES:
        response = quiet.goto(f"/{language}/{path}")

        assert response.status == 200, path
        assert quiet.evaluate("document.documentElement.scrollWidth") <= 320, path


def test_a_choice_filters_in_place_and_the_address_can_be_shared(quiet, page, context):
    quiet.goto("/en/initiatives/")
    quiet.locator("summary", has_text="Theme").click()

    all_of_them = quiet.locator("#n-kind-aspiration").inner_text()

    quiet.get_by_label("Space 4", exact=True).check()

    expect(quiet.locator("#found")).to_have_text("4 initiatives")
    expect(quiet.locator("#n-theme-space")).to_have_text("4")
    expect(quiet.locator("#n-kind-aspiration")).not_to_have_text(all_of_them)
    assert "theme=space" in quiet.url
    other = context.new_page()
    other.goto(quiet.url)
    expect(other.locator("#found")).to_have_text("4 initiatives")
    expect(other.get_by_label("Space 4", exact=True)).to_be_checked()
    quiet.go_back()
    expect(quiet.locator("#found")).to_contain_text("initiatives")
    expect(quiet.locator("#found")).not_to_have_text("4 initiatives")


def test_typing_searches(quiet):
    quiet.goto("/ru/initiatives/")

    quiet.get_by_role("searchbox").press_sequentially("ИНВЕСТИЦИОННЫХ партнерств")

    expect(quiet.locator("#results .row")).to_have_count(1)


def test_it_works_without_javascript(browser, browser_context_args):
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    page = context.new_page()
    page.goto("/en/initiatives/")
    page.locator("summary", has_text="Country").click()
    page.get_by_label("Kyrgyzstan").check()

    page.get_by_role("button", name="Show").click()

    expect(page.locator("#found")).to_have_text("10 initiatives")
    context.close()


def test_the_keyboard_reaches_the_content_first(quiet):
    quiet.goto("/en/")

    quiet.keyboard.press("Tab")
    expect(quiet.get_by_role("link", name="Skip to the content")).to_be_focused()
    quiet.keyboard.press("Enter")

    expect(quiet.locator("main")).to_be_focused()


def test_the_language_switch_keeps_page_and_filter(quiet):
    quiet.goto("/en/initiatives/?theme=space")

    quiet.get_by_role("link", name="Русский").click()

    quiet.wait_for_url("**/ru/initiatives/?theme=space")
    expect(quiet.locator("html")).to_have_attribute("lang", "ru")
