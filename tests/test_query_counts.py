"""Each public page asks as many queries for one row as for fifty, now and of an earlier day.

The numbers stand in query_counts.json; a page that is not there, or asks more or fewer, fails. A
list asks no more than five, any other page no more than eight; what asks more is named here. A
page of an earlier day asks two more at most. What the staff does with an update has limits of its
own; there a savepoint counts as two, which outside of tests is the transaction itself.
"""

import json
from pathlib import Path

import pytest
import time_machine
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from tests import factories as make
from tests.addresses import RECORD_PAGES
from tests.conftest import person
from tracker.actions.publish import publish
from tracker.models import Reference, Revision, Source, StatusUpdate
from tracker.models.data_version import bump
from tracker.models.version import version_of
from tracker.vocabulary import Kind, Role

COUNTS = json.loads((Path(__file__).parent / "query_counts.json").read_text())
STAFF = COUNTS.pop("staff")
if connection.vendor == "postgresql":
    STAFF["approval"] += 1  # waits for the others who publish; SQLite does as it begins
MOST_OF_STAFF = {"form of an update": 10, "draft and submission": 40, "approval": 25}
MOST, MOST_OF_A_LIST = 8, 5
LISTS = {name for name in RECORD_PAGES if name.endswith("s")}
MORE = {
    "initiative": 10,  # of these, two follow the record for all pages to come
    "corrections": 6,  # each of its three sorts is a table of its own
}
DAYS = {"now": {}, "as of a day": {"as_of": "2026-06-10"}}
MORE_ON = {"now": 0, "as of a day": 2}  # the wording and the counts of that day are read for it
QUERY = {
    "changes": {"from": "2026-05-31", "to": "2026-06-09"},
    "search": {"q": "test minister zanzibar"},
}


def many(number):
    """A record in which every page has `number` rows of everything; returns the first of each."""
    theme, place = make.ThemeFactory(), make.PlaceFactory()
    country = make.CountryFactory(name_en="Zanzibar")
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
        for value in (theme, country, organization, group, event):
            value.initiatives.add(initiative, parent)
        Reference.objects.create(citation=citation, event=event)
        Reference.objects.create(citation=citation, organization=organization)
        Reference.objects.create(citation=citation, working_group=group)
        Reference.objects.create(citation=citation, action_plan=plan)
        make.EventFactory(held_on=f"{1970 + n}-05", country=country, place=place)
        make.WorkingGroupFactory(parent=group).countries.add(country)
        group.countries.add(make.CountryFactory())
        event.themes.add(make.ThemeFactory())
        said_afterwards(parent, plan, source, n)
    return {
        "initiative": parent, "plan": plan, "working_group": group, "country": country,
        "theme": theme, "organization": organization, "event": event, "source": source,
    }  # fmt: skip


def said_afterwards(initiative, plan, source, n):
    """One more correction, withdrawal, countersignature, challenge and revision of each sort."""
    wrong, right, gone, urgent = (
        make.DraftFactory(initiative=initiative, changed_on=f"{1970 + n}-06", sentence_en=f"{n}{x}")
        for x in "abcd"
    )
    author = make.UserFactory()
    for update in (wrong, right, gone):
        publish(update=update, by=None)
    publish(update=urgent, by=author, emergency_reason="Test")
    make.CorrectionFactory(update=wrong, replacement=right)
    make.WithdrawalFactory(update=gone)
    make.CountersignatureFactory(update=urgent)
    make.ChallengeFactory(
        initiative=initiative, update=right, outcome="answered", answer_en="Test",
        resolved_by=author, resolved_at=timezone.now(),
    )  # fmt: skip
    words = {"language": "en", "old": f"{n}", "new": f"{n + 1}"}
    for target in (
        {"initiative": initiative, "field": "title"},
        {"initiative": None, "plan": plan, "field": "name"},
        {"initiative": None, "source": source, "field": "title", "language": ""},
    ):
        make.RevisionFactory(**{**words, **target})
    Revision.objects.filter(published_at=None).update(published_at=timezone.now())


def count(client, name, row, query, django_assert_max_num_queries):
    bump()  # the first page after a change: nothing that the process knew still holds
    with django_assert_max_num_queries(50) as captured:
        response = client.get(reverse(name, args=[row.slug] if row else []), query)
    assert response.status_code == 200
    return len(captured)


def test_no_page_asks_too_much():
    assert COUNTS.keys() == DAYS.keys()
    for day, counts in COUNTS.items():
        assert sorted(counts) == RECORD_PAGES
        too_many = {
            name: number
            for name, number in counts.items()
            if number - MORE_ON[day] > MORE.get(name, MOST_OF_A_LIST if name in LISTS else MOST)
        }
        assert too_many == {}


@pytest.mark.parametrize("number", [1, 50])
def test_query_counts(number, db, client, django_assert_max_num_queries):
    with time_machine.travel("2026-06-02T12:00Z"):
        rows = many(number)

    with time_machine.travel("2026-06-15T12:00Z"):
        for query in DAYS.values():  # what a process keeps is there from its first page on
            client.get("/en/", query), client.get("/en/initiatives/", query)
        found = {
            day: {
                name: count(
                    client, name, rows.get(name), query | QUERY.get(name, {}),
                    django_assert_max_num_queries,
                )
                for name in RECORD_PAGES
            }
            for day, query in DAYS.items()
        }  # fmt: skip

    assert [
        f"{name}, {day}: {found[day][name]} and not {counts[name]} queries"
        for day, counts in COUNTS.items()
        for name in counts
        if found[day][name] != counts[name]
    ] == []


def test_no_step_of_the_staff_asks_too_much():
    assert STAFF.keys() == MOST_OF_STAFF.keys()
    assert all(STAFF[step] <= most for step, most in MOST_OF_STAFF.items())


@pytest.mark.parametrize("number", [1, 20])
def test_query_counts_of_the_staff(number, db, client, django_assert_max_num_queries):
    """A focal point records and submits an update of a country's initiative; another approves."""
    initiative, country = make.published_initiative(original_due="2027"), make.CountryFactory()
    initiative.countries.add(country)
    for n in range(number):
        make.published_update(initiative=initiative, sentence_en=f"{n}")
        make.DraftFactory(initiative=initiative, sentence_en=f"{n}")
        reviewer = person(Role.REVIEWER)
    author = person(Role.FOCAL_POINT)
    author.countries.add(country)
    typed = {
        "status": "delivered", "evidence": "documented", "changed_on": "2026-04",
        "sentence_en": "The bridge is there.", "quote": "The test bridge is open, they said.",
        "source": Source.objects.earliest("pk").pk, "then": "submit",
    }  # fmt: skip
    form = reverse("desk_update", args=[initiative.slug])

    def count(send):
        with django_assert_max_num_queries(50) as captured:
            assert send().status_code in (200, 302)
        return len(captured)

    client.force_login(author)
    client.get(form)  # what a process keeps in memory of the site is there from its first page on
    found = {
        "form of an update": count(lambda: client.get(form)),
        "draft and submission": count(lambda: client.post(form, typed)),
    }
    update = StatusUpdate.objects.submitted().get()
    read = {"version": version_of(update)}
    client.force_login(reviewer)
    found["approval"] = count(lambda: client.post(reverse("desk_approve", args=[update.pk]), read))

    assert found == STAFF
