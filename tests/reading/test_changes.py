"""What moved between two days."""

import pytest
from django.utils import translation

from tests.reading.story import TODAY, april, noon, revised
from tracker.reading.changes import compare, moved
from tracker.reading.record_at import RecordAt


def changed(first, last):
    """Return {slug: fields} of what moved between the ends of two days of April."""
    records = [RecordAt(today=TODAY, as_of=april(day)) for day in (first, last)]
    changes = compare(records[0], moved(*records))
    return {change.after.slug: change.fields if change.before else ["new"] for change in changes}


@pytest.mark.parametrize(
    ("first", "last", "fields"),
    [
        (1, 2, {"bridge": ["new"]}),
        (2, 4, {"wish": ["new"]}),
        (4, 6, {"bridge": ["status", "evidence"]}),
        (6, 7, {}),
        (7, 8, {"bridge": ["title"]}),
        (9, 10, {"bridge": ["due"]}),
        (5, 12, {"bridge": ["status", "title", "due"]}),
        (10, 16, {"bridge": []}),
        (12, 16, {"bridge": ["status", "evidence"]}),
        (13, 14, {"bridge": ["status"]}),
        (17, 18, {"road": ["new"]}),
        (1, 30, {"bridge": ["new"], "road": ["new"], "wish": ["new"]}),
        (26, 30, {}),
        (12, 12, {}),
    ],
)
def test_changes_between_two_days(story, first, last, fields):
    assert changed(first, last) == fields


LINKS = [
    (19, 20, {"bridge": ["organizations", "events"], "road": ["parent", "announced_at"]}),
    (
        18,
        20,
        {
            "bridge": ["organizations", "events"],
            "road": ["status", "parent", "announced_at"],
        },
    ),
    (20, 24, {}),
    (24, 25, {"bridge": ["organizations", "countries", "themes"]}),
    (
        19,
        25,
        {
            "bridge": ["organizations", "events", "countries", "themes"],
            "road": ["parent", "announced_at"],
        },
    ),
    (25, 30, {}),
]


def test_changed_links_between_two_days(story):
    for first, last, fields in LINKS:
        found = changed(first, last)
        assert found.keys() == fields.keys(), (first, last)
        for slug, names in fields.items():
            assert sorted(found[slug]) == sorted(names), (first, last)


def test_a_change_knows_the_links_of_both_days(story):
    first, last = (RecordAt(today=TODAY, as_of=april(day)) for day in (19, 30))

    changes = {change.after.slug: change.relinked for change in compare(first, moved(first, last))}

    assert changes["bridge"]["organizations"] == ("", "other-body")
    assert changes["bridge"]["countries"] == ("the-country", "")
    assert changes["road"] == {"parent": ("", "bridge"), "announced_at": ("", "the-summit")}


def test_links_that_are_again_what_they_were_did_not_change(story):
    with noon(april(27)):
        revised(story, story.bridge, countries="the-country", organizations="the-body")

    assert changed(20, 30) == {"bridge": ["themes"]}


def test_a_change_knows_both_days_and_the_language(story):
    first, last = (RecordAt(today=TODAY, as_of=april(day)) for day in (7, 10))

    [change] = compare(first, moved(first, last))
    with translation.override("ru"):
        in_russian = change.fields

    assert (change.before.title, change.after.title) == ("Old name", "New name")
    assert (change.before.due, change.after.due) == ("2026-04-08", "2026-04-20")
    assert change.fields == ["title", "due"]
    assert in_russian == ["due"]


def test_the_latest_change_comes_first(story):
    first, last = (RecordAt(today=TODAY, as_of=april(day)) for day in (3, 18))

    assert [row.slug for row in moved(first, last)] == ["road", "bridge", "wish"]


def test_comparing_costs_two_queries_however_many_moved(story, django_assert_num_queries):
    first, last = (RecordAt(today=TODAY, as_of=april(day)) for day in (1, 30))
    snapshots = list(moved(first, last))

    with django_assert_num_queries(2):
        compare(first, snapshots)
