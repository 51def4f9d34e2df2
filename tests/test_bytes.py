"""What a reader downloads: a page within the first window of a connection, styles and all."""

import gzip
import re
from collections import defaultdict
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.urls import resolve

from tests.addresses import locations

FIRST_WINDOW = 14 * 1024
STYLES_AND_SCRIPTS = 30 * 1024
SITE = "http://testserver"
LANGUAGES = [code for code, _name in settings.LANGUAGES]


def packed(content):
    return len(gzip.compress(content, compresslevel=6))


def names_of_files(page):
    """Return the names of the styles and scripts that a page asks for."""
    return re.findall(r'(?:src|href)="/static/([^"#]+\.(?:css|js))"', page.text)


def files_of(names):
    return sum(packed(Path(finders.find(name)).read_bytes()) for name in names)


def of_the_seeds(client):
    """Yield the sitemap's addresses: each row's in a language, each sort of page in every one."""
    found = defaultdict(list)
    for section in locations(client.get("/sitemap.xml")):
        for url in locations(client.get(section)):
            path = url.removeprefix(SITE)
            if path.startswith("/en/"):
                found[resolve(path).url_name].append(path.removeprefix("/en/"))
    for paths in found.values():
        for n in range(max(len(paths), len(LANGUAGES))):
            yield f"/{LANGUAGES[n % len(LANGUAGES)]}/{paths[n % len(paths)]}"


def test_every_page_of_the_seeds_is_there_and_fits_the_first_window(seeds, client):
    pages = {path: client.get(path) for path in of_the_seeds(client)}

    assert {path: page.status_code for path, page in pages.items() if page.status_code != 200} == {}
    sizes = {path: packed(page.content) for path, page in pages.items()}
    assert {path: size for path, size in sizes.items() if size > FIRST_WINDOW} == {}
    named = {tuple(names_of_files(page)) for page in pages.values()}
    sizes = {names: files_of(names) for names in named}
    assert {names: size for names, size in sizes.items() if size > STYLES_AND_SCRIPTS} == {}


def test_a_list_of_a_large_record_stays_small(db, client):
    call_command("make_sample_data", initiatives=300, updates=600, verbosity=0)

    page = client.get("/ru/initiatives/")

    assert page.context["page"].paginator.num_pages > 1
    assert packed(page.content) < FIRST_WINDOW
    assert files_of(names_of_files(page)) < STYLES_AND_SCRIPTS
