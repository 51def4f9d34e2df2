"""What a reader downloads: a page within the first window of a connection, styles and all."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command

FIRST_WINDOW = 14 * 1024
WITH_STYLES_AND_SCRIPTS = 44 * 1024
PAGES = [
    "", "initiatives/", "timeline/", "timeline/roadmap/", "plans/", "working-groups/", "countries/",
    "themes/", "organizations/", "events/", "sources/", "method/", "data/", "corrections/",
    "changes/",
]  # fmt: skip


def packed(content):
    return len(gzip.compress(content, compresslevel=6))


def with_its_files(page):
    """Return the size of a page with the styles and scripts that it names."""
    names = re.findall(r'(?:src|href)="/static/([^"#]+\.(?:css|js))"', page.text)
    files = [Path(finders.find(name)).read_bytes() for name in names]
    return packed(page.content) + sum(packed(content) for content in files)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_page_of_the_seeds_fits_the_first_window(seeds, client, language):
    sizes = {page: packed(client.get(f"/{language}/{page}").content) for page in PAGES}

    assert {page: size for page, size in sizes.items() if size > FIRST_WINDOW} == {}


def test_a_list_of_a_large_record_stays_small(db, client):
    call_command("make_world", initiatives=300, updates=600, verbosity=0)

    page = client.get("/ru/initiatives/")

    assert page.context["page"].paginator.num_pages > 1
    assert packed(page.content) < FIRST_WINDOW
    assert with_its_files(page) < WITH_STYLES_AND_SCRIPTS
