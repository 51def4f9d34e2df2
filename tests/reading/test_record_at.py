"""The record of an earlier day says what its pages said at the end of that day."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.http import QueryDict
from django.utils import timezone

from tests import factories as make
from tests.reading.story import DAYS, TODAY, approve, april, live, noon, propose, revised
from tracker import models
from tracker.actions.publish import publish
from tracker.filters import InitiativeFilter
from tracker.models.record_fields import text_of
from tracker.models.revision import revised_columns
from tracker.reading import dimensions, roadmap, timeline
from tracker.reading.earlier import MODELS
from tracker.reading.linked_rows import FOREIGN_KEYS, LINKS
from tracker.reading.names import all_names
from tracker.reading.record_at import RecordAt

QUERIES = [
    "", "sort=due", "sort=title", "q=old+name", "q=new+name", "q=shovel", "kind=action_plan_item",
    "status=announced", "status=planned", "status=delivered", "evidence=documented",
    "schedule=overdue", "schedule=due", "schedule=delivered_on_time", "theme=the-theme",
    "country=the-country", "plan=the-plan", "source=the-source", "source=another-source",
    "theme=the-theme&status=planned&source=the-source",
]  # fmt: skip


def answers(record):
    """Return what pages print of a record, as plain values."""
    initiatives = record.initiatives().with_schedule(on=record.today)
    positions = list(timeline.positions(record))
    return {
        "head": record.head,
        "initiatives": list(
            initiatives.order_by("slug").values_list(
                "slug", "kind", "status", "evidence", "changed_on", "due", "original_due",
                "updated_on", "published_at", "title_en", "title_ru", "schedule", "search_text",
            )
        ),
        "due": [row.slug for row in record.initiatives().due(on=record.today)],
        "overdue": [row.slug for row in record.initiatives().overdue(on=record.today)],
        "linked": {
            (dimension, value): record.index.keys_with(dimension, value)
            for dimension in (*LINKS, *FOREIGN_KEYS)
            for value in record.index.values(dimension)
            if record.index.keys_with(dimension, value)
        },
        "updates": list(
            record.updates().newest_first().with_old_status(until=record.until)
            .values_list("pk", "status", "old_status")
        ),
        "standing": set(record.standing_updates().values_list("pk", flat=True)),
        "corrected": {
            update.pk: str(update.correction_shown or "")
            for update in record.timeline_of(record.updates())
        },
        "tallies": {
            name: [(value.slug, value.tally.by_status, value.tally.aspirations) for value in values]
            for name, values in dimensions.tallies(record, "theme", "country", "plan").items()
        },
        "one tally": record.index.tally().total,
        "choices": dimensions.choices(record),
        "found": {query: found(record, query) for query in QUERIES},
        "timeline": [(sort, text, day) for sort, _pk, text, day in positions],
        "entries": [
            getattr(entry.item, "slug", "") or entry.item.initiative.slug
            for entry in timeline.entries(record, positions)
        ],
        "sources": sorted(record.public(models.Source).values_list("slug", flat=True)),
        "quotes": sorted(record.public(models.Citation).values_list("pk", flat=True)),
        "trend": record.index.trend.months(record),
        "nouns": {name: nouns(record, model) for name, model in MODELS.items()},
        "references": [
            (reference.citation_id, reference.target)
            for reference in models.Reference.objects.published(until=record.until)
            .filter(update=None).for_targets().order_by("pk")
        ],
        "names": sorted(
            (names.dimension, names.key, sorted(map(str, names.texts)))
            for names in all_names(record)
        ),
        "coming": [
            (event.slug, event.held_on, event.place and event.place.name)
            for event in timeline.coming_events(record, most=5)
        ],
        "roadmap": roadmap.groups_and_marks(
            record, [*record.initiatives().values_list(record.initiatives().KEY, flat=True)],
            dimension="organization",
        ),
        "related": {
            row.slug: (dimensions.links_of(record, row), dimensions.related(record, row))
            for row in record.initiatives().for_detail()
        },
        "announced": {
            row.slug: row.announced_at and (row.announced_at.name, row.announced_at.held_on)
            for row in record.initiatives().for_detail()
        },
        "held": {
            (field, held.slug): holding
            for model, field, kind in HELD for held in kind.objects.order_by("slug")
            if (holding := [row.slug for row in record.holding(model, field, held)])
        },
        "speakers": [
            (said.speaker.role, said.speaker.organization and said.speaker.organization.name)
            for update in record.timeline_of(record.updates())
            for said in (reference.citation for reference in update.references.all())
            if said.speaker
        ],
    }  # fmt: skip


HELD = [
    (models.Event, "themes", models.Theme),
    (models.Event, "place", models.Place),
    (models.WorkingGroup, "countries", models.Country),
    (models.Speaker, "organization", models.Organization),
]


def nouns(record, model):
    """Return all that is said of the public rows of a model, but the quotes, which have a time."""
    if model is models.Initiative:
        return []
    columns = [column for column in revised_columns(model) if column != "citations"]
    rows = record.public(model)
    if model is models.Source:
        rows = rows.for_list()
    return [
        (getattr(row, "slug", row.pk), {column: text_of(row, column) for column in columns})
        for row in rows.order_by("pk")
    ]


def found(record, query):
    filterset = InitiativeFilter(QueryDict(query), record=record)
    if not filterset.is_valid():
        return sorted(filterset.errors)
    assert filterset.qs.count == len(filterset.qs.queryset())
    return [row.slug for row in filterset.qs.queryset()]


def test_each_day_is_read_later_as_it_was(db):
    said = {}

    def ask(day):
        said[day] = answers(RecordAt(today=day))

    live(each_day=ask)

    assert len(said) == len(DAYS)
    for day, before in said.items():
        then = answers(RecordAt(today=TODAY, as_of=day))
        for question, answer in before.items():
            assert then[question] == answer, (day, question)


def bridge(record):
    return record.initiatives().get(slug="bridge")


@pytest.mark.parametrize(
    ("day", "status", "due", "title", "updates"),
    [
        (2, "announced", "2026-04-08", "Old name", ["announced"]),
        (5, "announced", "2026-04-08", "Old name", ["announced"]),
        (6, "planned", "2026-04-08", "Old name", ["delivered", "planned", "announced"]),
        (7, "planned", "2026-04-08", "Old name", ["delivered", "planned", "announced"]),
        (8, "planned", "2026-04-08", "New name", ["delivered", "planned", "announced"]),
        (9, "planned", "2026-04-08", "New name", ["delivered", "planned", "announced"]),
        (10, "planned", "2026-04-20", "New name", ["delivered", "planned", "announced"]),
        (11, "planned", "2026-04-20", "New name", ["delivered", "planned", "announced"]),
        (
            12, "delivered", "2026-04-20", "New name",
            ["delivered", "delivered", "planned", "announced"],
        ),
        (
            13, "delivered", "2026-04-20", "New name",
            ["delivered", "delivered", "planned", "announced"],
        ),
        (
            14, "in_progress", "2026-04-20", "New name",
            ["in_progress", "delivered", "delivered", "planned", "announced"],
        ),
        (
            15, "in_progress", "2026-04-20", "New name",
            ["in_progress", "delivered", "delivered", "planned", "announced"],
        ),
        (
            16, "planned", "2026-04-20", "New name",
            ["in_progress", "delivered", "delivered", "planned", "announced"],
        ),
        (
            30, "planned", "2026-04-20", "New name",
            ["in_progress", "delivered", "delivered", "planned", "announced"],
        ),
    ],
)  # fmt: skip
def test_an_initiative_stands_as_it_stood(story, day, status, due, title, updates):
    record = RecordAt(today=TODAY, as_of=april(day))

    row = bridge(record)
    of_the_bridge = record.updates().newest_first().filter(initiative=row.key)

    assert (row.status, row.due, row.title) == (status, due, title)
    assert [update.status for update in of_the_bridge] == updates


def test_the_last_day_is_as_the_record_stands(story):
    present, last = RecordAt(today=TODAY), RecordAt(today=TODAY, as_of=TODAY)

    assert answers(last) == answers(present)
    assert bridge(present).key == bridge(last).key == story.bridge.pk


def test_before_the_first_entry_there_is_nothing(story):
    record = RecordAt(today=TODAY, as_of=april(1))

    said = answers(record)

    assert record.head is None
    empty = (
        "initiatives", "due", "overdue", "updates", "standing", "timeline", "entries", "sources",
        "quotes", "trend", "one tally",
    )  # fmt: skip
    assert not any(said[question] for question in empty)
    assert said["tallies"] == {"theme": [], "country": [], "plan": []}
    assert said["choices"] == said["announced"] == said["held"] == {}
    assert not any(said["nouns"].values())
    assert said["names"] == said["coming"] == said["references"] == []
    assert said["found"][""] == []


def test_the_head_is_the_newest_entry_of_its_day(story):
    heads = [RecordAt(today=TODAY, as_of=day).head["sequence"] for day in DAYS]

    counts = [models.LedgerEntry.objects.filter(recorded_at__date__lte=day).count() for day in DAYS]
    assert heads == counts
    assert counts[2] == counts[3] < counts[4]  # a proposal is none
    assert RecordAt(today=TODAY).head["sequence"] == models.LedgerEntry.objects.count()


def test_an_update_is_wrong_from_the_day_of_its_correction_on(story):
    def shown(day):
        record = RecordAt(today=TODAY, as_of=april(day))
        [update] = record.timeline_of(record.updates().filter(pk=story.wrong.pk))
        return update.correction_shown, record.standing_updates().filter(pk=update.pk).exists()

    assert shown(13) == (None, True)
    assert shown(14) == (story.wrong.correction, False)
    assert shown(14)[0].replacement_id == story.right.pk


def test_what_is_withdrawn_is_hidden_on_every_day_and_counted_until_its_own(story):
    def shown(day):
        record = RecordAt(today=TODAY, as_of=april(day))
        [update] = record.timeline_of(record.updates().filter(pk=story.right.pk))
        return update.withdrawal_shown, record.standing_updates().filter(pk=update.pk).exists()

    assert shown(15) == (story.right.withdrawal, True)
    assert shown(16) == (story.right.withdrawal, False)


def test_a_countersignature_shows_from_its_day_on(story):
    with noon(april(27)):
        update = make.DraftFactory(
            initiative=story.road, status="in_progress", changed_on="2026-04-19",
            created_by=story.reviewer,
        )  # fmt: skip
        publish(update=update, by=story.reviewer, emergency_reason="Test")
    with noon(april(29)):
        signature = make.CountersignatureFactory(update=update)

    def shown(day):
        record = RecordAt(today=TODAY, as_of=april(day))
        return record.timeline_of(record.updates()).get(pk=update.pk).countersignature_shown

    assert (shown(28), shown(29)) == (None, signature)


def test_a_day_ends_at_midnight_of_the_site(db):
    with time_machine.travel(datetime(2026, 4, 2, 21, tzinfo=UTC), tick=False):
        make.published_initiative()

    with timezone.override("Asia/Baku"):  # where it is one o'clock of the third
        found = [
            RecordAt(today=TODAY, as_of=april(day)).initiatives().count() for day in (2, 3)
        ]  # fmt: skip
    with timezone.override("UTC"):
        found.append(RecordAt(today=TODAY, as_of=april(2)).initiatives().count())

    assert found == [0, 1, 1]


def test_what_is_read_as_of_a_day_is_counted_on_that_day(story):
    record = RecordAt(today=TODAY, as_of=april(9))

    assert record.today == april(9)
    assert [row.slug for row in record.initiatives().overdue(on=record.today)] == ["bridge"]
    assert bridge(record).is_stale(on=TODAY) is False


def test_the_links_of_an_initiative_are_those_that_were_public(story):
    with noon(april(27)):
        make.OrganizationFactory(slug="late")
        revised(story, story.bridge, organizations="late the-body")

    def linked(day):
        record = RecordAt(today=TODAY, as_of=april(day))
        found = dimensions.links_of(record, bridge(record))
        return {name: [value.slug for value in values] for name, values in found.items()}

    before = {"theme": ["the-theme"], "country": ["the-country"]}
    event = {"event": ["the-summit"]}
    assert linked(19) == before
    assert linked(20) == before | event | {"organization": ["the-body"]}
    assert linked(25) == linked(26) == event | {"organization": ["other-body"]}
    assert {*linked(27)["organization"]} == {"late", "the-body"}


def test_the_step_of_an_initiative_is_not_public_before_it(db):
    with noon(april(2)):
        step = make.MilestoneFactory()
    with noon(april(4)):
        make.published_update(initiative=step.initiative)
    with noon(april(6)):
        step.refresh_from_db()
        make.make_public(step)

    def is_public(day):
        record = RecordAt(today=TODAY, as_of=april(day))
        quotes = record.public(models.Citation).filter(references__milestone=step)
        return quotes.exists(), record.public(models.Milestone).exists()

    assert (is_public(5), is_public(6)) == ((False, False), (True, True))


def test_a_step_that_was_published_before_its_initiative_shows_with_it(db):
    """As an older version had it: a quote made it public."""
    with noon(april(2)):
        step = make.MilestoneFactory()
        models.Milestone.objects.update(published_at=timezone.now())
    with noon(april(4)):
        make.published_update(initiative=step.initiative)

    def count(day):
        return RecordAt(today=TODAY, as_of=april(day)).public(models.Milestone).count()

    assert (count(3), count(4)) == (0, 1)


def test_a_quote_of_a_revision_that_waits_is_not_public(story):
    with noon(april(27)):
        quote = make.CitationFactory()
        [revision] = propose(story, due="2029", quotes=[quote])
        reference = revision.references.get()
    hidden = models.Reference.objects.published().filter(pk=reference.pk).exists()
    with noon(april(29)):
        approve(story)

    def is_public(day):
        record = RecordAt(today=TODAY, as_of=april(day))
        return record.public(models.Citation).filter(references=reference).exists()

    assert hidden is False
    assert reference.citation == quote
    assert (is_public(28), is_public(29)) == (False, True)
    assert models.Reference.objects.published().filter(pk=reference.pk).exists()


def test_a_snapshot_holds_until_the_next(story):
    snapshots = models.Snapshot.objects.filter(initiative=story.bridge).order_by("since")

    spans = [(row.since, row.until) for row in snapshots]

    assert [until for _since, until in spans[:-1]] == [since for since, _until in spans[1:]]
    assert spans[-1][1] is None
    for day in DAYS:
        record = RecordAt(today=TODAY, as_of=day)
        assert record.initiatives().filter(slug="bridge").count() == 1
