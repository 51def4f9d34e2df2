"""An older database carries over: what was public stays so, since when it was, and is recorded."""

import json
from datetime import UTC, date, datetime
from importlib import import_module
from types import SimpleNamespace

import pytest
import time_machine
from django.apps import apps
from django.db import connection

from tests import factories as make
from tests.actions import steps
from tests.actions.forgery import lift_the_triggers
from tests.actions.steps import append_entry
from tests.conftest import person
from tracker import models
from tracker.actions.rebuild import OLD_KINDS, rebuild
from tracker.actions.verify import Verification
from tracker.models.data_version import data_version
from tracker.models.record_fields import citation_text
from tracker.models.revision import noun_models
from tracker.reading.record_at import RecordAt
from tracker.reading.version_cache import forget_all
from tracker.vocabulary import Role

MIGRATION = import_module("tracker.migrations.0020_since_when_nouns_are_public")
NOUNS = [model for name, model in noun_models().items() if name not in ("initiative", "source")]


def noon(day):
    return time_machine.travel(f"2026-06-{day:02}T12:00Z", tick=False)


def migrate():
    MIGRATION.say_since_when(apps, SimpleNamespace(connection=connection))
    forget_all()


def older():
    """Turn the database into one that an older version wrote: no noun has a moment or an entry."""
    lift_the_triggers()
    entries = [
        *models.LedgerEntry.objects.order_by("sequence").values("kind", "payload", "recorded_at")
    ]
    models.Attribution.objects.all().delete()
    models.LedgerEntry.objects.all().delete()
    cited = models.Source.objects.filter(citations__references__update__published_at__isnull=False)
    of_nouns = models.Source.objects.exclude(pk__in=cited.values("pk"))
    digests = {*of_nouns.values_list("sha256", flat=True)}
    models.Source.objects.filter(sha256__in=digests).update(recorded_at=None)
    for entry in entries:
        payload = json.loads(entry["payload"])
        if entry["kind"] in OLD_KINDS and payload.get("source") not in digests:
            payload.pop("by", None)
            payload.pop("links", None)
            append_entry(kind=entry["kind"], payload=payload, at=entry["recorded_at"])
    for model in (*NOUNS, models.Citation):
        model._base_manager.update(published_at=None)


def since(row):
    row.refresh_from_db()
    return row.published_at


FIRST = datetime(1, 1, 2, tzinfo=UTC)
CITED = {
    "plan": make.ActionPlanFactory,
    "event": make.EventFactory,
    "organization": make.OrganizationFactory,
    "working_group": make.WorkingGroupFactory,
}
UNCITED = {
    "country": make.CountryFactory,
    "theme": make.ThemeFactory,
    "place": make.PlaceFactory,
    "speaker": make.SpeakerFactory,
}


@pytest.mark.parametrize("name", CITED)
def test_a_claim_was_public_since_its_first_quote(db, name):
    with noon(2):
        row, bare = CITED[name](stays_draft=True), CITED[name](stays_draft=True)
        bare.references.all().delete()
    with noon(4):
        reference = {models.Reference.target_of(type(row)): row}
        models.Reference.objects.create(citation=make.CitationFactory(), **reference)
    older()

    migrate()

    assert since(row) == datetime(2026, 6, 2, 12, tzinfo=UTC)
    assert since(bare) is None
    assert list(type(row).objects.published()) == [row]


@pytest.mark.parametrize("name", UNCITED)
def test_what_needed_no_quote_was_always_public(db, name):
    """So that the pages of all earlier days stay as they were."""
    row = UNCITED[name](stays_draft=True)
    older()

    migrate()

    assert since(row) == FIRST
    forget_all()
    early = RecordAt(today=date(2026, 6, 1), as_of=date(2020, 1, 1))
    assert list(early.public(type(row))) == [row]


def test_every_noun_is_carried_over():
    assert {*CITED, *UNCITED, "milestone", "initiative", "source"} == {*noun_models()}


def test_a_step_was_public_if_its_initiative_was(db):
    with noon(2):
        public = make.public_step()
        hidden = make.MilestoneFactory()
    older()

    migrate()

    assert (since(public), since(hidden)) == (datetime(2026, 6, 2, 12, tzinfo=UTC), None)
    assert since(hidden.references.get().citation) is None
    rebuild()
    entries = str([*models.LedgerEntry.objects.values_list("payload", flat=True)])
    assert hidden.references.get().citation.source.sha256 not in entries
    assert findings() == []


def test_a_quote_was_public_since_it_was_context_or_something_but_an_update_rested_on_it(editor):
    with noon(2):
        context = make.CitationFactory(is_context=True)
        of_update = make.published_update().references.get().citation
        unused, of_draft = make.CitationFactory(), make.DraftFactory().references.get().citation
        body = make.OrganizationFactory(stays_draft=True)
    with noon(4):
        both = body.references.get().citation
        make.EventFactory(stays_draft=True, reference=both)
        waiting, public = make.CitationFactory(), make.CitationFactory()
        initiative = make.published_initiative()
        steps.proposal(initiative, by=editor, quotes=[waiting], due="2030")
        [revision] = steps.proposal(initiative, by=editor, quotes=[public], title_en="New")
    models.Revision.objects.filter(pk=revision.pk).update(published_at=revision.created_at)
    older()

    migrate()

    second, fourth = (datetime(2026, 6, day, 12, tzinfo=UTC) for day in (2, 4))
    assert [since(row) for row in (context, both, public)] == [second, second, fourth]
    assert [since(row) for row in (of_update, unused, of_draft, waiting)] == [None] * 4


def test_the_first_deadline_is_the_original_one_also_where_it_came_by_a_revision(editor, reviewer):
    with noon(2):
        without = make.published_initiative(original_due="")
        with_one = make.published_initiative(original_due="2027")
        none = make.published_initiative(original_due="")
    for day, due in ((4, "2028-05"), (6, "2030")):
        with noon(day):
            for initiative in (without, with_one):
                fresh = models.Initiative.objects.get(pk=initiative.pk)
                steps.revised(fresh, by=editor, reviewer=reviewer, due=due)
    lift_the_triggers()
    empty = {"original_due": "", "original_due_earliest": None, "original_due_latest": None}
    models.Initiative.objects.filter(pk=without.pk).update(**empty)
    models.Snapshot.objects.filter(initiative=without).update(**empty)
    assert findings() != []

    migrate()

    rows = models.Initiative.objects.in_bulk()
    row = rows[without.pk]
    assert (row.original_due, row.due) == ("2028-05", "2030")
    assert (row.original_due_earliest, row.original_due_latest) == (
        date(2028, 5, 1), date(2028, 5, 31),
    )  # fmt: skip
    assert (rows[with_one.pk].original_due, rows[none.pk].original_due) == ("2027", "")
    held = models.Snapshot.objects.filter(initiative=without).order_by("since")
    assert [*held.values_list("original_due", "due")] == [
        ("", ""), ("2028-05", "2028-05"), ("2028-05", "2030"),
    ]  # fmt: skip
    assert findings() == []


def findings():
    return list(Verification().findings())


@pytest.fixture
def carried_over(db):
    """An older database with all of it, once it was migrated and started."""
    editor, reviewer = person(Role.EDITOR), person(Role.REVIEWER)
    with noon(2):
        country, theme = make.CountryFactory(slug="xa"), make.ThemeFactory(slug="the-theme")
        models.Alias.objects.create(country=country, name="Oldland")
        body = make.OrganizationFactory(slug="the-body", country=country)
        plan = make.ActionPlanFactory(slug="the-plan", name_en="Old plan", period="2026")
        event = make.EventFactory(
            slug="the-event", place=make.PlaceFactory(slug="the-place", country=country)
        )
        speaker = make.SpeakerFactory(slug="the-speaker", organization=body)
        make.make_public(make.CitationFactory(is_context=True))
        initiative = make.published_initiative(
            slug="bridge", themes=[theme], countries=[country], organizations=[body],
            announced_at=event, plan=plan,
        )  # fmt: skip
        quote = make.CitationFactory(speaker=speaker)
        make.published_update(initiative=initiative, reference=quote, changed_on="2026-04")
        make.MilestoneFactory(initiative=initiative)
        make.MilestoneFactory()
    with noon(4):
        steps.revised(plan, by=editor, reviewer=reviewer, name_en="New plan")
        initiative.refresh_from_db()
        steps.revised(initiative, by=editor, reviewer=reviewer, title_en="New title")
    older()
    with noon(8):
        migrate()
        rebuild()
    forget_all()


def test_an_older_database_verifies_once_it_is_started(carried_over):
    assert findings() == []
    before = models.LedgerEntry.objects.count()

    rebuild(everything=True)

    assert models.LedgerEntry.objects.count() == before
    assert findings() == []


def test_each_noun_and_quote_gets_one_entry_that_says_since_when(carried_over):
    for name, model in noun_models().items():
        if name in ("initiative", "source"):
            continue
        said = {payload[name]: payload for payload in payloads(name)}
        rows = model.objects.filter(published_at__isnull=False)
        assert said.keys() == {getattr(row, "slug", row.pk) for row in rows}, name
        assert all(payload["public_since"] for payload in said.values())
    quotes = {payload["citation"] for payload in payloads("citation")}
    assert quotes == {
        citation_text(row) for row in models.Citation.objects.filter(published_at__isnull=False)
    }


def test_a_noun_that_was_revised_before_is_recorded_as_it_was_first(carried_over):
    [plan] = payloads("plan")

    assert plan["name"]["en"] == "Old plan"
    assert models.ActionPlan.objects.get().name_en == "New plan"


def test_the_links_of_each_initiative_are_recorded(carried_over):
    [links] = payloads("links")

    assert links == {
        "links": "bridge", "themes": "the-theme", "countries": "xa", "organizations": "the-body",
        "announced_at": "the-event",
    }  # fmt: skip


def test_the_source_of_each_public_quote_is_recorded(carried_over):
    assert not models.Source.objects.cited().filter(recorded_at=None).exists()


def test_an_older_database_goes_on(carried_over, editor, reviewer):
    body = models.Organization.objects.get()
    steps.revised(body, by=editor, reviewer=reviewer, name_en="Renamed", country="")
    steps.revised(
        models.Initiative.objects.get(slug="bridge"), by=editor, reviewer=reviewer, countries=""
    )
    make.published_initiative(themes=[make.ThemeFactory()])

    assert findings() == []
    assert [payload["links"] for payload in payloads("links")] == ["bridge"]


def test_it_moves_the_data_version(db):
    make.ThemeFactory()
    before = data_version()

    migrate()

    assert data_version() > before


def payloads(kind):
    entries = models.LedgerEntry.objects.filter(kind=kind).order_by("sequence")
    found = [json.loads(text) for text in entries.values_list("payload", flat=True)]
    for payload in found:
        payload.pop("by", None)
    return found
