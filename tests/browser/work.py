"""Work at the desk: how it is typed, and some of each sort to look at."""

from tests.browser.addresses import WORKLIST

INITIATIVE = "cooperation-green-technologies"
QUOTE = "проект CubeSat"
"""It stands in a source of the seeds."""


def type_update(page, *, sentence, quote=QUOTE):
    form = page.locator("form.update")
    form.locator("#id_status").select_option("Announced")
    form.get_by_label("Evidence").select_option("Stated by those involved")
    form.get_by_label("Changed on").fill("2026-02")
    form.get_by_label("Sentence (English)").fill(sentence)
    form.get_by_label("Quote", exact=True).fill(quote)


def leave(desk):
    """Leave a draft, a submission, a revision and a challenge, each by whose it is to write it."""
    with desk("focal-point") as page:
        for sentence, button in (
            ("A test sentence that waits.", "Submit for review"),
            ("A test sentence that is a draft.", "Save and preview"),
        ):
            page.goto(f"/desk/initiatives/{INITIATIVE}/update/")
            type_update(page, sentence=sentence)
            page.get_by_role("button", name=button).click()
            page.wait_for_url("**/desk/updates/*/")
    with desk("editor") as page:
        page.goto(f"/desk/initiatives/{INITIATIVE}/revise/")
        page.get_by_label("Title (English)").fill("The test project")
        page.get_by_label("Summary (English)").fill("A test of two fields.")
        page.get_by_label("Reason, as the public will read it").fill("A test of words.")
        page.get_by_role("button", name="Submit for review").click()
        page.wait_for_url(WORKLIST)
    with desk("auditor") as page:
        page.goto(f"/en/initiatives/{INITIATIVE}/challenge/")
        page.get_by_role("textbox").first.fill("A test reader doubts it.")
        page.get_by_role("button", name="Send").click()
        page.wait_for_url("**/received/")
