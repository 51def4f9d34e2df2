"""A queryset hands over what it fetched, once all of it is there, to what takes revisions back."""

import pytest

from tests import factories as make
from tracker.models import Event, Initiative, Theme


@pytest.fixture
def handed():
    """What was handed over, each time as a list; every row is renamed by it."""
    return []


@pytest.fixture
def take_back(handed):
    def take_back(rows):
        rows = [*rows]
        for row in rows:
            row.name = f"Old {row.name}"
        handed.append(rows)

    return take_back


@pytest.fixture
def themes(db):
    return [make.ThemeFactory(name_en=name) for name in "ab"]


def test_rows_are_changed_after_they_are_fetched_and_the_database_is_not(themes, take_back):
    found = Theme.objects.order_by("name").as_it_was(take_back)

    assert [row.name for row in found] == ["Old a", "Old b"]
    assert [row.name for row in Theme.objects.order_by("name")] == ["a", "b"]


def test_they_are_handed_over_once_however_often_they_are_read(themes, take_back, handed):
    found = Theme.objects.as_it_was(take_back)

    assert len(found) == len([*found]) == 2
    assert len(handed) == 1


@pytest.mark.parametrize(
    "derived",
    [
        lambda rows: rows.filter(name_en="b"),
        lambda rows: rows.exclude(name_en="a"),
        lambda rows: rows.order_by("-name_en")[:1],
        lambda rows: [rows.get(name_en="b")],
        lambda rows: [rows.order_by("name_en").last()],
        lambda rows: [row for row in rows.in_bulk().values() if "b" in row.name],
    ],
)
def test_a_queryset_that_follows_from_it_hands_over_too(themes, take_back, derived):
    assert [row.name for row in derived(Theme.objects.as_it_was(take_back))] == ["Old b"]


def test_the_queryset_that_it_was_made_of_is_left_alone(themes, take_back, handed):
    before = Theme.objects.order_by("name")
    before.as_it_was(take_back)

    assert [row.name for row in before] == ["a", "b"]
    assert handed == []


def test_rows_of_values_stay_as_they_are(themes, take_back, handed):
    found = Theme.objects.order_by("name_en").as_it_was(take_back)

    assert [*found.values_list("name_en", flat=True)] == ["a", "b"]
    assert [row["name_en"] for row in found.values("name_en")] == ["a", "b"]
    assert handed in ([], [[], []])


def test_what_was_prefetched_is_there_when_rows_are_handed_over(db, django_assert_num_queries):
    theme = make.ThemeFactory(name_en="a")
    make.EventFactory(stays_draft=True).themes.add(theme)
    seen = []

    def take_back(rows):
        with django_assert_num_queries(0):
            seen.extend(one.name for row in rows for one in row.themes.all())

    assert len(Event.objects.prefetch_related("themes").as_it_was(take_back)) == 1
    assert seen == ["a"]


def test_querysets_of_initiatives_hand_over_too(db):
    make.InitiativeFactory()
    handed = []

    list(Initiative.objects.as_it_was(lambda rows: handed.extend(rows)))

    assert handed == [Initiative.objects.get()]
