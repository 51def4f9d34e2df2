"""Every address of the resolver: that it is there for whom it should, and in both languages."""

import re

import pytest
from django.contrib import admin
from django.urls import resolve, reverse

from tests import factories as make
from tests import many_rows
from tests.addresses import (
    FILES,
    FORMS,
    ONCE,
    PUBLIC_NAMES,
    RECORD_PAGES,
    ROOT,
    ROUTES,
    address,
    addresses,
    row_of,
)
from tracker import models

DRAFTED = {models.Initiative: {}}
"""{model: what makes a draft of it}, where its factory makes one anyway."""


def test_every_address_of_ours_has_a_name_of_its_own():
    found = [pattern.name for pattern in addresses(ROOT)]

    assert None not in found
    assert len(found) == len(set(found))


def test_what_stands_under_a_language_is_the_same_for_everybody():
    unmarked = {
        name
        for name, route in ROUTES.items()
        if not hasattr(resolve("/en/" + re.sub("<.*?>", "1", route)).func, "is_public_page")
    }

    assert unmarked == FORMS | {"corrections_feed"}, "Is it a @public_page?"  # the feed is a class


def test_there_is_a_row_for_each_address_of_the_admin(rows):
    entered = {model._meta.model_name for model in admin.site._registry}

    assert entered - rows.keys() == set(), "Make one in the fixture `rows` of tests/conftest.py"


def test_a_draft_has_no_public_page(rows, administrator, client):
    drafts = {
        model._meta.model_name: factory(**DRAFTED.get(model, {"stays_draft": True}))
        for model, factory in many_rows.NOUNS.items()
    } | {"source": make.CitationFactory(is_context=True).source}
    pages = [name for name in PUBLIC_NAMES if row_of(name, rows) is not None]
    public = {name: client.get(address(name, rows)).status_code for name in pages}
    client.force_login(administrator)
    hidden = {name: client.get(address(name, rows | drafts)).status_code for name in pages}

    assert {"plan", "country", "theme", "event", "source", "initiative"} <= {*pages}
    assert public == dict.fromkeys(pages, 200)
    assert hidden == dict.fromkeys(pages, 404)


def test_a_public_page_sets_no_cookie_and_is_linked_to(rows, client):
    linked = set()
    for name in sorted(set(PUBLIC_NAMES) - {"challenge"}):
        page = client.get(address(name, rows))
        assert not page.cookies, name
        if name in RECORD_PAGES:
            links = re.findall(r'href="(/en/[^"?#]*)', page.text)
            linked |= {resolve(link).url_name for link in links}

    assert linked >= {*RECORD_PAGES, *FILES}, "To which page or file does no page link?"


@pytest.mark.parametrize("language", ["en", "ru"])
def test_unknown_addresses_get_a_page_that_helps(language, db, client):
    lists = [reverse(name).removeprefix("/en/") for name in ONCE]
    paged = [path for path in lists if "page" in (client.get(f"/{language}/{path}").context or ())]
    assert {"initiatives/", "corrections/", "changes/"} <= {*paged}

    for path in (
        "nope/", "initiatives/nope/", "countries/xx/", "sources/nope/",
        *(f"{path}?page=9" for path in paged),
    ):  # fmt: skip
        response = client.get(f"/{language}/{path}")

        assert response.status_code == 404, path
        assert f'<html lang="{language}">' in response.text
        assert f'href="/{language}/initiatives/"' in response.text
