from datetime import date

from tests.factories import EventFactory, InitiativeFactory, published_initiative
from tracker.reading import timeline
from tracker.reading.record_at import RecordAt
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


def test_an_update_of_a_vague_date_is_not_ahead(db):
    published_initiative(changed_on="2026")
    EventFactory(held_on="2026")

    entries = timeline.entries(RECORD, timeline.positions(RECORD))

    assert [(entry.kind, entry.heading, entry.day) for entry in entries] == [
        ("event", "2026", date(2026, 12, 31)),
        ("update", "2026", date(2026, 1, 1)),
    ]
