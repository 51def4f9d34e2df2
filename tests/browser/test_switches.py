"""What a reader can switch on a page: the theme, the measure, the order, the menu."""

import pytest
from playwright.sync_api import expect

THEME = "Switch between light and dark"


@pytest.fixture
def without_javascript(browser, browser_context_args):
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    yield context.new_page()
    context.close()


def ground(page):
    return page.evaluate("getComputedStyle(document.body).backgroundColor")


def test_the_theme_that_was_chosen_stays(quiet):
    quiet.emulate_media(color_scheme="light")
    quiet.goto("/en/")
    light = ground(quiet)

    quiet.get_by_role("button", name=THEME).click()
    dark = ground(quiet)
    quiet.goto("/en/method/")

    assert dark != light
    assert ground(quiet) == dark
    quiet.get_by_role("button", name=THEME).press("Enter")
    assert ground(quiet) == light
    quiet.emulate_media(color_scheme="dark")
    assert ground(quiet) == dark, "whoever comes back to what the system says follows it"


def test_a_table_is_sorted_by_its_heads(quiet):
    quiet.goto("/en/countries/")
    names = quiet.locator("table.by-lens tbody th")
    expect(names.first).to_have_text("Kyrgyzstan")

    quiet.get_by_role("button", name="Country").press("Enter")

    expect(names.first).to_have_text("Azerbaijan")
    expect(names.last).to_have_text("Uzbekistan")
    head = quiet.get_by_role("columnheader", name="Country")
    expect(head).to_have_attribute("aria-sort", "ascending")
    quiet.get_by_role("button", name="Country").click()
    expect(names.first).to_have_text("Uzbekistan")


def test_without_javascript_counts_turn_into_shares_with_their_formula(without_javascript):
    page = without_javascript
    page.goto("/en/")
    planned = page.locator("a.figure.status-planned")
    expect(planned).to_contain_text("6")
    expect(planned.get_by_text("40%")).to_be_hidden()

    page.locator(".switch label", has_text="Shares").click()

    expect(planned.get_by_text("40%")).to_be_visible()
    expect(planned.get_by_text("6 of 15 promises and projects")).to_be_visible()
    expect(page.get_by_role("button", name=THEME)).to_be_hidden()


def test_without_javascript_the_menu_opens_on_a_phone(without_javascript):
    page = without_javascript
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto("/en/method/")
    link = page.get_by_role("navigation", name="Main").get_by_role("link", name="Method")
    expect(link).to_be_hidden()

    page.get_by_role("button", name="Menu").press("Enter")

    expect(link).to_be_visible()
    expect(link).to_have_attribute("aria-current", "page")
    assert page.locator("header").bounding_box()["height"] < 640 / 8
    page.keyboard.press("Escape")
    expect(link).to_be_hidden()


def test_a_chip_takes_a_choice_back_and_the_box_with_it(quiet):
    quiet.goto("/en/initiatives/?theme=space&status=planned")

    quiet.get_by_role("link", name="Without Theme: Space").click()

    quiet.wait_for_url("**/en/initiatives/?status=planned")
    expect(quiet.locator("#filter [name=theme][value=space]")).not_to_be_checked()
    expect(quiet.locator("#filter [name=status][value=planned]")).to_be_checked()


def test_on_a_phone_the_filters_are_folded(quiet):
    quiet.set_viewport_size({"width": 390, "height": 844})
    quiet.goto("/en/initiatives/")
    kind = quiet.locator("summary", has_text="Kind")
    expect(kind).to_be_hidden()

    quiet.locator("summary", has_text="Filter and order").press("Enter")

    expect(kind).to_be_visible()
