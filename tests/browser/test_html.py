"""The HTML of every page is valid, as html-validate reads the standard."""

import json
import shutil
import subprocess

import pytest

from tests.browser.addresses import STATES, crawl, in_language
from tests.databases import ROOT

FOLDER = ROOT / "tests" / "browser"
pytestmark = pytest.mark.skipif(
    shutil.which("npm") is None, reason="html-validate comes by npm, which is not here"
)


@pytest.fixture
def faults(tmp_path):
    """Return what is wrong with the HTML that is answered at each of the addresses."""

    def faults(get, addresses):
        for number, address in enumerate(addresses):
            (tmp_path / f"{number}.html").write_text(get(address).text())
        run = subprocess.run(
            [
                "node_modules/.bin/html-validate", "--config", "html-validate.json",
                "--formatter", "json", f"{tmp_path}/*.html",
            ],
            cwd=FOLDER, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert not run.stderr, run.stderr
        return [
            f"{addresses[int(report['filePath'].rpartition('/')[2][:-5])]}: {message['line']}:"
            f" {message['ruleId']}: {message['message']} ({message['selector']})"
            for report in json.loads(run.stdout)
            for message in report["messages"]
        ]

    return faults


@pytest.mark.parametrize("language", ["en", "ru"])
def test_public_pages(language, public_pages, visit, faults):
    addresses = [in_language(address, language) for address in public_pages.values()]
    with visit() as page:
        assert faults(page.request.get, [*addresses, *STATES.values()]) == []


def test_the_desk(desk, desk_pages, faults):
    for username, pages in desk_pages.items():
        with desk(username) as page:
            assert faults(page.request.get, list(pages.values())) == []


def test_an_empty_record(empty_site, visit, faults):
    with visit(base_url=empty_site.url) as page:
        get = page.request.get
        assert faults(get, list(crawl(get, "/en/").values())) == []


def test_a_broken_site(broken_site, visit, faults):
    with visit(base_url=broken_site.url) as page:
        assert faults(page.request.get, ["/en/"]) == []


def test_it_would_tell(visit, faults):
    """The checker is there and finds a fault: no finding means something."""
    with visit() as page:
        page.route("**/*", lambda route: route.fulfill(body="<p><p></b>"))
        assert faults(page.goto, ["/en/"]) != []
