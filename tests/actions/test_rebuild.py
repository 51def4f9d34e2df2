"""What follows from the published entries is made again, and comes out the same."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from tests.actions.forgery import lift_the_triggers
from tests.actions.steps import (
    append_entry,
    approved,
    correct,
    entry_of,
    raw,
    revised,
    withdraw,
)
from tests.factories import (
    ActionPlanFactory,
    CitationFactory,
    CountryFactory,
    InitiativeFactory,
    OrganizationFactory,
    ThemeFactory,
    published_initiative,
)
from tracker.actions import ledger
from tracker.actions.erase import erase
from tracker.actions.history import links_of
from tracker.actions.payloads import without_particulars
from tracker.actions.rebuild import OLD_KINDS, rebuild
from tracker.actions.verify import Verification
from tracker.models import Alias, Attribution, Initiative, LedgerEntry, Snapshot, Source
from tracker.rules import digest
from tracker.vocabulary import LedgerKind


@pytest.fixture
def initiatives(initiative, author, reviewer, second_reviewer, editor):
    """Two published ones, of which one has a history, and one that is not published."""
    details = {"by": author, "reviewer": reviewer, "initiative": initiative}
    wrong = approved(status="delivered", **details)
    gone = approved(status="suspended", **details)
    for update in (wrong, gone):
        update.refresh_from_db()
    correct(wrong, by=second_reviewer)
    initiative.refresh_from_db()
    revised(initiative, by=editor, reviewer=reviewer, title_en="New title", due="2030")
    withdraw(gone, by=second_reviewer)
    return [initiative, published_initiative(), InitiativeFactory()]


def rows(model):
    left = {"id"} if model is Snapshot else {"changed_in_version"}
    found = raw(model).order_by("pk").values()
    return [{key: row[key] for key in row.keys() - left} for row in found]


def findings():
    return list(Verification().findings())


def test_all_comes_out_as_it_was(initiatives):
    before = rows(Snapshot), rows(Initiative), rows(LedgerEntry)

    assert rebuild(everything=True) == 2

    assert sorted(rows(Snapshot), key=str) == sorted(before[0], key=str)
    assert (rows(Initiative), rows(LedgerEntry)) == before[1:]
    assert findings() == []


def test_only_what_is_missing_is_made(initiatives):
    before = rows(Snapshot)
    kept = set(Snapshot.objects.exclude(initiative=initiatives[0]).values_list("pk", flat=True))
    Snapshot.objects.filter(initiative=initiatives[0]).delete()

    assert rebuild() == 1

    assert sorted(rows(Snapshot), key=str) == sorted(before, key=str)
    assert kept <= set(Snapshot.objects.values_list("pk", flat=True))


def test_nothing_is_made_where_nothing_is_missing(initiatives):
    assert rebuild() == 0


def test_a_projection_and_snapshots_that_do_not_follow_are_mended(initiatives):
    Initiative.objects.filter(pk=initiatives[0].pk).update(status="dropped", due="", search_text="",
        due_earliest=None, due_latest=None)  # fmt: skip
    Snapshot.objects.filter(initiative=initiatives[0]).update(status="dropped")
    assert findings() != []

    rebuild(everything=True)

    assert findings() == []


def test_an_older_ledger_gets_the_entries_that_it_lacks(db):
    first, second = published_initiative(), published_initiative()
    forget(first)
    forget(second)

    assert rebuild() == 2

    assert named("initiative") == [first.slug, second.slug]
    assert sorted(named("source")) == sorted(
        Source.objects.published().values_list("sha256", flat=True)
    )
    assert LedgerEntry.objects.latest("sequence").kind == "initiative"
    assert findings() == []
    assert rebuild() == 0


def test_a_source_is_not_recorded_again_after_the_way_back(initiatives):
    lift_the_triggers()
    Source.objects.update(recorded_at=None)
    before = rows(LedgerEntry)

    rebuild()

    assert rows(LedgerEntry) == before
    assert findings() == []


def forget(initiative):
    """Leave what the first version of the program kept of it, and nothing of its source."""
    Snapshot.objects.filter(initiative=initiative).delete()
    entries = list(
        LedgerEntry.objects.order_by("sequence").values("kind", "payload", "recorded_at")
    )
    source = Source.objects.get(citations__references__update__initiative=initiative)
    forgotten = {("initiative", initiative.slug), ("source", source.sha256)}
    lift_the_triggers()
    LedgerEntry.objects.all().delete()
    for entry in entries:
        kind, payload = entry["kind"], json.loads(entry["payload"])
        if (kind, payload[kind]) in forgotten:
            continue
        if kind == "update" and payload["initiative"] == initiative.slug:
            payload = without_particulars(payload)
        append_entry(kind=kind, payload=payload, at=entry["recorded_at"])
    Source.objects.filter(pk=source.pk).update(recorded_at=None)


def test_an_older_ledger_gets_an_entry_of_each_noun_and_of_the_links(db):
    """As the first start after the upgrade does, once a migration has said what was public."""
    theme, country = ThemeFactory(stays_draft=True), CountryFactory(stays_draft=True)
    body, quote = OrganizationFactory(stays_draft=True), CitationFactory(is_context=True)
    Alias.objects.create(theme=theme, name="Another")
    initiative = published_initiative()
    since = initiative.published_at
    lift_the_triggers()
    for row in (theme, country, body, body.references.get().citation, quote):
        type(row)._base_manager.filter(pk=row.pk).update(published_at=since)
    initiative.themes.add(theme)
    forget_entries("links")
    before = LedgerEntry.objects.count()

    rebuild()

    assert named("theme") == [theme.slug]
    assert named("country") == [country.slug]
    assert named("organization") == [body.slug]
    assert len(named("citation")) == 2
    assert named("links") == [initiative.slug]
    assert [payload_of("links")["themes"], payload_of("theme")["aliases"]] == [
        theme.slug, [["Another", ""]],
    ]  # fmt: skip
    assert payload_of("theme")["public_since"] == digest.time_text(since)
    assert Source.objects.filter(recorded_at=None).count() == 0
    assert LedgerEntry.objects.count() == before + 2 + 6
    assert findings() == []
    rebuild(everything=True)
    assert LedgerEntry.objects.count() == before + 2 + 6


def test_an_entry_that_comes_later_says_how_a_noun_was_first(db, editor, reviewer):
    """The ledger knows of its revisions already."""
    plan = ActionPlanFactory(name_en="Old name", name_ru="Имя", period="2026")
    revised(plan, by=editor, reviewer=reviewer, name_en="Newer name")
    plan.refresh_from_db()
    revised(plan, by=editor, reviewer=reviewer, name_en="Newest name", period="2027")
    forget_entries("plan", *(kind for kind in LedgerKind if kind not in OLD_KINDS))

    rebuild()

    payload = payload_of("plan")
    assert (payload["name"], payload["period"]) == ({"en": "Old name", "ru": "Имя"}, "2026")
    assert findings() == []


@pytest.mark.parametrize("factory", [ThemeFactory, OrganizationFactory, InitiativeFactory])
def test_what_was_written_past_every_action_gets_no_entry(initiatives, factory):
    """Nor a start, nor a rebuild of everything, makes a forged row part of the record."""
    ThemeFactory()
    forged = factory(stays_draft=True) if factory is not InitiativeFactory else factory()
    earlier = initiatives[0].published_at
    lift_the_triggers()
    columns = {"published_at": earlier}
    if factory is InitiativeFactory:
        columns |= {
            "status": "announced", "evidence": "stated", "changed_on": "2026",
            "updated_on": earlier.date(), "changed_on_earliest": date(2026, 1, 1),
            "changed_on_latest": date(2026, 12, 31),
        }  # fmt: skip
    type(forged)._base_manager.filter(pk=forged.pk).update(**columns)
    before = LedgerEntry.objects.count()
    assert findings()

    rebuild()
    rebuild(everything=True)

    assert LedgerEntry.objects.count() == before
    assert findings()


def test_the_links_of_what_was_published_with_them_are_not_recorded_again(db):
    published_initiative(themes=[ThemeFactory()])
    rebuild()

    assert named("links") == []


@pytest.mark.parametrize("kind", ["theme", "citation", "organization", "links"])
def test_what_the_ledger_said_of_a_noun_is_not_said_again_once_it_is_erased(db, kind):
    ThemeFactory()
    initiative = published_initiative(organizations=[OrganizationFactory()])
    with ledger.publication() as publication:
        publication.record_links(initiative, links_of([initiative.pk])[initiative.pk])
    entry = LedgerEntry.objects.filter(kind=kind).latest("sequence")
    erase(sequence=entry.sequence, reason="Test law")
    before = rows(LedgerEntry)

    rebuild(everything=True)

    assert rows(LedgerEntry) == before
    assert findings() == []


def forget_entries(*kinds):
    """Leave what a ledger had before it named what these kinds name."""
    entries = [*LedgerEntry.objects.order_by("sequence").values("kind", "payload", "recorded_at")]
    lift_the_triggers()
    Attribution.objects.all().delete()
    LedgerEntry.objects.all().delete()
    for entry in entries:
        if entry["kind"] not in kinds:
            payload = json.loads(entry["payload"])
            payload.pop("by", None)
            if "links" in kinds:
                payload.pop("links", None)
            append_entry(kind=entry["kind"], payload=payload, at=entry["recorded_at"])


def payload_of(kind):
    return json.loads(LedgerEntry.objects.filter(kind=kind).latest("sequence").payload)


def named(kind):
    payloads = LedgerEntry.objects.filter(kind=kind).order_by("sequence")
    return [json.loads(text)[kind] for text in payloads.values_list("payload", flat=True)]


def test_an_erased_wording_is_not_recorded_again(initiative):
    [entry] = LedgerEntry.objects.filter(kind="initiative")
    erase(sequence=entry.sequence, reason="Test law")

    rebuild(everything=True)

    assert LedgerEntry.objects.filter(kind="initiative").count() == 1
    assert findings() == []


def test_what_was_erased_stays_erased(initiatives, second_reviewer):
    gone = initiatives[0].updates.get(status="suspended")
    erase(sequence=entry_of(gone).sequence, reason="Test law")
    before = rows(Snapshot)

    rebuild(everything=True)

    assert sorted(rows(Snapshot), key=str) == sorted(before, key=str)
    assert findings() == []


def test_the_command_says_how_many(initiatives):
    out = StringIO()
    Snapshot.objects.all().delete()

    call_command("rebuild", stdout=out)
    call_command("rebuild", stdout=out)
    call_command("rebuild", "--all", stdout=out)

    assert out.getvalue() == 2 * "Rebuilt: the snapshots of 2 initiatives.\n"
