"""What the page of an initiative offers beyond reading: copy, print, share; what it loads."""

from playwright.sync_api import expect

PAGE = "/en/initiatives/cubesat-project/"


NOTE_WHAT_IS_COPIED = """
const write = navigator.clipboard.writeText.bind(navigator.clipboard);
navigator.clipboard.writeText = text => write(text).then(() => { window.copied = text; });
"""
"""No page may read the clipboard, not even for a test."""


def test_the_citation_and_the_bibtex_are_copied(quiet, context):
    context.grant_permissions(["clipboard-write"])
    quiet.add_init_script(NOTE_WHAT_IS_COPIED)
    quiet.goto(PAGE)

    quiet.get_by_role("button", name="Copy the citation").click()
    expect(quiet.locator(".copied")).to_have_text("Copied")
    copied = quiet.evaluate("window.copied")
    assert copied.startswith("OTS Tracker, “CubeSat project”, In progress")

    quiet.get_by_role("button", name="Copy the BibTeX").click()
    quiet.wait_for_function("window.copied.startsWith('@misc{ots-tracker:cubesat')")


def test_the_page_is_printed_by_a_button(quiet):
    quiet.add_init_script("window.print = () => { window.printed = true; }")
    quiet.goto(PAGE)

    quiet.get_by_role("button", name="Print").click()

    assert quiet.evaluate("window.printed")


def test_without_javascript_only_what_works_is_shown(browser, browser_context_args):
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    page = context.new_page()
    page.goto(PAGE)

    expect(page.locator(".sharing button:visible")).to_have_count(0)
    expect(page.get_by_role("link", name="Send by e-mail")).to_be_visible()
    context.close()


def test_the_card_that_a_page_names_is_a_picture_and_data_are_no_script(quiet, base_url):
    quiet.goto(PAGE)
    assert quiet.locator('script[type="application/ld+json"]').count() == 1
    card = quiet.locator('meta[property="og:image"]').get_attribute("content")

    quiet.goto("/en/method/")
    size = quiet.evaluate(
        """async (address) => {
            const picture = new Image(); picture.src = address; await picture.decode();
            return [picture.naturalWidth, picture.naturalHeight];
        }""",
        card,
    )

    assert size == [1200, 630]
