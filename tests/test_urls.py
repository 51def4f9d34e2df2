"""Every address of the resolver: that it is there for whom it should, and in both languages."""

import re

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import URLPattern, get_resolver, reverse
from django.urls.resolvers import LocalePrefixPattern

from tests import factories as make
from tracker import models
from tracker.actions.publish import publish

MODELS = {
    "plan": "actionplan", "plan_brief": "actionplan", "working_group": "workinggroup",
    "initiative_card": "initiative",
}  # fmt: skip
"""Where an address is not named for its model."""
BY_NUMBER = (models.StatusUpdate, models.Revision, models.Challenge, models.Citation)
"""What has no slug of its own."""


def names(patterns, prefix=""):
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            if pattern.name:
                yield prefix + pattern.name
        else:
            namespace = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from names(pattern.url_patterns, prefix + namespace)


def addresses(patterns):
    """Yield the addresses of ours, named or not."""
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield pattern
        elif pattern.namespace != "admin":
            yield from addresses(pattern.url_patterns)


ROOT = get_resolver().url_patterns
NAMES = sorted(set(names(ROOT)))
PUBLIC_NAMES = sorted(
    names([part for part in ROOT if isinstance(part.pattern, LocalePrefixPattern)])
)
"""What stands under a language."""
NO_PAGES = {
    "ledger", "corrections_feed", "initiatives_csv", "card", "initiative_card", "plan_brief",
}  # fmt: skip
FORMS = {"challenge", "challenge_received"}
RECORD_PAGES = [name for name in PUBLIC_NAMES if name not in NO_PAGES | FORMS]
"""The public pages of the record; `?as_of=` shows each as it stood."""


@pytest.fixture
def rows(db):
    """One row of each model, by the model's name: public if it can be."""
    update = make.published_update()
    initiative = update.initiative
    publish(
        update=make.DraftFactory(initiative=initiative, sentence_en="Urgent."),
        by=make.UserFactory(),
        emergency_reason="Test",
    )
    citation = make.CitationFactory(quote="The test bridge is open, they said.", is_context=True)
    theme, author = make.ThemeFactory(), make.UserFactory()
    return {
        "initiative": initiative,
        "statusupdate": make.DraftFactory(),
        "citation": citation,
        "reference": update.references.get(),
        "source": citation.source,
        "milestone": make.MilestoneFactory(),
        "actionplan": make.ActionPlanFactory(),
        "event": make.EventFactory(),
        "organization": make.OrganizationFactory(),
        "workinggroup": make.WorkingGroupFactory(),
        "speaker": make.SpeakerFactory(),
        "country": make.CountryFactory(),
        "theme": theme,
        "place": make.PlaceFactory(),
        "ledgerentry": models.LedgerEntry.objects.earliest("sequence"),
        "snapshot": models.Snapshot.objects.latest("since"),
        "user": author,
        "group": author.groups.create(name="test group"),
        "alias": models.Alias.objects.create(name="Test", theme=theme),
        "revision": make.RevisionFactory(initiative=initiative),
        "correction": make.CorrectionFactory(),
        "withdrawal": make.WithdrawalFactory(),
        "countersignature": make.CountersignatureFactory(),
        "erasure": make.ErasureFactory(),
        "challenge": make.ChallengeFactory(initiative=initiative),
        "translationreview": make.TranslationReviewFactory(),
    }


def row_of(name, rows):
    """Return the row that an address names, or None; `rows` are by model, or by address."""
    if name in ("challenge", "challenge_received", "desk_initiative", "desk_update"):
        return rows["initiative"]
    if name in rows:
        return rows[name]
    if match := re.fullmatch(r"admin:[a-z]+_([a-z]+)_(?:change|delete|history)", name):
        return rows[match[1]]
    if name == "admin:auth_user_password_change":
        return rows["user"]
    if name.startswith("desk_revise_"):
        return rows[{"plans": "actionplan"}.get(name.rpartition("_")[2], name[12:-1])]
    if name in ("desk_source", "desk_challenge"):
        return rows[name[5:]]
    if name == "desk_translate_citations":
        return rows["citation"]
    if name.startswith("desk_revision"):
        return rows["revision"]
    if name.startswith("desk_") and name not in ("desk_verify", "desk_translations"):
        return rows["statusupdate"]
    return rows.get(MODELS.get(name, name))


def address(name, rows):
    row = row_of(name, rows)
    match name:
        case "sitemap_section":
            return reverse(name, kwargs={"section": "initiative"})
        case "admin:app_list":
            return reverse(name, kwargs={"app_label": "tracker"})
        case "admin:view_on_site":
            return reverse(
                name,
                args=[
                    ContentType.objects.get_for_model(models.Initiative).pk,
                    rows["initiative"].pk,
                ],
            )
        case "admin:autocomplete":
            return reverse(name) + "?app_label=tracker&model_name=citation&field_name=source"
    if row is None:
        return reverse(name)
    by_slug = not (name.startswith("admin:") or isinstance(row, BY_NUMBER))
    return reverse(name, args=[row.slug if by_slug else row.pk])


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
