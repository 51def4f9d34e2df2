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


def test_log_in_change_a_status_and_see_it_in_public(quiet, log_in, screenshot):
    log_in(quiet, "focal-point")
    quiet.get_by_role("link", name="CubeSat project", exact=True).first.click()
    quiet.get_by_role("link", name="Record an update").click()
    form = quiet.locator("form.update")
    expect(form).to_be_visible()
    assert quiet.url.endswith("/desk/initiatives/cubesat-project/"), "the form opens in place"

    form.get_by_label("Status").select_option("Partly delivered")
    form.get_by_label("Evidence").select_option("Documented")
    form.get_by_label("Changed on").fill("2026-02")
    form.get_by_label("Sentence in English").fill("A test satellite was shown to the test public.")
    form.get_by_label("Quote").fill("The test satellite is closed.")
    form.locator("summary", has_text="A new source").click()
    form.get_by_label("Publisher").fill("Test Gazette")
    form.get_by_label("Language").select_option("English")
    form.get_by_label("Address").fill("https://gazette.example/satellite")
    form.get_by_label("Published on").fill("2026-02-14")
    form.get_by_label("Text").fill("The test satellite is in orbit.\nMore of the same.")
    screenshot(quiet, "update-form")
    form.get_by_role("button", name="Publish the update").click()
    expect(quiet.get_by_text("It agrees up to “The test satellite is ”")).to_be_visible()

    form.get_by_label("Quote").fill("The test satellite is in orbit.")
    form.get_by_role("button", name="Publish the update").click()
    expect(quiet.get_by_text("The update is published.")).to_be_visible()

    quiet.get_by_role("button", name="Log out").click()
    quiet.goto("/en/initiatives/cubesat-project/")
    expect(quiet.locator("dl.axes")).to_contain_text("Partly delivered")
    expect(quiet.locator(".entry").first).to_contain_text("The test satellite is in orbit.")
    expect(quiet.locator(".entry").first).to_contain_text("February 2026")


def test_enter_an_initiative_in_the_admin(quiet, log_in, screenshot):
    log_in(quiet, "administrator")
    quiet.get_by_role("link", name="Data entry").click()
    quiet.locator(".model-initiative").get_by_role("link", name="Add").click()

    quiet.get_by_label("Kind").select_option("Announced commitment")
    quiet.get_by_label("Title [en]").press_sequentially("Open the test bridge")
    expect(quiet.get_by_label("Slug")).to_have_value("open-the-test-bridge")
    quiet.get_by_label("Deadline").fill("in spring")
    quiet.get_by_role("button", name="Save", exact=True).click()
    expect(quiet.get_by_text("“in spring” is not a date")).to_be_visible()
    quiet.get_by_label("Deadline").fill("2027-05")
    screenshot(quiet, "admin-initiative")
    quiet.get_by_role("button", name="Save and continue editing").click()

    quiet.get_by_role("link", name="Record an update").click()
    form = quiet.locator("form.update")
    form.get_by_label("Status").select_option("Announced")
    form.get_by_label("Evidence").select_option("Stated by those involved")
    form.get_by_label("Sentence in English").fill("A test sentence.")
    form.get_by_label("Source").select_option("Trend, 24 October 2025")
    form.get_by_label("Quote").fill("проект CubeSat")
    form.get_by_role("button", name="Publish the update").click()
    quiet.get_by_role("link", name="See the public page").click()

    expect(quiet.get_by_role("heading", level=1)).to_have_text("Open the test bridge")
    expect(quiet.locator("dl.axes")).to_contain_text("May 2027")
