"""No date that the database can hold breaks a page, a file, a card or a brief.

Each world has one date in every dated column of every noun, as far as the record lets it in: what
has not happened yet is no update.
"""

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import translation

from tests import factories as make
from tests.addresses import NAMES, PUBLIC_NAMES, address
from tests.conftest import person
from tracker import models
from tracker.models.fields import EDTFField
from tracker.rules.edtf import last_year
from tracker.vocabulary import Kind, Role

WORLDS = {
    "the first year": "0001", "the first day": "0001-01-01", "the first winter": "0001-24",
    "the last year": "9999", "the last day": "9999-12-31", "the last winter": "9999-24?",
    "the last half": "9999-41~", "all time": "0001/9999", "quarters": "2026-35/2026-36",
}  # fmt: skip
DATED = [
    (model, field.name)
    for model in apps.get_app_config("tracker").get_models()
    for field in model._meta.concrete_fields
    if isinstance(field, EDTFField)
]
LANGUAGES = ("en", "kk")


def world(date):
    """Publish one of each noun at a date, and return {name of a model: row}."""
    said = date if last_year(date) < 9999 else "0001"
    source = make.SourceFactory(published_on=date)
    quote = make.CitationFactory(source=source)
    country = make.CountryFactory(member_since=date, member_until=date)
    plan = make.ActionPlanFactory(period=date, reference=quote)
    event = make.EventFactory(held_on=date, country=country, reference=quote)
    theme, body = make.ThemeFactory(), make.OrganizationFactory(country=country)
    group = make.WorkingGroupFactory()
    linked = {
        "plan": plan, "countries": [country], "events": [event], "themes": [theme],
        "organizations": [body], "working_groups": [group], "announced_at": event,
    }  # fmt: skip
    for kind, status in (
        (Kind.ACTION_PLAN_ITEM, "delivered"), (Kind.ACTION_PLAN_ITEM, "in_progress"),
        (Kind.ASPIRATION, "announced"),
    ):  # fmt: skip
        initiative = make.InitiativeFactory(kind=kind, original_due=date, **linked)
        models.Reference.objects.create(citation=quote, initiative=initiative)
        update = make.published_update(
            initiative=initiative, reference=quote, changed_on=said, status=status
        )
        initiative.refresh_from_db()
        for reached_on in ("", date):
            make.MilestoneFactory(initiative=initiative, due=date, reached_on=reached_on)
    rows = (source, quote, country, plan, event, theme, body, group, initiative, update)
    return {row._meta.model_name: row for row in rows}


def get(client, path):
    response = client.get(path)
    if response.streaming:
        response.getvalue()
    assert response.status_code == 200, path
    return response


@pytest.mark.timeout(600)
@pytest.mark.parametrize("date", WORLDS.values(), ids=WORLDS)
def test_every_public_page_shows_any_date(date, rows, client):
    found = rows | world(date)
    is_past = last_year(date) < 9999
    for model, field in DATED:
        if is_past or field not in ("changed_on",):
            assert model._base_manager.filter(**{field: date}).exists(), (model, field)

    for language in LANGUAGES:
        with translation.override(language):
            for name in PUBLIC_NAMES:
                get(client, address(name, found))
            for name in ("roadmap", "timeline"):
                for query in ("zoom=quarter", "until=0001-01-01", "until=9999-12-31"):
                    get(client, f"{reverse(name)}?{query}")
    for name in ("sitemap", "sitemap_section"):
        get(client, address(name, found))


@pytest.mark.timeout(600)
@pytest.mark.parametrize("date", ["0001", "9999-12-31"])
def test_every_page_of_the_staff_shows_any_date(date, rows, client):
    found = rows | world(date)
    client.force_login(person(Role.EDITOR))

    for name in NAMES:
        if name not in PUBLIC_NAMES and name != "logout":
            response = client.get(address(name, found))
            assert response.status_code < 500, name


@pytest.mark.parametrize("day", ["0001-01-01", "0001-01-02", "9999-12-31", "1900-01-01"])
def test_the_record_of_any_day_is_shown_or_refused(day, rows, client):
    world("0001/9999")
    for name in ("dashboard", "initiatives", "timeline", "roadmap", "initiatives_csv", "plans"):
        response = client.get(reverse(name), {"as_of": day})
        assert response.status_code in (200, 400), name
    between = {"from": day, "to": day}
    assert client.get(reverse("changes"), between).status_code in (200, 400)
