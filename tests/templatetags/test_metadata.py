"""What every public page says of itself to search engines and messengers."""

import json
import re
from html import unescape

import pytest
import time_machine
from django.urls import reverse

from tests import factories as make
from tests.addresses import RECORD_PAGES, address
from tracker.publishing.schema_org import as_json

SITE = "http://testserver"


def link(page, relation, language=None):
    """Return the addresses of the links of a relation."""
    of = rf' hreflang="{language}"' if language else ""
    return re.findall(rf'<link rel="{relation}"{of} href="([^"]+)">', page.text)


def said(page, name):
    found = re.search(rf'<meta (?:property|name)="{name}" content="([^"]*)">', page.text)
    return found and unescape(found[1])


def things(page):
    """Return what the page has of schema.org, by type."""
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page.text, re.DOTALL)
    return {thing["@type"]: thing for thing in json.loads(found[1])["@graph"]} if found else {}


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_page_names_itself_its_other_language_and_its_card(rows, client, language):
    for name in RECORD_PAGES:
        path = address(name, rows).replace("/en/", f"/{language}/")
        page = client.get(path)

        assert link(page, "canonical") == [SITE + path], name
        for other in ("en", "ru"):
            found = link(page, "alternate", other)
            assert found == [SITE + path.replace(f"/{language}/", f"/{other}/")], name
        assert said(page, "robots") is None, name
        assert said(page, "og:url") == SITE + path, name
        assert said(page, "og:title"), name
        assert said(page, "og:description") == said(page, "description"), name
        card = said(page, "og:image")
        assert card.startswith(f"{SITE}/{language}/"), name
        assert card.endswith("card.png"), name
        assert said(page, "og:image:alt"), name
        assert page.text.count('rel="canonical"') == 1, name


def test_the_address_for_any_reader_leads_to_a_language_of_theirs(db, client):
    found = link(client.get("/en/initiatives/"), "alternate", "x-default")

    assert found == [f"{SITE}/initiatives/"]
    for language in ("en", "ru"):
        response = client.get("/initiatives/", headers={"Accept-Language": language})
        assert response["Location"] == f"/{language}/initiatives/"


def test_an_earlier_day_and_a_filter_are_not_to_be_found(db, client):
    with time_machine.travel("2026-06-02T12:00Z"):
        initiative = make.published_initiative()
    url = initiative.get_absolute_url()

    earlier = client.get(f"{url}?as_of=2026-06-03")
    filtered = client.get("/en/initiatives/?status=announced")

    assert said(earlier, "robots") == "noindex, nofollow"
    assert said(filtered, "robots") == "noindex"
    assert said(earlier, "og:image") == f"{SITE}{url}card.png?as_of=2026-06-03"
    for page in (earlier, filtered):
        assert link(page, "canonical") == []
        assert link(page, "alternate", "ru") == []


def test_a_later_page_of_a_list_is_a_page_of_its_own(db, client, settings):
    settings.PAGE_SIZE = 1
    for _n in range(2):
        make.published_initiative()

    first, second = (client.get(f"/en/initiatives/?page={page}") for page in (1, 2))

    assert link(first, "canonical") == [f"{SITE}/en/initiatives/"]
    assert link(second, "canonical") == [f"{SITE}/en/initiatives/?page=2"]


def test_the_desk_and_errors_say_nothing(reviewer, client):
    make.published_initiative(slug="bridge")
    client.force_login(reviewer)

    for path in ("/desk/initiatives/bridge/", "/en/nope/", "/en/initiatives/bridge/challenge/"):
        page = client.get(path)
        assert said(page, "og:title") is None
        assert link(page, "canonical") == []
        assert things(page) == {}


def test_an_initiative_is_told_with_its_quote_and_the_way_to_it(db, client):
    plan = make.ActionPlanFactory(name_en="Test plan")
    initiative = make.published_initiative(title_en="Test bridge", plan=plan, summary_en="Summed.")

    page = client.get(initiative.get_absolute_url())
    found = things(page)

    assert said(page, "og:title") == "Test bridge"
    assert said(page, "og:description") == "Summed."
    assert said(page, "og:image:alt") == "Test bridge. Announced commitment. Announced"
    assert found["CreativeWork"]["headline"] == "Test bridge"
    quotation = found["CreativeWork"]["citation"][0]
    assert quotation["text"] == make.QUOTE
    assert quotation["isPartOf"]["publisher"]["name"] == "Test Gazette"
    assert quotation["isPartOf"]["datePublished"] == "2026-03-01"
    names = [step["name"] for step in found["BreadcrumbList"]["itemListElement"]]
    assert names == ["OTS Tracker", "Initiatives", "Test plan", "Test bridge"]


def test_the_dashboard_and_the_data_are_a_data_set_at_its_newest_entry(db, client):
    assert "version" not in things(client.get("/en/data/"))["Dataset"]
    make.published_initiative()

    dashboard, data = things(client.get("/en/")), things(client.get("/en/data/"))

    assert {*dashboard} == {"WebSite", "Dataset"}
    assert {*data} == {"Dataset"}
    assert data["Dataset"]["version"] == 3
    for file in data["Dataset"]["distribution"]:
        assert client.get(file["contentUrl"].removeprefix(SITE)).status_code == 200


def test_no_text_ends_the_block_of_data(db, client):
    evil = "</script><script>alert(1)</script> & <!-- “Test”"
    initiative = make.published_initiative(title_en=evil)

    page = client.get(initiative.get_absolute_url())

    assert "<script>alert" not in page.text
    assert things(page)["CreativeWork"]["headline"] == evil
    assert said(page, "og:title") == evil


def test_data_are_json_whatever_they_hold():
    text = '</script>&<!--"\\ \u2028Ққ'

    written = as_json([text])

    assert not {*"<>&"} & {*written}
    assert json.loads(written)["@graph"] == [text]


def test_the_address_of_a_card_is_the_one_that_the_page_names(db, client):
    initiative = make.published_initiative()

    for path in ("/en/", initiative.get_absolute_url()):
        card = said(client.get(path), "og:image").removeprefix(SITE)
        assert client.get(card)["Content-Type"] == "image/png"
    assert reverse("card") == "/en/card.png"


def test_the_title_of_a_page_is_printed_once_and_used_twice(db, client):
    initiative = make.published_initiative(title_en="Tea & <b>bread</b>", summary_en="It’s “tea”.")

    page = client.get(initiative.get_absolute_url())

    assert "<title>Tea &amp; &lt;b&gt;bread&lt;/b&gt; · OTS Tracker</title>" in page.text
    assert said(page, "og:title") == "Tea & <b>bread</b>"
    assert said(page, "og:description") == said(page, "description") == "It’s “tea”."
