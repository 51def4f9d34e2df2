"""Whatever is changed behind the database's back is found, and named.

The columns come from the models: one that is added must be verified, or said here why not.
"""

from datetime import timedelta
from io import StringIO
from itertools import pairwise

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from tests import factories as make
from tests.actions.forgery import (
    ELSEWHERE,
    another_value,
    change,
    insert,
    lift_the_triggers,
    remove,
    undone,
)
from tests.actions.steps import (
    approved,
    correct,
    draft,
    emergency,
    entry_of,
    raw,
    revised,
    withdraw,
)
from tests.conftest import made_once, person
from tests.databases import manage, migrated_database
from tracker.actions import review
from tracker.actions.erase import erase
from tracker.actions.verify import Verification
from tracker.actions.verify_initiatives import verified_initiatives_at
from tracker.models import (
    ActionPlan,
    Attribution,
    Citation,
    Correction,
    Countersignature,
    Country,
    Erasure,
    Event,
    Initiative,
    LedgerEntry,
    Milestone,
    Organization,
    Place,
    Reference,
    Revision,
    Snapshot,
    Source,
    Speaker,
    StatusUpdate,
    Theme,
    Withdrawal,
    WorkingGroup,
)
from tracker.models.data_version import data_version
from tracker.models.record_fields import citation_text
from tracker.models.version import version_of
from tracker.rules import digest
from tracker.vocabulary import Role

VERIFIED = (
    LedgerEntry, StatusUpdate, Revision, Correction, Withdrawal, Countersignature, Erasure,
    Snapshot, Reference, Citation, Source, Initiative, ActionPlan, Country, Event, Milestone,
    Organization, Place, Speaker, Theme, WorkingGroup, Attribution,
)  # fmt: skip
NOT_VERIFIED = {
    "Forged by a test of its own": ("Alias",),
    "Who proposed what together: the ledger names its number": ("Submission",),
    "What readers sent, and what the staff answered": ("Challenge",),
    "The staff, and which translations they compared": ("User", "TranslationReview"),
    "What became of accounts: nothing of it is public": ("AccountLog", "Session", "Throttle"),
    "A number that only moves, for caches": ("DataVersion",),
}  # fmt: skip

REVIEW = ("created_by", "created_at", "submitted_at", "returned_at", "review_note", "published_by")
NOT_PUBLIC = {
    "Who did it, and the way of the review: for the staff alone": {
        StatusUpdate: REVIEW, Revision: REVIEW, Correction: ["created_by"],
        Withdrawal: ["created_by"], Countersignature: ["created_by"],
    },
    "The column of no language, which modeltranslation never reads": {
        StatusUpdate: ["sentence"], Correction: ["reason"], Withdrawal: ["reason"],
        Snapshot: ["title", "summary"], Initiative: ["title", "summary"], Citation: ["note"],
        Milestone: ["title"], Country: ["name", "note"], Organization: ["name", "abbreviation"],
        Speaker: ["name", "role"],
        **{model: ["name"] for model in (Event, Place, WorkingGroup, Theme, ActionPlan)},
    },
    "A key that nothing points to": {Snapshot: ["id"], Reference: ["id"]},
    "A number that only moves, for caches": {Initiative: ["changed_in_version"]},
    "An address of what stays at its address, or a way to find an outline on the map": {
        Country: ["iso_code"],
    },
    "When a draft got its quote: what is public of it has the time of its update": {
        Reference: ["created_at"],
    },
    "What a correction rests on is not asked for yet": {
        Reference: [
            "correction",
        ],
    },
}  # fmt: skip


SAID_OF_SOURCES = {"slug", "title", "publisher", "language", "url", "archived_at"}
"""What only the ledger knows, so only of those on which a published update rests."""


def findings():
    return list(Verification().findings())


def is_found():
    """Whether there is any finding: read no further than the first."""
    return next(Verification().findings(), None) is not None


def a_record():
    """Publish something of every kind, with whatever may become of it."""
    country, plan = make.CountryFactory(), make.ActionPlanFactory()
    initiative = make.published_initiative(
        plan=plan, original_due="2027", summary_en="A test summary."
    )
    make.link(initiative, countries=[country])
    author, editor = person(Role.FOCAL_POINT), person(Role.EDITOR)
    reviewer, second = person(Role.REVIEWER), person(Role.REVIEWER)
    author.countries.add(country)
    people = {"by": author, "reviewer": reviewer}

    approved(**people, initiative=initiative, country=country, status="planned")
    right = approved(**people, initiative=initiative, status="in_progress")
    for replacement, status in ((right, "delivered"), (None, "dropped")):
        wrong = approved(**people, initiative=initiative, status=status)
        wrong.refresh_from_db()
        correct(wrong, by=second, replacement=replacement)
    urgent = emergency(by=reviewer, initiative=initiative, status="suspended")
    urgent.refresh_from_db()
    review.countersign(row=urgent, by=second, version=version_of(urgent))
    for status in ("superseded", "partly_delivered"):
        gone = approved(**people, initiative=initiative, status=status)
        gone.refresh_from_db()
        withdraw(gone, by=second)
    erase(sequence=entry_of(gone).sequence, reason="Test law")
    initiative.refresh_from_db()
    revised(initiative, by=editor, reviewer=reviewer, title_en="New title", due="2030")
    revised(plan, by=editor, reviewer=reviewer, name_en="New name", period="2026/2028")
    right.refresh_from_db()
    quote = right.references.get().citation
    revised(right, by=editor, reviewer=reviewer, sentence_kk="Басталды.")
    revised(quote, by=editor, reviewer=reviewer, quote_kk="Сынақ министрі айтты.")
    source = quote.source
    revised(source, by=editor, reviewer=reviewer, title="New title", publisher="New Gazette")
    make.published_update()
    draft(by=author, initiative=make.InitiativeFactory(parent=initiative))
    make.SpeakerFactory()
    make.make_public(make.CitationFactory(is_context=True))
    revise_nouns(initiative, country, by=editor, reviewer=reviewer)
    make.SourceFactory()  # from which nothing is quoted: a forger may choose it


def revise_nouns(initiative, country, *, by, reviewer):
    """Revise a noun of each kind, beside another of its kind that is there as well."""
    place, theme = make.PlaceFactory(country=country), make.ThemeFactory()
    dates = {"member_since": "2020", "member_until": "2030"}
    other = make.CountryFactory(**dates)
    themes = [theme, make.ThemeFactory()]
    body, group = make.OrganizationFactory(country=country), make.WorkingGroupFactory()
    make.OrganizationFactory()
    make.WorkingGroupFactory(parent=group)
    make.ActionPlanFactory(supersedes=make.ActionPlanFactory())
    make.ActionPlanFactory()
    event = make.EventFactory(place=place, country=country)
    make.EventFactory(place=make.PlaceFactory(), country=other)
    speaker = make.SpeakerFactory(organization=body)
    make.SpeakerFactory()
    steps = [
        make.MilestoneFactory(initiative=initiative, due="2027", reached_on="2026-03")
        for _step in range(2)
    ]
    for row in (place, country, theme, body, group, event, speaker):
        row.refresh_from_db()
        revised(row, by=by, reviewer=reviewer, name_en="New name")
    revised(steps[0], by=by, reviewer=reviewer, title_en="New step")
    make.link(initiative, themes=themes)
    for row in (country, initiative):
        row.refresh_from_db()
        quote = citation_text(make.CitationFactory())
        revised(row, by=by, reviewer=reviewer, corrects=True, citations=quote)


@pytest.fixture(scope="module")
def published_once(django_db_setup, django_db_blocker):
    def make_rows():
        a_record()
        assert findings() == []
        lift_the_triggers()

    with made_once(django_db_blocker, make_rows):
        yield


@pytest.fixture
def record(published_once, db):
    """Something published of every kind, and no trigger that would stop a forger."""
    with undone():
        yield


def rows_of(model):
    """Return what is public of a model and not erased, each row as {column: value}."""
    erased = LedgerEntry.objects.filter(payload=None).values_list("recorded_at", flat=True)
    rows = raw(model).order_by("pk")
    if model is Source:
        rows = rows.filter(citations__isnull=False)
    elif model in (Reference, Citation):
        public = Reference.objects.published().filter(correction=None)
        key = "pk" if model is Reference else "citation"
        rows = rows.filter(pk__in=public.values(key))
    elif model is Revision:
        rows = rows.filter(pk__in=Revision.objects.published().changes())
    elif model is Attribution:
        rows = rows.exclude(entry__payload=None)
    elif model is not LedgerEntry and hasattr(model, "published_at"):
        rows = rows.filter(published_at__isnull=False).exclude(published_at__in=list(erased))
    return list(rows.values())


def erased_rows_of(model):
    erased = LedgerEntry.objects.filter(payload=None).values_list("recorded_at", flat=True)
    return list(raw(model).filter(published_at__in=list(erased)).values())


def columns_but(*lists):
    """Return a parameter for each column that no list names."""
    named = [(model, name) for columns in lists for model in columns for name in columns[model]]
    return [
        pytest.param(model, field, id=f"{model.__name__}.{field.name}")
        for model in VERIFIED
        for field in model._meta.concrete_fields
        if (model, field.name) not in named
    ]


def one_of_each(rows):
    """Keep of rows that say something in the same columns, and of the same field, one alone."""
    kinds = {}
    for row in rows:
        filled = frozenset(name for name, value in row.items() if value not in (None, ""))
        kinds.setdefault((filled, row.get("field"), row.get("kind")), row)
    return [*kinds.values()]


def found_in_every_row(model, field):
    """Forge the column of each kind of row; a constraint may forbid some of them."""
    found, rows = [], one_of_each(rows_of(model))
    if model is Source and field.name in SAID_OF_SOURCES:
        rows = [row for row in rows if row["recorded_at"]]
    for row in rows:
        with undone():
            try:
                with transaction.atomic():
                    change(model, row[model._meta.pk.attname], another_value(field, row))
            except IntegrityError:
                continue
            found.append(is_found())
    return found


@pytest.mark.parametrize(("model", "field"), columns_but(*NOT_PUBLIC.values()))
def test_a_changed_column_is_found(record, model, field):
    found = found_in_every_row(model, field)

    assert found
    assert all(found)


@pytest.mark.parametrize("columns", NOT_PUBLIC.values())
def test_what_is_left_out_is_there(columns):
    for model, names in columns.items():
        assert set(names) <= {field.name for field in model._meta.concrete_fields}


def test_every_noun_is_verified_or_said_not_to_be():
    left = {name for names in NOT_VERIFIED.values() for name in names}

    nouns = {model.__name__ for model in apps.get_app_config("tracker").get_models()}
    assert nouns == {model.__name__ for model in VERIFIED} | left


@pytest.mark.parametrize("model", VERIFIED)
def test_a_deleted_row_is_found(record, model):
    for row in one_of_each(rows_of(model)):
        with undone():
            remove(model, row[model._meta.pk.attname])

            assert is_found()


INSERTED = {
    StatusUpdate: {}, Revision: {}, Correction: {"update_id", "replacement_id"},
    Withdrawal: {"update_id"}, Countersignature: {"update_id"}, Erasure: {"entry_id"},
    Snapshot: {"since", "until"}, Reference: {"citation_id"}, Initiative: {"slug"},
    LedgerEntry: {"digest", "prev_digest"},
}  # fmt: skip
"""{model: columns that must differ in a copy of a row}; a source or a quote alone says nothing."""


UNPUBLISHED = {
    "published_at": None, "published_by_id": None, "effective_on": None, "emergency_reason": "",
}  # fmt: skip


@pytest.mark.parametrize("model", INSERTED)
def test_an_inserted_row_is_found(record, model):
    for row in one_of_each(rows_of(model)):
        copy = row | {model._meta.pk.attname: row[model._meta.pk.attname] + ELSEWHERE}
        for field in model._meta.concrete_fields:
            if field.attname in INSERTED[model]:
                copy |= another_value(field, row)
        if model is Correction and copy["replacement_id"] == copy["update_id"]:
            copy |= {"replacement_id": None}
        with undone():
            insert(model, copy)

            assert is_found()


def test_two_entries_that_changed_places_are_found(record):
    sequences = sorted(LedgerEntry.objects.values_list("sequence", flat=True))
    some = [*pairwise(sequences)][:: len(sequences) // 8]
    for one, other in [*some, (sequences[0], sequences[-1])]:
        with undone():
            for old, new in ((one, ELSEWHERE), (other, one), (ELSEWHERE, other)):
                change(LedgerEntry, old, {"sequence": new})

            assert f"Ledger entry {one} does not continue the entry before." in findings()


@pytest.mark.parametrize(
    ("columns", "problem"),
    [
        ({"payload": "{}"}, "has a payload that is not the one recorded"),
        ({"salt": "0"}, "has a payload that is not the one recorded"),
        ({"kind": "revision"}, "has a digest that is not its own"),
        ({"prev_digest": "f" * 64}, "does not continue the entry before"),
        ({"sequence": ELSEWHERE}, "is missing"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_what_is_wrong_with_an_entry_is_said(record, columns, problem):
    change(LedgerEntry, 2, columns)

    assert findings()[0] == f"Ledger entry 2 {problem}."


def test_a_last_entry_that_is_deleted_leaves_its_row_without_one(record):
    last = LedgerEntry.objects.latest("sequence")
    revision = Revision.objects.get(published_at=last.recorded_at)

    remove(LedgerEntry, last.sequence)

    assert findings() == [f"Revision {revision.pk} is published without a ledger entry."]


def append(payload, kind="update"):
    """Append an entry all of whose digests are right."""
    last = LedgerEntry.objects.latest("sequence")
    chained = {
        "prev_digest": last.digest, "sequence": last.sequence + 1,
        "recorded_at": last.recorded_at + timedelta(seconds=1), "kind": kind,
        "content_digest": digest.content_digest(salt="s", payload=payload),
    }  # fmt: skip
    row = chained | {"salt": "s", "payload": payload, "digest": digest.entry_digest(**chained)}
    insert(LedgerEntry, row)
    return row["sequence"]


def test_an_entry_of_nothing_is_found_even_if_its_digests_are_right(record):
    sequence = append('{"update":999999}')

    assert findings() == [f"Status update 999999 of ledger entry {sequence} is gone."]


@pytest.mark.parametrize("payload", ["{}", "[]", "not JSON"])
def test_an_entry_that_speaks_of_nothing_is_found(record, payload):
    sequence = append(payload)

    assert findings() == [f"Ledger entry {sequence} speaks of nothing that it could."]


def test_an_entry_that_is_there_twice_is_found(record):
    sequence = append(LedgerEntry.objects.filter(kind="update").latest("sequence").payload)

    assert f"Ledger entry {sequence} repeats an earlier one." in findings()


def test_an_erased_entry_of_one_noun_hides_no_other(db):
    theme, _other = make.ThemeFactory(), make.ThemeFactory()
    erase(sequence=entry_of(theme).sequence, reason="Test law")
    assert findings() == []

    with undone():
        forged = make.ThemeFactory(stays_draft=True)
        change(Theme, forged.pk, {"published_at": theme.published_at})

        assert is_found()


def test_a_payload_that_was_dropped_without_a_word_is_found(record):
    change(LedgerEntry, 2, {"payload": None, "salt": None})

    assert "Ledger entry 2 is empty, but no entry says so." in findings()


@pytest.mark.parametrize(
    "columns",
    [{"sentence_en": "It is back."}, {"emergency_reason": "It is back."}, UNPUBLISHED],
    ids=lambda columns: next(iter(columns)),
)
def test_what_was_erased_stays_erased_and_published(record, columns):
    [update] = erased_rows_of(StatusUpdate)

    change(StatusUpdate, update["id"], columns)

    assert is_found()


def test_an_erased_update_that_is_deleted_is_found(record):
    [update] = erased_rows_of(StatusUpdate)

    remove(StatusUpdate, update["id"])

    assert any("of the erased ledger entry" in finding for finding in findings())


def test_an_update_that_is_no_longer_published_is_found(record):
    for row in rows_of(StatusUpdate):
        with undone():
            change(StatusUpdate, row["id"], UNPUBLISHED)

            assert any(f"Status update {row['id']} " in finding for finding in findings())


@pytest.mark.parametrize(
    ("model", "column"),
    [(Source, "title"), (Source, "publisher"), (ActionPlan, "name_en"), (ActionPlan, "period")],
)
def test_a_plan_or_a_source_that_is_not_what_its_revision_made_it_is_found(record, model, column):
    target = {Source: "source__isnull", ActionPlan: "plan__isnull"}[model]
    row = Revision.objects.filter(**{target: False}).first().target

    change(model, row.pk, {column: "1999"})

    assert any(f"The {column} of " in finding for finding in findings())


def test_a_rewritten_source_is_found_and_so_are_its_quotes(record):
    citation = Citation.objects.filter(references__update__published_at__isnull=False).first()
    source = citation.source

    change(Source, source.pk, {"text": source.text.upper()})

    found = findings()
    assert f"The text of source {source.slug} does not have the digest recorded." in found
    assert f"The quote of citation {citation.pk} is not in source {source.slug}." in found


@pytest.mark.parametrize(
    ("model", "column"),
    [
        (model, field.name) for model in VERIFIED for field in model._meta.concrete_fields
        if hasattr(model, f"{field.name}_earliest")
    ],
)  # fmt: skip
def test_what_is_no_date_is_found(record, model, column):
    for row in rows_of(model):
        if row[column]:
            with undone():
                change(model, row["id"], {column: "soon"})

                assert is_found()


def test_a_projection_that_does_not_follow_is_found_by_its_name(record):
    initiative = Initiative.objects.published().order_by("pk").first()

    change(Initiative, initiative.pk, {"evidence": "confirmed"})

    assert findings() == [f"The evidence of {initiative.slug} does not follow from its updates."]


def test_the_command_names_what_is_wrong_and_exits_with_1(record):
    out = StringIO()
    call_command("verify", stdout=out)
    count = LedgerEntry.objects.count()
    assert f"The record is whole: {count} ledger entries, 1 erased, " in out.getvalue()
    assert LedgerEntry.objects.latest("sequence").digest in out.getvalue()

    change(LedgerEntry, 3, {"kind": "revision"})

    with pytest.raises(CommandError, match="Ledger entry 3 has a digest") as caught:
        call_command("verify")
    assert caught.value.returncode == 1


def test_the_command_names_what_its_second_process_finds(tmp_path):
    forge = "from tracker.models import Initiative as I; I.objects.update(status='delivered')"
    with migrated_database(tmp_path) as environment:
        manage("seed", environment=environment)
        assert manage("verify", environment=environment).returncode == 0
        manage("shell", "-v0", "-c", forge, environment=environment)

        result = manage("verify", environment=environment)

    assert result.returncode == 1
    assert "The status of cubesat-project does not follow from its updates." in result.stderr


def test_the_second_process_reads_nothing_but_the_record_of_the_same_moment(record):
    keys = (1, Initiative.objects.latest("pk").pk)
    read = verified_initiatives_at(data_version(), keys)

    assert len(read) == Initiative.objects.count()
    assert verified_initiatives_at(data_version() - 1, keys) is None
