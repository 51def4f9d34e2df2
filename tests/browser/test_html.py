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
    """Return what is wrong with the HTML of {name: text}."""

    def faults(texts):
        names = list(texts)
        for number, name in enumerate(names):
            (tmp_path / f"{number}.html").write_text(texts[name])
        run = subprocess.run(
            [
                "node_modules/.bin/html-validate", "--config", "html-validate.json",
                "--formatter", "json", f"{tmp_path}/*.html",
            ],
            cwd=FOLDER, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert not run.stderr, run.stderr
        return [
            f"{names[int(report['filePath'].rpartition('/')[2][:-5])]}: {message['line']}:"
            f" {message['ruleId']}: {message['message']} ({message['selector']})"
            for report in json.loads(run.stdout)
            for message in report["messages"]
        ]

    return faults


def read(page, addresses):
    return {address: page.request.get(address).text() for address in addresses}


@pytest.mark.parametrize("language", ["en", "ru"])
def test_public_pages(language, public_pages, visit, faults):
    addresses = [in_language(address, language) for address in public_pages.values()]
    with visit() as page:
        assert faults(read(page, [*addresses, *STATES.values()])) == []


def test_the_desk(desk, desk_pages, faults):
    texts = {}
    for username, pages in desk_pages.items():
        with desk(username) as page:
            found = read(page, pages.values())
            texts |= {f"{username}: {address}": text for address, text in found.items()}

    assert faults(texts) == []


def test_an_empty_record(empty_site, visit, faults):
    with visit(base_url=empty_site.url) as page:
        addresses = crawl(page.request.get, "/en/").values()
        assert faults(read(page, addresses)) == []


def test_a_broken_site(broken_site, visit, faults):
    with visit(base_url=broken_site.url) as page:
        assert faults(read(page, ["/en/"])) == []


def test_it_would_tell(faults):
    """The checker is there and finds a fault: no finding means something."""
    assert faults({"test": "<p><p></b>"}) != []
