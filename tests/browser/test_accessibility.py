"""axe-core finds nothing wrong: on each page, in both themes and widths, in each state of it."""

import pytest

from tests.browser import axe
from tests.browser.addresses import (
    DESK_PAGES,
    PEOPLE,
    PUBLIC_PAGES,
    STATES,
    crawl,
    in_language,
)
from tests.browser.layout import too_wide


@pytest.mark.parametrize("name", PUBLIC_PAGES)
def test_a_public_page(name, public_pages, onlooker, inspect):
    onlooker.goto(public_pages[name])

    inspect(onlooker, name)


@pytest.mark.parametrize("name", ["dashboard", "initiatives", "initiative", "timeline", "method"])
def test_a_public_page_in_kazakh(name, public_pages, onlooker, inspect):
    onlooker.goto(in_language(public_pages[name], "kk"))

    inspect(onlooker, f"kk-{name}")


@pytest.mark.parametrize("name", STATES)
def test_a_state_of_a_page(name, onlooker, inspect):
    onlooker.goto(STATES[name])

    inspect(onlooker, name)


def test_somebody_sees_each_page_of_the_desk(desk_pages):
    assert set().union(*desk_pages.values()) >= DESK_PAGES


@pytest.mark.parametrize("username", PEOPLE)
def test_the_desk(username, desk, desk_pages, inspect):
    """Each page as the first of them sees it; the worklist as each does."""
    before = set().union(*(desk_pages[other] for other in PEOPLE[: PEOPLE.index(username)]))
    with desk(username) as page:
        for name in desk_pages[username].keys() - (before - {"desk"}):
            page.goto(desk_pages[username][name])
            inspect(page, f"{username}-{name}")


def test_an_empty_record(empty_site, visit, inspect):
    with visit(base_url=empty_site.url) as page:
        for name, address in crawl(page.request.get, "/en/").items():
            page.goto(address)
            inspect(page, f"empty-{name}")


def test_a_broken_site(broken_site, visit, inspect):
    with visit(base_url=broken_site.url) as page:
        answer = page.goto("/en/initiatives/")

        assert answer.status == 503
        inspect(page, "503")


def test_a_page_that_somebody_may_not_see(desk, inspect):
    with desk("focal-point") as page:
        answer = page.goto("/desk/verify/")

        assert answer.status == 403
        inspect(page, "403")


def test_a_form_from_before_the_cookie(page, inspect):
    page.goto("/desk/login/")
    page.get_by_label("Username").fill("test")
    page.get_by_label("Password").fill("test")
    page.context.clear_cookies()
    page.get_by_role("button", name="Log in").click()

    page.get_by_role("heading", name="This form is too old").wait_for()
    inspect(page, "403-csrf")


@pytest.mark.parametrize("address", ["/en/", "/desk/login/"])
def test_the_languages_over_a_page(address, page):
    page.set_viewport_size({"width": 320, "height": 900})
    page.goto(address)
    page.locator(".languages summary").click()

    assert axe.faults_of_menu(page, ".languages") == []
    assert too_wide(page) == []


def test_the_menu_over_a_page(page):
    page.set_viewport_size({"width": 320, "height": 900})
    page.goto("/en/")
    page.get_by_role("button", name="Menu").click()

    assert axe.faults_of_menu(page, "#menu") == []
    assert too_wide(page) == []
