"""What a reader downloads: a page within the first window of a connection, styles and all."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command

FIRST_WINDOW = 14 * 1024
STYLES_AND_SCRIPTS = 30 * 1024
PAGES = [
    "", "initiatives/", "timeline/", "timeline/roadmap/", "plans/", "working-groups/", "countries/",
    "themes/", "organizations/", "events/", "sources/", "method/", "data/", "corrections/",
    "changes/", "initiatives/cubesat-project/", "plans/action-plan-2025-2026/", "countries/kg/",
    "themes/digital/", "organizations/ots/", "events/second-ministerial-meeting-baku/",
    "working-groups/ots-working-groups-and-subgroups/", "sources/trend-2025-10-24/",
]  # fmt: skip


def packed(content):
    return len(gzip.compress(content, compresslevel=6))


def files_of(page):
    """Return the size of the styles and scripts that a page names."""
    names = re.findall(r'(?:src|href)="/static/([^"#]+\.(?:css|js))"', page.text)
    return sum(packed(Path(finders.find(name)).read_bytes()) for name in names)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_page_of_the_seeds_fits_the_first_window(seeds, client, language):
    pages = {name: client.get(f"/{language}/{name}") for name in PAGES}

    sizes = {name: packed(page.content) for name, page in pages.items()}
    assert {page.status_code for page in pages.values()} == {200}
    assert {name: size for name, size in sizes.items() if size > FIRST_WINDOW} == {}
    files = {name: files_of(page) for name, page in pages.items()}
    assert {name: size for name, size in files.items() if size > STYLES_AND_SCRIPTS} == {}


def test_a_list_of_a_large_record_stays_small(db, client):
    call_command("make_sample_data", initiatives=300, updates=600, verbosity=0)

    page = client.get("/ru/initiatives/")

    assert page.context["page"].paginator.num_pages > 1
    assert packed(page.content) < FIRST_WINDOW
    assert files_of(page) < STYLES_AND_SCRIPTS
