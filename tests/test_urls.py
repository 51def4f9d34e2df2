"""Every address of the resolver: that it is there for whom it should, and in both languages."""

import pytest
from django.urls import reverse

from tests import factories as make
from tests.addresses import PUBLIC_NAMES, ROOT, address, addresses, row_of


def test_every_address_of_ours_has_a_name_of_its_own():
    found = [pattern.name for pattern in addresses(ROOT)]

    assert None not in found
    assert len(found) == len(set(found))


def test_an_unpublished_initiative_has_no_public_page(administrator, client):
    initiative = make.InitiativeFactory()
    client.force_login(administrator)

    for name in ("initiative", "initiative_card", "challenge", "challenge_received"):
        assert client.get(reverse(name, args=[initiative.slug])).status_code == 404


@pytest.mark.parametrize("name", ["plan", "plan_brief", "working_group", "organization", "event"])
def test_what_rests_on_no_citation_has_no_public_page(name, rows, client):
    url = address(name, rows)
    assert client.get(url).status_code == 200
    row_of(name, rows).references.all().delete()

    assert client.get(url).status_code == 404


@pytest.mark.parametrize("name", sorted(set(PUBLIC_NAMES) - {"challenge"}))
def test_a_public_page_sets_no_cookie(name, rows, client):
    url = address(name, rows)

    assert not client.get(url).cookies


@pytest.mark.parametrize("language", ["en", "ru"])
def test_unknown_addresses_get_a_page_that_helps(language, db, client):
    for path in (
        "nope/",
        "initiatives/nope/",
        "countries/xx/",
        "sources/nope/",
        "initiatives/?page=9",
        "corrections/?page=9",
        "changes/?page=9",
    ):
        response = client.get(f"/{language}/{path}")

        assert response.status_code == 404
        assert f'<html lang="{language}">' in response.text
        assert f'href="/{language}/initiatives/"' in response.text
