"""The three jobs that the site is for, as people do them."""

from playwright.sync_api import expect


def test_look_at_the_dashboard_and_reach_an_item(quiet, screenshot):
    quiet.goto("/en/")
    expect(quiet.get_by_role("heading", level=1)).to_have_text(
        "What was promised, and where it stands"
    )
    screenshot(quiet, "dashboard")

    quiet.get_by_role("link", name="Planned 6").click()
    expect(quiet.get_by_role("heading", name="6 initiatives")).to_be_visible()
    quiet.get_by_role("link", name="Strengthen cooperation on space research").click()

    expect(quiet.locator("blockquote").first).to_contain_text("космических исследований")
    expect(quiet.locator("blockquote").first).to_have_attribute("lang", "ru")
    screenshot(quiet, "initiative")


ITEM = "Strengthen cooperation on space research"
ITEM_PATH = "initiatives/cooperation-space-research/"


def record(page, screenshot):
    """Type an update with a new source, see what is wrong with the quote, and submit it."""
    page.get_by_role("link", name=ITEM, exact=True).first.click()
    page.get_by_role("link", name="Record an update").click()
    form = page.locator("form.update")
    expect(form).to_be_visible()
    assert page.url.endswith(f"/desk/{ITEM_PATH}update/")
    expect(form.locator("#id_status")).to_have_value("planned")
    expect(form.locator("#id_status")).to_be_focused()

    form.locator("#id_status").select_option("Partly delivered")
    form.get_by_label("Evidence").select_option("Documented")
    form.get_by_label("Changed on").fill("2026-02")
    form.get_by_label("Sentence (English)").fill("A test satellite was shown to the test public.")
    form.get_by_label("Quote", exact=True).fill("The test satellite is closed.")
    form.locator("summary", has_text="A new source").click()
    form.get_by_label("Publisher").fill("Test Gazette")
    form.get_by_label("Language").fill("en")
    form.get_by_label("Address").fill("https://gazette.example/satellite")
    form.get_by_label("Published on").fill("2026-02-14")
    form.get_by_label("Text").fill("The test satellite is in orbit.\nMore of the same.")
    screenshot(page, "update-form")
    form.get_by_role("button", name="Submit for review").click()
    expect(page.get_by_role("alert").first).to_be_focused()
    expect(page.get_by_text("It agrees up to “The test satellite is ”").last).to_be_visible()

    form.get_by_label("Quote", exact=True).fill("The test satellite is in orbit.")
    form.get_by_role("button", name="Save and preview").click()
    expect(page.locator(".preview")).to_contain_text("The test satellite is in orbit.")
    screenshot(page, "preview")
    page.get_by_role("button", name="Submit for review").click()
    expect(page.get_by_text("It waits for a reviewer now.")).to_be_visible()


def test_one_person_records_another_approves_and_the_public_sees_it(quiet, log_in, screenshot):
    log_in(quiet, "focal-point")
    record(quiet, screenshot)
    quiet.get_by_role("button", name="Log out").click()

    log_in(quiet, "reviewer")
    screenshot(quiet, "worklist")
    waiting = quiet.locator("section", has_text="Waiting for my review")
    waiting.get_by_role("link", name=ITEM).click()
    quiet.get_by_role("button", name="Approve and publish").click()
    expect(quiet.get_by_text("It is published.")).to_be_visible()
    quiet.goto(f"/en/{ITEM_PATH}")
    expect(quiet.locator("dl.axes")).to_contain_text("Partly delivered")
    expect(quiet.locator(".entry").first).to_contain_text("The test satellite is in orbit.")
    expect(quiet.locator(".entry").first).to_contain_text("February 2026")

    quiet.goto("/desk/")
    quiet.get_by_role("button", name="Log out").click()
    log_in(quiet, "editor")
    quiet.goto(f"/desk/{ITEM_PATH}")
    quiet.locator("summary", has_text="Published updates").click()
    quiet.get_by_role("link", name="February 2026: A test satellite").click()
    quiet.get_by_role("link", name="Correct it").click()
    quiet.get_by_label("Reason (English)").fill("It was a model of the test satellite.")
    quiet.get_by_role("button", name="Submit for review").click()
    expect(quiet.get_by_text("It waits for a reviewer now.")).to_be_visible()
    quiet.get_by_role("button", name="Log out").click()
    log_in(quiet, "reviewer")
    waiting = quiet.locator("section", has_text="Revisions waiting for my review")
    waiting.get_by_role("link", name=ITEM).click()
    screenshot(quiet, "correction")
    quiet.get_by_role("button", name="Approve and publish").click()
    expect(quiet.get_by_text("It is published.")).to_be_visible()
    quiet.goto(f"/en/{ITEM_PATH}")
    expect(quiet.locator("dl.axes")).to_contain_text("Planned")
    expect(quiet.locator(".entry s")).to_have_text("A test satellite was shown to the test public.")
    screenshot(quiet, "corrected")
    quiet.goto("/en/corrections/")
    expect(quiet.locator(".log")).to_contain_text("It was a model of the test satellite.")


def test_a_published_title_is_reworded_by_two(quiet, log_in):
    log_in(quiet, "editor")
    quiet.goto("/desk/initiatives/develop-human-capital/")
    quiet.get_by_role("link", name="Propose another wording").click()
    old = quiet.get_by_label("Title (English)").input_value()
    quiet.get_by_label("Title (English)").fill("Develop the human test capital")
    quiet.get_by_label("Reason, as the public will read it").fill("A test of words.")
    quiet.get_by_role("button", name="Submit for review").click()
    quiet.get_by_role("button", name="Log out").click()

    log_in(quiet, "reviewer")
    waiting = quiet.locator("section", has_text="Revisions waiting for my review")
    waiting.get_by_role("link", name=old).click()
    quiet.get_by_role("button", name="Approve and publish").click()

    quiet.goto("/en/initiatives/develop-human-capital/")
    expect(quiet.get_by_role("heading", level=1)).to_have_text("Develop the human test capital")
    expect(quiet.locator(".wordings")).to_contain_text(old)


def choose_quote(page, field, words):
    """Find a citation by typing, and choose the first."""
    page.locator(f".field-{field} .select2-search__field").press_sequentially(words)
    page.locator(".select2-results__option", has_text=words).first.click()


class Counted:
    """A page that counts what is clicked and what is filled in."""

    def __init__(self, page):
        self.page, self.clicks, self.fields = page, 0, 0

    def click(self, role, name, **where):
        self.page.get_by_role(role, name=name, **where).first.click()
        self.clicks += 1

    def fill(self, name, text):
        field = self.page.locator(f"form.update [name={name}]")
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(text)
        else:
            field.fill(text)
        self.fields += 1


def test_an_update_from_a_known_source_takes_few_clicks_and_fields(quiet, log_in):
    """At most 11 and 5, with both logins and the approval: as many as before all else was asked."""
    work = Counted(quiet)
    log_in(quiet, "editor")
    work.clicks += 1
    work.click("link", "All initiatives")
    work.click("link", "Strengthen cooperation on green technologies")
    work.click("link", "Staff: record an update")
    work.click("link", "Record an update")
    work.fill("status", "In progress")
    work.fill("changed_on", "2026-03")
    work.fill("sentence_en", "A test of clicks.")
    work.fill("quote", "проект CubeSat")
    work.click("button", "Submit for review")
    work.click("button", "Log out")

    log_in(quiet, "reviewer")
    work.clicks += 1
    work.click("link", "Strengthen cooperation on green technologies")
    work.click("button", "Approve and publish")

    expect(quiet.get_by_text("It is published.")).to_be_visible()
    assert work.clicks <= 11
    assert work.fields <= 5


def test_enter_an_initiative_in_the_admin(quiet, log_in, screenshot):
    log_in(quiet, "editor")
    quiet.get_by_role("link", name="Data entry").click()
    quiet.locator(".model-initiative").get_by_role("link", name="Add").click()

    quiet.get_by_label("Kind").select_option("Announced commitment")
    quiet.get_by_role("textbox", name="Title [en]").press_sequentially("Open the test bridge")
    quiet.get_by_role("textbox", name="Deadline:").fill("in spring")
    quiet.get_by_role("button", name="Save", exact=True).click()
    expect(quiet.get_by_text("“in spring” is not a date").last).to_be_visible()
    quiet.get_by_role("textbox", name="Deadline:").fill("2027-05")
    choose_quote(quiet, "citations", "CubeSat")
    screenshot(quiet, "admin-initiative")
    quiet.get_by_role("button", name="Save and continue editing").click()

    quiet.get_by_role("link", name="Record an update").click()
    form = quiet.locator("form.update")
    expect(form.locator("#id_status")).to_be_focused()
    form.locator("#id_status").select_option("Announced")
    form.get_by_label("Evidence").select_option("Stated by those involved")
    form.get_by_label("Sentence (English)").fill("A test sentence.")
    form.get_by_label("Quote", exact=True).fill("проект CubeSat")
    form.get_by_role("button", name="Submit for review").click()
    expect(quiet.get_by_text("It waits for a reviewer now.")).to_be_visible()
    quiet.get_by_role("button", name="Log out").click()

    log_in(quiet, "reviewer")
    waiting = quiet.locator("section", has_text="Waiting for my review")
    waiting.get_by_role("link", name="Open the test bridge").click()
    expect(quiet.locator(".along")).to_contain_text("2027")
    expect(quiet.locator(".texts mark").first).to_contain_text("CubeSat")
    quiet.get_by_role("button", name="Approve and publish").click()
    expect(quiet.get_by_text("It is published.")).to_be_visible()
    quiet.goto("/en/initiatives/open-the-test-bridge/")

    expect(quiet.get_by_role("heading", level=1)).to_have_text("Open the test bridge")
    expect(quiet.locator("dl.axes")).to_contain_text("May 2027")
