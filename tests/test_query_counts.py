"""Each public page asks as many queries for one row as for fifty, and no more than eight.

The numbers stand in query_counts.json; a page that is not there, or asks more or fewer, fails.
"""

import json
from pathlib import Path

import pytest
from django.urls import reverse

from tests import factories as make
from tests.test_urls import PUBLIC_NAMES
from tracker.models import Reference
from tracker.vocabulary import Kind

COUNTS = json.loads((Path(__file__).parent / "query_counts.json").read_text())
PAGES = sorted(PUBLIC_NAMES)
MOST = 8


def many(number):
    """A record in which every page has `number` rows of everything; returns the first of each."""
    theme, country, place = make.ThemeFactory(), make.CountryFactory(), make.PlaceFactory()
    organization, group = make.OrganizationFactory(country=country), make.WorkingGroupFactory()
    plan, event = make.ActionPlanFactory(), make.EventFactory(place=place, country=country)
    speaker = make.SpeakerFactory(organization=organization)
    source = make.SourceFactory(text=" ".join(f"Test sentence {n}." for n in range(number + 1)))
    parent = make.published_initiative(kind=Kind.ACTION_PLAN_ITEM, plan=plan)
    for n in range(number):
        citation = make.CitationFactory(source=source, quote=f"Test sentence {n}.", speaker=speaker)
        initiative = make.InitiativeFactory(
            kind=Kind.ACTION_PLAN_ITEM, plan=plan, parent=parent, announced_at=event,
            original_due=f"{1970 + n}",
        )  # fmt: skip
        make.published_update(
            initiative=initiative, reference=citation, changed_on=f"{1970 + n}-03"
        )
        make.published_update(
            initiative=parent, country=make.CountryFactory(), changed_on=f"{1970 + n}-04"
        )
        make.MilestoneFactory(initiative=parent)
        for lens in (theme, country, organization, group, event):
            lens.initiatives.add(initiative, parent)
        Reference.objects.create(citation=citation, event=event)
        Reference.objects.create(citation=citation, organization=organization)
        Reference.objects.create(citation=citation, working_group=group)
        Reference.objects.create(citation=citation, action_plan=plan)
        make.EventFactory(held_on=f"{1970 + n}-05", country=country, place=place)
        make.WorkingGroupFactory(parent=group).countries.add(country)
        group.countries.add(make.CountryFactory())
        event.themes.add(make.ThemeFactory())
    return {
        "initiative": parent, "plan": plan, "working_group": group, "country": country,
        "theme": theme, "organization": organization, "event": event, "source": source,
    }  # fmt: skip


def count(client, name, row, django_assert_max_num_queries):
    with django_assert_max_num_queries(MOST) as captured:
        response = client.get(reverse(name, args=[row.slug] if row else []))
    assert response.status_code == 200
    return len(captured)


@pytest.mark.parametrize("number", [1, 50])
def test_query_counts(number, db, client, django_assert_max_num_queries):
    rows = many(number)

    found = {
        name: count(client, name, rows.get(name), django_assert_max_num_queries) for name in PAGES
    }

    assert found == COUNTS
