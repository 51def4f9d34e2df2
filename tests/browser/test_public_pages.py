"""Every page: quiet, still, narrow, as its reader prefers, without JavaScript."""

import pytest
from django.conf import settings
from playwright.sync_api import expect

from tests.browser import fonts
from tests.browser.addresses import PEOPLE, PUBLIC_PAGES, STATES, in_language
from tests.browser.console import listening
from tests.browser.layout import too_wide

SHIFTED = """() => new Promise(done => {
    let sum = 0;
    new PerformanceObserver(list => {
        for (const shift of list.getEntries()) sum += shift.value;
    }).observe({type: "layout-shift", buffered: true});
    requestAnimationFrame(() => setTimeout(() => done(sum), 50));
})"""
"""How far things moved while the page was loaded."""
IN_COLOUR_ALONE = """() => {
    const framed = style => style.borderStyle !== "none" && parseFloat(style.borderWidth) > 0
        || style.outlineStyle !== "none" || style.forcedColorAdjust === "none";
    const filled = style => !/^(transparent|rgba\\(.*, 0\\))$/.test(style.backgroundColor);
    const bare = node => node.tagName === "SPAN" && !node.childNodes.length;
    const drawn = (node, part) => getComputedStyle(node, part).content === '""';
    const lost = style => filled(style) && !framed(style);
    return [...document.querySelectorAll("body *")].filter(node =>
        node.matches(".chip") && !framed(getComputedStyle(node))
        || bare(node) && lost(getComputedStyle(node))
        || ["::before", "::after"].some(part =>
            drawn(node, part) && lost(getComputedStyle(node, part)))
    ).map(node => node.outerHTML.slice(0, 100));
}"""
"""Chips without a frame, and empty boxes that are only a ground: forced colours take it away."""
MOVES = """() => {
    const moving = style => [style.transitionDuration, style.animationDuration]
        .some(times => times.split(",").some(time => parseFloat(time) > 0.01));
    const smooth = getComputedStyle(document.documentElement).scrollBehavior === "smooth";
    return [...document.querySelectorAll("*")].filter(node =>
        [null, "::before", "::after"].some(part => moving(getComputedStyle(node, part)))
    ).map(node => node.outerHTML.slice(0, 100)).concat(smooth ? ["scroll-behavior"] : []);
}"""
AT_400_PERCENT = {"width": 320, "height": 256}
"""What 1280 × 1024 pixels hold at a zoom of 400 %."""


@pytest.mark.parametrize("name", PUBLIC_PAGES)
def test_a_page_is_quiet_and_still_and_reflows(name, public_pages, quiet):
    answer = quiet.goto(public_pages[name])

    assert answer.status == 200
    assert quiet.evaluate(SHIFTED) < 0.01
    quiet.set_viewport_size(AT_400_PERCENT)
    assert too_wide(quiet) == []


@pytest.mark.parametrize("name", PUBLIC_PAGES)
def test_a_page_on_a_small_screen_with_longer_words(name, public_pages, quiet_onlooker):
    quiet_onlooker.set_viewport_size(AT_400_PERCENT)

    for language in settings.LANGUAGE_NAMES.keys() - {"en"}:
        answer = quiet_onlooker.goto(in_language(public_pages[name], language))

        assert answer.status == 200
        assert quiet_onlooker.evaluate(SHIFTED) < 0.01, language
        assert too_wide(quiet_onlooker) == [], language


def test_the_header_stays_low_where_its_links_take_two_rows(quiet):
    quiet.set_viewport_size({"width": 1024, "height": 900})
    quiet.goto("/kk/method/")

    for font in fonts.ALL:
        fonts.use(quiet, font)
        assert quiet.locator(".site-header").bounding_box()["height"] < 900 / 10, font


def test_what_is_out_of_sight_is_so_on_a_phone(public_pages, quiet):
    quiet.set_viewport_size(AT_400_PERCENT)
    quiet.goto(public_pages["challenge"])

    for font in fonts.ALL:
        fonts.use(quiet, font)
        for selector in (".skip", ".trap", ".trap input"):
            box = quiet.locator(selector).bounding_box()
            assert box["x"] + box["width"] <= 0, (font, selector)


@pytest.mark.parametrize("name", STATES)
def test_a_state_of_a_page(name, quiet):
    quiet.set_viewport_size(AT_400_PERCENT)

    quiet.goto(STATES[name])

    assert quiet.evaluate(SHIFTED) < 0.01
    assert too_wide(quiet) == []


@pytest.mark.parametrize("name", PUBLIC_PAGES)
def test_a_page_keeps_to_forced_colours_and_reduced_motion(name, public_pages, onlooker):
    onlooker.emulate_media(forced_colors="active", reduced_motion="reduce")

    onlooker.goto(public_pages[name])

    assert onlooker.evaluate(IN_COLOUR_ALONE) == []
    assert onlooker.evaluate(MOVES) == []
    assert onlooker.evaluate("document.getAnimations().length") == 0


@pytest.mark.parametrize("username", PEOPLE)
def test_the_desk_is_quiet_and_fits_a_narrow_screen(username, desk, desk_pages, base_url):
    with desk(username) as page, listening(page, base_url) as said:
        page.set_viewport_size(AT_400_PERCENT)
        for address in desk_pages[username].values():
            page.goto(address)
            assert too_wide(page) == [], address

        assert said == []


@pytest.fixture(scope="module")
def page_without_javascript(visit):
    with visit(java_script_enabled=False) as page:
        yield page


@pytest.mark.parametrize("name", PUBLIC_PAGES)
def test_a_page_is_whole_without_javascript(name, public_pages, page_without_javascript):
    page = page_without_javascript
    page.goto(public_pages[name])

    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("main").locator(":is(p, li, dd, td):visible").first).to_be_visible()


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


def test_the_list_filters_without_javascript(visit):
    with visit(java_script_enabled=False) as page:
        page.goto("/en/initiatives/")
        page.locator("summary", has_text="Country").click()
        page.get_by_label("Kyrgyzstan").check()

        page.get_by_role("button", name="Show").click()

        expect(page.locator("#found")).to_have_text("10 initiatives")


def test_the_timeline_filters_without_javascript(visit):
    with visit(java_script_enabled=False) as page:
        page.goto("/en/timeline/")
        before = page.locator("article.entry").count()
        page.locator("summary", has_text="Filter").click()
        page.locator("summary", has_text="Country").click()
        page.get_by_label("Kyrgyzstan").check()

        page.get_by_role("search").get_by_role("button").first.click()

        page.wait_for_url("**country=kg**")
        expect(page.locator("article.entry")).not_to_have_count(before)


def test_the_language_switch_keeps_page_and_filter(quiet):
    quiet.goto("/en/initiatives/?theme=space")

    quiet.locator(".languages summary").press("Enter")
    quiet.get_by_role("link", name="Русский").click()

    quiet.wait_for_url("**/ru/initiatives/?theme=space")
    expect(quiet.locator("html")).to_have_attribute("lang", "ru")

    quiet.goto("/initiatives/")  # an address that names no language
    quiet.wait_for_url("**/ru/initiatives/")
