from datetime import date

import pytest
import time_machine

from tests.actions import steps
from tests.factories import EventFactory, InitiativeFactory, published_initiative
from tracker.reading import timeline
from tracker.reading.record_at import RecordAt
from tracker.reading.results import find
from tracker.vocabulary import Kind

RECORD = RecordAt(today=date(2026, 6, 1))


def test_updates_events_and_deadlines_stand_on_one_line_the_latest_first(db):
    EventFactory(held_on="2026-05-15")
    EventFactory(held_on="")
    published_initiative(original_due="2027", changed_on="2026-04-01")
    published_initiative(kind=Kind.ASPIRATION, original_due="2030", changed_on="2026-03")
    InitiativeFactory(original_due="2028")

    entries = timeline.entries(RECORD, timeline.positions(RECORD))

    assert [(entry.kind, entry.date, entry.heading) for entry in entries] == [
        ("deadline", "2027", "2027"),
        ("event", "2026-05-15", "2026-05"),
        ("update", "2026-04-01", "2026-04"),
        ("update", "2026-03", "2026-03"),
    ]


@pytest.fixture
def redated(editor, reviewer):
    """Two events, of which one was given another date on the fourth, and one that was undated."""
    with noon(2):
        still = EventFactory(slug="still", held_on="2026-05-20")
        moved = EventFactory(slug="moved", held_on="2026-05-10")
        gone = EventFactory(slug="gone", held_on="2026-05-30")
        new = EventFactory(slug="new", held_on="")
        bridge = published_initiative(events=[moved], changed_on="2026-04-01")
        published_initiative(events=[still], changed_on="2026-04-02")
    with noon(4):
        for event, day in ((moved, "2026-05-25"), (gone, ""), (new, "2026-05-15")):
            steps.revised(event, by=editor, reviewer=reviewer, held_on=day)
    return bridge, moved


def noon(day):
    return time_machine.travel(f"2026-05-{day:02}T12:00Z", tick=False)


def record_of(day):
    return RecordAt(today=date(2026, 6, 1), as_of=date(2026, 5, day))


def test_an_event_stands_on_an_earlier_day_where_it_stood_then(redated):
    def line(day, **parts):
        rows = timeline.positions(record_of(day), **parts)
        found = timeline.entries(record_of(day), [row for row in rows if row.kind == "event"])
        assert [entry.date for entry in found] == [entry.item.held_on for entry in found]
        return [(entry.item.slug, entry.date[-2:]) for entry in found]

    assert line(3) == [("gone", "30"), ("still", "20"), ("moved", "10")]
    assert line(4) == [("moved", "25"), ("still", "20"), ("new", "15")]
    assert line(3, until=date(2026, 5, 20)) == [("still", "20"), ("moved", "10")]
    assert line(3, start=1, end=2) == [("still", "20")]
    assert line(3, start=2, end=9) == [("moved", "10")]


def test_with_some_initiatives_only_their_events_are_there_then(redated):
    bridge, moved = redated
    among = find({"event": [moved.pk]}, record_of(3))

    rows = timeline.positions(record_of(3), among=among)

    assert among.count == 1
    assert [(row.kind, row.key) for row in rows] == [
        ("event", moved.pk), ("update", bridge.updates.get().pk),
    ]  # fmt: skip


def test_what_is_coming_is_what_was_coming_then(redated, django_assert_num_queries):
    def coming(day, **most):
        record = record_of(day)
        record.today = date(2026, 5, 12)
        return [event.slug for event in timeline.coming_events(record, **{"most": 9, **most})]

    assert coming(3) == ["still", "gone"]
    assert coming(4) == ["new", "still", "moved"]
    assert (coming(3, most=1), coming(4, most=2)) == (["still"], ["new", "still"])
    with django_assert_num_queries(2):
        coming(3)
    with django_assert_num_queries(1):
        coming(4)


def test_what_may_still_be_held_today_is_coming(db):
    EventFactory(slug="today", held_on="2026-06-01")
    EventFactory(slug="gone", held_on="2026-05-31")

    assert [event.slug for event in timeline.coming_events(RECORD, most=5)] == ["today"]


def test_an_update_of_a_vague_date_is_not_ahead(db):
    published_initiative(changed_on="2026")
    EventFactory(held_on="2026")

    entries = timeline.entries(RECORD, timeline.positions(RECORD))

    assert [(entry.kind, entry.heading, entry.day) for entry in entries] == [
        ("event", "2026", date(2026, 12, 31)),
        ("update", "2026", date(2026, 1, 1)),
    ]
