"""What is written in one language alone, and not in English, is shown everywhere, and says which.

A world has every text of the record in Kyrgyz; then every output is read by others.
"""

import re
from html.parser import HTMLParser

import pytest
from django.urls import reverse
from django.utils import translation

from tests import factories as make
from tests.addresses import RECORD_PAGES, address
from tests.planted import public_world
from tracker.models import Initiative, Source

WORDS = "Кыргызча жазылган сыноо"
VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "wbr"}
CALLED = {"a", "button", "h1", "h2", "h3", "summary", "th", "title"}
"""What is nothing to a reader without words in it."""
WITHOUT_LANGUAGE = {"title", "script", "pre"}
"""Where no text can say in which language it is."""


class Reader(HTMLParser):
    """Keeps (words, language, line) of each text of the record, and the lines of empty elements."""

    def __init__(self):
        super().__init__()
        self.open, self.said, self.empty = [], [], []

    def handle_starttag(self, tag, attributes):
        said = dict(attributes)
        language = said.get("lang", self.open[-1][1] if self.open else "")
        if tag not in VOID:
            self.open.append([tag, language, said.get("aria-label", "")])

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        opened, _language, words = self.open.pop()
        assert opened == tag
        if tag in CALLED and not words.strip():
            self.empty.append((tag, self.getpos()[0]))
        if self.open:
            self.open[-1][2] += words

    def handle_data(self, data):
        if not self.open:
            return
        self.open[-1][2] += data
        if WORDS in data and not WITHOUT_LANGUAGE & {tag for tag, *_rest in self.open}:
            self.said.append((data.strip(), self.open[-1][1], self.getpos()[0]))


@pytest.fixture
def world(db):
    world = public_world(WORDS, written_in="ky")
    for row in Source.objects.all():
        Source.objects.filter(pk=row.pk).update(title="", publisher="Test Gazette")
    return world


@pytest.fixture
def initiative(world):
    return world[Initiative]


@pytest.mark.parametrize("reader", ["en", "ru", "ky"])
def test_every_page_says_it_and_in_which_language(reader, world, rows, client):
    known = rows | {model._meta.model_name: row for model, row in world.items()}
    wrong, seen = [], 0
    for name in RECORD_PAGES:
        with translation.override(reader):
            page = address(name, known)
        html = Reader()
        html.feed(client.get(page).text)
        wrong += [(page, said) for said in html.said if said[1] != "ky"]
        wrong += [(page, empty) for empty in html.empty]
        seen += bool(html.said)

    assert wrong == []
    assert seen > 15


@pytest.mark.parametrize("name", ["initiatives_csv", "corrections_feed"])
def test_every_file_has_it(name, world, client):
    response = client.get(reverse(name))
    text = b"".join(response) if response.streaming else response.content

    assert WORDS in text.decode()


def test_what_the_head_of_a_page_tells_engines_has_it(initiative, client):
    page = client.get(initiative.get_absolute_url()).text

    assert re.search(rf"<title>\s*{WORDS}", page)
    assert f'property="og:title" content="{WORDS}' in page
    assert f'"name":"{WORDS}"' in page.replace('": "', '":"')


def test_it_is_found_by_its_words_in_every_language(initiative, client):
    for reader in ("en", "ru", "kk"):
        with translation.override(reader):
            page = client.get(reverse("search"), {"q": "жазылган сыноо"}).text
            listed = client.get(reverse("initiatives"), {"q": "жазылган"}).text

        assert f"{initiative.get_absolute_url().removeprefix('/en')}" in page
        assert f"/{reader}{initiative.get_absolute_url().removeprefix('/en')}" in listed


def test_a_list_puts_it_among_the_others_by_what_is_shown(db, client):
    for title in ({"title_en": "Zinc"}, {"title_en": "", "title_ky": "Byte"}, {"title_en": "Air"}):
        make.published_initiative(**{"title_ru": "", **title})

    page = client.get(reverse("initiatives"), {"sort": "title"}).text
    found = re.findall("Zinc|Byte|Air", page[page.index("<main") :])

    assert [*dict.fromkeys(found)] == ["Air", "Byte", "Zinc"]


def test_events_of_one_day_are_in_one_order_in_every_language(db, client):
    for slug, name in (("c", {}), ("b", {"name_en": "", "name_ky": "Zinc"}), ("a", {})):
        make.EventFactory(slug=slug, held_on="2026-05-01", **name)

    for reader in ("en", "ky"):
        with translation.override(reader):
            page = client.get(reverse("events")).text
        assert re.findall(r'/events/([abc])/"', page) == ["a", "b", "c"]
