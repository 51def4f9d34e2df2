"""The top tasks with the keyboard alone; wherever the focus is, it can be seen."""

import pytest
from playwright.sync_api import expect

from tests.browser import work
from tests.browser.addresses import WORKLIST
from tests.browser.keyboard import Keyboard


@pytest.fixture
def keyboard(quiet):
    return Keyboard(quiet)


def test_the_content_comes_first(quiet, keyboard):
    quiet.goto("/en/")

    keyboard.press("Tab")
    expect(quiet.get_by_role("link", name="Skip to the content")).to_be_focused()
    keyboard.press("Enter")

    expect(quiet.locator("main")).to_be_focused()


def test_find_an_item_by_country(quiet, keyboard):
    quiet.goto("/en/")

    keyboard.follow(quiet.get_by_role("navigation").get_by_role("link", name="Countries"))
    quiet.wait_for_url("**/countries/")
    keyboard.follow(quiet.get_by_role("main").get_by_role("link", name="Kyrgyzstan").first)
    quiet.wait_for_url("**/countries/kg/")
    item = quiet.locator("main a[href^='/en/initiatives/']:not([href*='?'])").first
    title = item.inner_text()
    keyboard.follow(item)

    expect(quiet.get_by_role("heading", level=1)).to_have_text(title)


def test_filter_the_list_by_country(quiet, keyboard):
    quiet.goto("/en/initiatives/")

    keyboard.follow(quiet.locator("summary", has_text="Country"))
    keyboard.reach(quiet.get_by_role("checkbox", name="Kyrgyzstan"))
    keyboard.press("Space")

    expect(quiet.locator("#found")).to_have_text("10 initiatives")
    expect(quiet.get_by_role("checkbox", name="Kyrgyzstan")).to_be_focused()


def test_filter_the_timeline(quiet, keyboard):
    quiet.goto("/en/timeline/")
    before = quiet.locator("article.entry").count()

    keyboard.follow(quiet.locator("summary", has_text="Filter"))
    keyboard.follow(quiet.locator("summary", has_text="Country"))
    keyboard.reach(quiet.get_by_role("checkbox", name="Kyrgyzstan"))
    keyboard.press("Space")
    keyboard.follow(quiet.get_by_role("search").get_by_role("button"))

    quiet.wait_for_url("**country=kg**")
    expect(quiet.locator("article.entry")).not_to_have_count(before)


def test_read_the_history_of_an_item(quiet, keyboard):
    quiet.goto(f"/en/initiatives/{work.INITIATIVE}/")
    fold = quiet.locator("article.entry details").first

    keyboard.follow(fold.locator("summary"))

    expect(fold.locator("blockquote")).to_be_visible()
    keyboard.follow(fold.get_by_role("link").first)
    quiet.wait_for_url("**/sources/**")


def test_submit_an_update(quiet, keyboard, site):
    quiet.goto("/desk/")
    expect(quiet.get_by_label("Username")).to_be_focused()
    keyboard.write(quiet.get_by_label("Username"), "focal-point")
    keyboard.write(quiet.get_by_label("Password"), site.passwords["focal-point"])
    keyboard.press("Enter")
    quiet.wait_for_url(WORKLIST)

    item = f'a[href$="/desk/initiatives/{work.INITIATIVE}/"]'
    keyboard.follow(quiet.locator(item).first)
    keyboard.follow(quiet.get_by_role("link", name="Record an update"))
    quiet.wait_for_url("**/update/")
    form = quiet.locator("form.update")
    expect(form.locator("#id_status")).to_be_focused()
    keyboard.press("A")
    expect(form.locator("#id_status")).to_have_value("announced")
    keyboard.choose(form.get_by_label("Evidence"), "Docu")
    keyboard.write(form.get_by_label("Changed on"), "2026-03")
    keyboard.write(form.get_by_label("Sentence (English)"), "A test sentence, typed.")
    keyboard.write(form.get_by_label("Quote", exact=True), work.QUOTE)
    keyboard.follow(form.get_by_role("button", name="Submit for review"))

    expect(quiet.get_by_text("It waits for a reviewer now.")).to_be_visible()
