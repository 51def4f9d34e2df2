"""A real browser on the real server: what `make run` starts, on an empty database of its own."""

import os
import subprocess
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser import axe, fonts, work
from tests.browser.addresses import PEOPLE, WORKLIST, crawl, crawl_desk
from tests.browser.console import listening
from tests.browser.layout import too_wide
from tests.browser.servers import bare_site, seeded_site
from tests.databases import ROOT

HERE = Path(__file__).parent
SECONDS = 900
"""The most for one test, with the pages that it visits and the site that it may have to start."""
SCREENSHOTS = ROOT / "screenshots"
MADE_ONCE = ("empty_site", "broken_site", "desk_pages")
"""What takes long to make: one worker does, and runs all tests that look at it."""


@pytest.hookimpl(tryfirst=True)  # pytest-xdist reads the marks in a hook of the same name
def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.is_relative_to(HERE):  # the hook is given all items
            item.add_marker(pytest.mark.timeout(SECONDS))
        for name in MADE_ONCE:
            if name in item.fixturenames:
                item.add_marker(pytest.mark.xdist_group(name))


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    with seeded_site(tmp_path_factory.mktemp("site")) as site:
        yield site


@pytest.fixture(scope="session")
def empty_site(tmp_path_factory):
    with bare_site(tmp_path_factory.mktemp("empty"), migrated=True) as site:
        yield site


@pytest.fixture(scope="session")
def broken_site(tmp_path_factory):
    with bare_site(tmp_path_factory.mktemp("broken"), migrated=False) as site:
        yield site


@pytest.fixture(scope="session")
def base_url(site):
    return site.url


@pytest.fixture(scope="session")
def browser_type_launch_args():
    found = subprocess.run(
        ["bin/find-chromium"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return {
        "executable_path": found.stdout.strip().splitlines()[-1],
        "env": {**os.environ, **fonts.ENVIRONMENT},
        "args": [
            "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
        ],
    }  # fmt: skip


@pytest.fixture(scope="session")
def browser_context_args(base_url):
    return {"base_url": base_url, "locale": "en-GB", "viewport": {"width": 1280, "height": 900}}


@pytest.fixture
def quiet(page, base_url):
    """The page; at the end, nothing was said in its console and nothing asked of another site."""
    with listening(page, base_url) as said:
        yield page
        assert said == []


@pytest.fixture(scope="session")
def log_in(site):
    def log_in(page, username):
        page.goto("/desk/")
        name = page.get_by_label("Username")
        expect(name).to_be_focused()  # Chromium complains if it is not yet where it belongs
        name.fill(username)
        page.get_by_label("Password").fill(site.passwords[username])
        page.get_by_role("button", name="Log in").click()
        page.wait_for_url(WORKLIST)

    return log_in


@pytest.fixture(scope="session")
def visit(browser, browser_context_args):
    """Open a browser of its own: `with visit(java_script_enabled=False) as page`."""

    @contextmanager
    def visit(**arguments):
        context = browser.new_context(**{**browser_context_args, **arguments})
        try:
            yield context.new_page()
        finally:
            context.close()

    return visit


@pytest.fixture(scope="session")
def _page_to_look_at(visit):
    with visit() as page:
        yield page


@pytest.fixture
def onlooker(_page_to_look_at, browser_context_args):
    """The page of who looks and does nothing: one for all, as each new one takes a while."""
    page = _page_to_look_at
    page.context.clear_cookies()
    page.set_viewport_size(browser_context_args["viewport"])
    page.emulate_media(color_scheme="null", forced_colors="null", reduced_motion="null")
    page.goto("about:blank")
    return page


@pytest.fixture
def quiet_onlooker(onlooker, base_url):
    """The same; at the end, nothing was said in its console and nothing asked of another site."""
    with listening(onlooker, base_url) as said:
        yield onlooker
        assert said == []


@pytest.fixture(scope="session")
def public_pages(visit):
    """{URL name: address} of the seeded record."""
    with visit() as page:
        return crawl(page.request.get, "/en/")


@pytest.fixture(scope="session")
def desk(visit, log_in):
    """Somebody's page at the desk, logged in once: `with desk("reviewer") as page`."""
    states = {}

    def desk(username):
        if username not in states:
            with visit() as page:
                log_in(page, username)
                states[username] = page.context.storage_state()
        return visit(storage_state=states[username])

    return desk


@pytest.fixture(scope="session")
def work_waiting(desk):
    """Something of each sort that waits at the desk: see `work`."""
    work.leave(desk)


@pytest.fixture(scope="session")
def desk_pages(desk, work_waiting):
    """{username: {URL name: address}} of what each of the people finds at the desk."""
    found = {}
    for username in PEOPLE:
        with desk(username) as page:
            found[username] = crawl_desk(page.request.get)
    return found


@pytest.fixture
def screenshot():
    def screenshot(page, name, **options):
        SCREENSHOTS.mkdir(exist_ok=True)
        page.screenshot(path=SCREENSHOTS / f"{name}.png", **options)

    return screenshot


@pytest.fixture
def inspect(screenshot):
    """Let axe look at a page in both themes and widths; it fits, unfolded.

    Pictures of it are kept if something is wrong, and with PICTURES=1 anyway.

    axe says what it has to say through the debugger, and adds a style that the policy forbids:
    what the console says is tested with the pages that are `quiet`.
    """

    def keep_pictures(page, name):
        for look in axe.LOOKS:
            axe.show(page, *look)
            screenshot(page, f"{name}-{'-'.join(map(str, look))}", full_page=True)

    def inspect(page, name):
        if os.environ.get("PICTURES"):
            keep_pictures(page, name)
        found = axe.faults(page)
        wide = too_wide(page)
        if found or wide:
            keep_pictures(page, name)
        assert found == [], name
        assert wide == [], name

    return inspect
