"""axe-core finds nothing wrong after each step of a form or a filter."""

from playwright.sync_api import expect

from tests.browser import work


def test_the_list_after_a_choice(page, inspect):
    page.goto("/en/initiatives/")
    page.locator("summary", has_text="Theme").click()

    page.get_by_label("Space 4", exact=True).check()

    expect(page.locator("#found")).to_have_text("4 initiatives")
    inspect(page, "filtered")


def test_a_challenge_with_a_slip_and_its_thanks(page, inspect):
    page.goto(f"/en/initiatives/{work.INITIATIVE}/challenge/")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("[aria-invalid=true]").first).to_be_visible()
    inspect(page, "422-challenge")

    page.get_by_role("main").get_by_role("textbox").first.fill("A test reader doubts it.")
    page.get_by_role("button", name="Send").click()
    page.wait_for_url("**/received/")
    inspect(page, "challenge-received")


def test_an_update_with_a_slip_and_its_preview(desk, inspect):
    with desk("focal-point") as page:
        page.goto(f"/desk/initiatives/{work.INITIATIVE}/")
        page.get_by_role("link", name="Record an update").click()
        work.type_update(page, sentence="A test sentence.", quote="Nobody ever said these words.")
        page.get_by_role("button", name="Save and preview").click()
        expect(page.locator("[aria-invalid=true]").first).to_be_visible()
        inspect(page, "422-update")

        work.type_update(page, sentence="A test sentence.")
        page.get_by_role("button", name="Save and preview").click()
        expect(page.locator(".preview")).to_contain_text(work.QUOTE)
        inspect(page, "preview")


def test_an_update_that_was_changed_meanwhile(desk, inspect):
    with desk("focal-point") as page:
        page.goto(f"/desk/initiatives/{work.INITIATIVE}/update/")
        work.type_update(page, sentence="A test sentence of mine.")
        page.get_by_role("button", name="Save and preview").click()
        page.get_by_role("link", name="Edit").click()
        other = page.context.new_page()
        other.goto(page.url)
        work.type_update(other, sentence="A test sentence of another window.")
        other.get_by_role("button", name="Save and preview").click()
        other.wait_for_url("**/desk/updates/*/")
        work.type_update(page, sentence="A test sentence of this window.")

        page.get_by_role("button", name="Save and preview").click()

        expect(page.locator(".conflict")).to_be_visible()
        inspect(page, "409")
