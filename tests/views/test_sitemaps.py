import pytest
import time_machine
from django.conf import settings
from django.urls import resolve, reverse

from tests import factories as make
from tests.addresses import OF_A_ROW, ONCE, RECORD_PAGES, locations
from tracker.views.sitemaps import SITEMAPS, Rows, lists

SITE = "http://testserver"
LANGUAGES = [code for code, _name in settings.LANGUAGES]


def test_robots_are_told_where_the_sitemap_is_and_kept_from_the_staff(db, client):
    response = client.get("/robots.txt")

    assert response["Content-Type"].startswith("text/plain")
    assert f"Sitemap: {SITE}/sitemap.xml\n" in response.text
    assert "Disallow: /desk/\n" in response.text


def test_every_public_page_is_in_the_sitemap():
    """Quick: no page is opened for it."""
    assert set(lists()) == set(ONCE)
    assert SITEMAPS.keys() - {"lists"} == set(OF_A_ROW)


@pytest.mark.timeout(900)
def test_the_sitemap_leads_to_every_public_page_in_each_language(seeds, client):
    """That each of these is there, test_bytes sees."""
    sections = locations(client.get("/sitemap.xml"))
    found = [
        url.removeprefix(SITE) for section in sections for url in locations(client.get(section))
    ]

    assert len(sections) == len(SITEMAPS)
    assert len(found) == len(set(found)) > 100
    pages = {url[4:] for url in found}
    assert set(found) == {f"/{code}/{page}" for code in LANGUAGES for page in pages}
    assert {resolve(f"/en/{page}").url_name for page in pages} == set(RECORD_PAGES)


def test_a_page_of_the_sitemap_names_the_other_languages(db, client):
    initiative = make.published_initiative(slug="bridge")

    text = client.get(reverse("sitemap_section", args=["initiative"])).text

    for language, path in (*((code, f"/{code}") for code in LANGUAGES), ("x-default", "")):
        assert f'hreflang="{language}" href="{SITE}{path}/initiatives/bridge/"' in text
    assert f"<lastmod>{initiative.updated_on}</lastmod>" in text


def test_what_is_not_public_is_not_in_the_sitemap(db, client):
    make.InitiativeFactory(slug="draft")
    make.EventFactory(slug="drafted", stays_draft=True)

    assert locations(client.get(reverse("sitemap_section", args=["initiative"]))) == []
    assert locations(client.get(reverse("sitemap_section", args=["event"]))) == []


@pytest.mark.parametrize("limit", [1, 2, 10, 100])
def test_a_page_of_the_sitemap_reads_its_own_rows_only(
    db, client, monkeypatch, django_assert_num_queries, limit
):
    monkeypatch.setattr(Rows, "limit", limit)
    for n in range(3):
        make.published_initiative(slug=f"bridge-{n}")
    section = reverse("sitemap_section", args=["initiative"])
    pages = range(1, -(-3 * len(LANGUAGES) // limit) + 1)

    found = []
    for page in pages:
        with django_assert_num_queries(2):
            found += locations(client.get(section, {"p": page}))

    wanted = [f"{SITE}/{code}/initiatives/bridge-{n}/" for n in range(3) for code in LANGUAGES]
    assert found == wanted
    assert sum(section in url for url in locations(client.get("/sitemap.xml"))) == len(pages)
    assert client.get(section, {"p": len(pages) + 1}).status_code == 404


def test_an_unknown_section_is_not_there(db, client):
    assert client.get("/sitemap-nope.xml").status_code == 404


def test_who_asks_for_the_icon_is_led_to_it(db, client):
    assert client.get("/favicon.ico")["Location"].endswith("favicon.svg")


def test_whoever_finds_a_weakness_is_told_whom_to_tell(db, client, settings):
    settings.SITE_URL = "https://tracker.example"
    settings.SECURITY_CONTACT = "mailto:safe@tracker.example"

    with time_machine.travel("2026-06-01T12:00Z", tick=False):
        response = client.get("/.well-known/security.txt")

    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.text.splitlines() == [
        "Contact: mailto:safe@tracker.example",
        "Expires: 2027-06-01T00:00:00Z",
        "Preferred-Languages: en, ru, tr, az, kk, ky, uz",
        "Canonical: https://tracker.example/.well-known/security.txt",
    ]
