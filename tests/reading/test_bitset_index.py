"""The bitset index says what the database would, before and after every change, on any day."""

from datetime import date

import pytest
import time_machine
from django.db import OperationalError, transaction
from django.http import QueryDict

from tests import factories as make
from tests.actions import steps
from tests.conftest import person
from tracker.filters import InitiativeFilter
from tracker.models import Initiative, Theme
from tracker.models.data_version import bump
from tracker.reading import bitset_index
from tracker.reading.linked_rows import LINKS
from tracker.reading.record_at import RecordAt
from tracker.reading.version_cache import forget_all
from tracker.vocabulary import Role, Status

TODAY = date(2026, 6, 1)
EARLIER = date(2024, 3, 1)


def filtered(query):
    filterset = InitiativeFilter(QueryDict(query), record=RecordAt(today=TODAY))
    assert filterset.is_valid(), filterset.errors
    return filterset


def options(query):
    return [field.options for field in filtered(query).shown_fields()]


def index_of(day=TODAY, as_of=None):
    return RecordAt(today=day, as_of=as_of).index


def facts(index):
    """What an index says, without what is kept of values that nothing has any more."""
    every = index.everything.bit_count()
    return {
        "everything": index.everything,
        "bits": {
            dimension: {
                value: bits & index.everything
                for value, bits in index.values(dimension).items()
                if bits & index.everything
            }
            for dimension in bitset_index.DIMENSIONS
        },
        "orders": {
            name: index.keys_in_order(index.everything, name, 0, every)
            for name in ("updated", "due", "title")
        },
        "trend": index.trend.months(index.record),
    }


def test_only_so_many_counts_are_kept(years, monkeypatch):
    queries = ("status=planned", "theme=world-theme-1", "status=planned")
    expected = [options(query) for query in queries]

    monkeypatch.setattr(bitset_index, "MOST_COUNTS", 0)
    forget_all()

    assert [options(query) for query in queries] == expected


def test_a_long_list_of_choices_shows_the_most_common_and_the_chosen_one(years):
    rarest = "organization=world-organization-119"

    [field] = [f for f in filtered(rarest).shown_fields() if f.bound.name == "organization"]

    assert len(field.options) == 31
    assert field.left_out == 120 - 31
    assert [option.value for option in field.options if option.is_chosen] == [
        "world-organization-119"
    ]


def test_an_empty_record_counts_nothing(db):
    theme = make.ThemeFactory()

    [field] = [f for f in filtered("").shown_fields() if f.bound.name == "theme"]

    assert field.options == [(theme.slug, theme.name_en, 0, False)]


def _publish(initiative):
    make.published_update(initiative=initiative, status=Status.DELIVERED, changed_on="2026-05-30")


def _written(write):
    """Return a change that writes past the actions, and says which initiatives it touches."""

    def change(initiative):
        touched = write(initiative) or [initiative.pk]
        bump(initiatives=touched)

    return change


def _linked_from_the_other_side(initiative):
    Theme.objects.get(slug="world-theme-3").initiatives.set([initiative])
    return [*Initiative.objects.values_list("pk", flat=True)]


def _links_cleared(initiative):
    Theme.objects.get(slug="world-theme-1").initiatives.clear()
    return [*Initiative.objects.values_list("pk", flat=True)]


CHANGES = {
    "an update": _publish,
    "an update of a country": lambda initiative: make.published_update(
        initiative=initiative, country=make.CountryFactory()
    ),
    "a revision of links": lambda initiative: make.link(
        initiative, themes=[make.ThemeFactory()], countries=[make.CountryFactory()]
    ),
    "a revision of a noun": lambda initiative: steps.revised(
        Theme.objects.get(slug="world-theme-1"),
        by=person(Role.EDITOR),
        reviewer=person(Role.REVIEWER),
        name_en="Another",
    ),
    "a link": _written(lambda initiative: initiative.themes.add(make.ThemeFactory())),
    "links from the other side": _written(_linked_from_the_other_side),
    "links cleared": _written(_links_cleared),
    "a new initiative": lambda initiative: make.published_initiative(
        original_due="2026-03", kind="aspiration"
    ),
    "nothing": lambda initiative: None,
}


@pytest.mark.parametrize("as_of", [None, EARLIER, TODAY])
@pytest.mark.parametrize("change", CHANGES)
def test_an_index_that_follows_is_the_one_made_anew(years, change, as_of):
    before = index_of(as_of=as_of)
    said = facts(before)

    CHANGES[change](Initiative.objects.get(slug="world-initiative-9"))

    after = index_of(as_of=as_of)
    assert after.trend is before.trend  # it was followed
    assert facts(before)["orders"]["updated"] == said["orders"]["updated"]  # and not changed
    followed = facts(after)
    forget_all()
    assert followed == facts(index_of(as_of=as_of))


def test_a_correction_is_followed(years, reviewer):
    update = Initiative.objects.get(slug="world-initiative-9").updates.order_by("pk").first()
    facts(index_of())

    steps.correct(update, by=reviewer)

    followed = facts(index_of())
    forget_all()
    assert followed == facts(index_of())


def test_the_first_initiative_of_an_empty_record_is_followed(db):
    assert index_of().everything == 0

    initiative = make.published_initiative()

    index = index_of()
    for order in ("updated", "due", "title"):
        assert index.keys_in_order(index.everything, order, 0, 5) == [initiative.pk]


def test_another_day_has_another_schedule(db):
    make.published_initiative(original_due="2026-06-01")

    schedules = [
        index_of(day).counts("schedule", ["due", "overdue"], {})
        for day in (TODAY, date(2026, 6, 2))
    ]

    assert schedules == [{"due": 1, "overdue": 0}, {"due": 0, "overdue": 1}]


def test_an_index_costs_queries_only_if_something_moved(years, django_assert_num_queries):
    index_of()

    with django_assert_num_queries(0):
        index_of()
    bump()
    with django_assert_num_queries(1):
        index_of()
    bump(initiatives=[Initiative.objects.get(slug="world-initiative-9").pk])
    with django_assert_num_queries(2):
        index_of()


def test_only_the_last_earlier_days_are_kept(years, django_assert_num_queries):
    days = [date(2024, 1, day) for day in range(1, bitset_index.MOST_EARLIER_DAYS + 2)]
    for day in days:
        index_of(as_of=day)

    with django_assert_num_queries(0):
        index_of(as_of=days[-1]), index_of(as_of=days[1]), index_of()
    with django_assert_num_queries(1):
        index_of(as_of=days[0])


def test_a_request_that_began_before_a_publication_makes_nothing_anew(years):
    slow = RecordAt(today=TODAY)
    assert slow.version  # it has begun
    before = index_of()
    make.published_initiative()
    newer = index_of()

    assert slow.index is newer
    assert newer.trend is before.trend


def test_what_was_linked_later_counts_on_an_earlier_day_what_was_public_then(db):
    with time_machine.travel("2026-04-01T12:00Z"):
        early = make.published_initiative()
    with time_machine.travel("2026-05-20T12:00Z"):
        late = make.published_initiative()
        theme = make.ThemeFactory()
        theme.initiatives.add(early, late)
        bump(initiatives=[early.pk, late.pk])

    earlier = index_of(as_of=date(2026, 5, 1))

    assert earlier.tally("theme", theme.pk).total == 1
    assert index_of().tally("theme", theme.pk).total == 2


def noon(day):
    return time_machine.travel(f"2026-05-{day:02}T12:00Z", tick=False)


def revised(day, row, **changes):
    with noon(day):
        row = type(row).objects.get(pk=row.pk)
        steps.revised(row, by=person(Role.EDITOR), reviewer=person(Role.REVIEWER), **changes)


def of_may(day=None):
    return index_of(as_of=day and date(2026, 5, day))


@pytest.fixture
def relinked(db):
    """An initiative whose links changed on the fourth and on the sixth, and one beside it."""
    with noon(2):
        rows = {
            "themes": [make.ThemeFactory(slug=slug) for slug in ("t1", "t2")],
            "countries": [make.CountryFactory(slug=slug) for slug in ("c1", "c2")],
            "organizations": [make.OrganizationFactory(slug="b1")],
            "working_groups": [make.WorkingGroupFactory(slug="g1")],
            "events": [make.EventFactory(slug=slug) for slug in ("e1", "e2")],
        }
        still = make.published_initiative(**{name: found[:1] for name, found in rows.items()})
        moved = make.published_initiative(
            announced_at=rows["events"][0], parent=still,
            **{name: found[:1] for name, found in rows.items()},
        )  # fmt: skip
    revised(4, moved, themes="t2", countries="c1 c2", organizations="", announced_at="e2")
    revised(6, moved, themes="t1 t2", working_groups="", events="", parent="")
    return still, moved, rows


DAYS = {
    3: {"themes": [2, 0], "countries": [2, 0], "organizations": [2], "working_groups": [2],
        "events": [2, 0], "parent": 1, "announced_at": [1, 0]},
    5: {"themes": [1, 1], "countries": [2, 1], "organizations": [1], "working_groups": [2],
        "events": [2, 1], "parent": 1, "announced_at": [0, 1]},
    6: {"themes": [2, 1], "countries": [2, 1], "organizations": [1], "working_groups": [1],
        "events": [1, 1], "parent": 0, "announced_at": [0, 1]},
}  # fmt: skip
"""{day: {link: how many initiatives have each row of it}}."""


def counted(index, rows, still):
    found = {
        field: [index.tally(dimension, row.pk).total for row in rows[field]]
        for dimension, field in LINKS.items()
    }
    events = [index.tally("announced_at", row.pk).total for row in rows["events"]]
    return found | {"parent": index.tally("parent", still.pk).total, "announced_at": events}


def test_links_are_taken_back_on_an_earlier_day(relinked):
    still, moved, rows = relinked

    for day, expected in DAYS.items():
        assert counted(of_may(day), rows, still) == expected, day
    assert counted(of_may(), rows, still) == DAYS[6]
    assert of_may(1).everything == 0
    assert of_may(3).has("parent", still.pk, moved.pk)
    assert not of_may().has("parent", still.pk, moved.pk)


def test_an_earlier_day_shares_no_link_with_today_that_it_changes(relinked):
    """Whichever is made first, and whatever is revised after both."""
    still, moved, rows = relinked
    before = facts(of_may())
    facts(of_may(3))
    assert facts(of_may()) == before

    revised(8, moved, countries="c2", themes="")

    assert counted(of_may(3), rows, still) == DAYS[3]
    assert counted(of_may(5), rows, still) == DAYS[5]
    assert counted(of_may(), rows, still)["countries"] == [1, 1]
    followed = [facts(of_may(day)) for day in (3, 5, 7, None)]
    forget_all()
    assert followed == [facts(of_may(day)) for day in (3, 5, 7, None)]


def test_links_of_an_earlier_day_cost_queries_only_where_they_were_revised(
    relinked, django_assert_num_queries
):
    _still, moved, _rows = relinked
    of_may(5), of_may(7)
    with noon(8):
        bump(initiatives=[moved.pk])

    with django_assert_num_queries(2 + 1 + 1):  # today, what was revised, and the day itself
        of_may(7)
    with django_assert_num_queries(1 + 1 + 1 + len(LINKS) + 4):  # and four rows that it had
        of_may(5)


def test_a_query_that_fails_leaves_the_index_as_it_was(db, monkeypatch):
    first, *_others = (make.published_initiative(original_due=f"202{n}") for n in range(7, 10))
    facts(index_of())
    steps.revised(first, by=person(Role.EDITOR), reviewer=person(Role.REVIEWER), due="2035")

    def broken(*arguments, **conditions):
        raise OperationalError
        yield

    for name in ("linked", "_read"):
        with monkeypatch.context() as patched:
            patched.setattr(bitset_index, name, broken)
            with pytest.raises(OperationalError):
                index_of()

    renewed = facts(index_of())
    forget_all()
    assert renewed == facts(index_of())


def test_an_index_that_breaks_while_it_follows_leaves_the_old_one_whole(db, monkeypatch):
    for year in range(2027, 2030):
        make.published_initiative(original_due=str(year))
    old = index_of()
    said = facts(old)
    make.published_initiative(original_due="2026-02")

    def broken(*arguments):
        raise MemoryError

    with monkeypatch.context() as patched:
        patched.setattr(bitset_index.BitsetIndex, "_merge", broken)
        with pytest.raises(MemoryError):
            index_of()

    assert facts(old)["orders"]["updated"] == said["orders"]["updated"]
    renewed = facts(index_of())
    forget_all()
    assert renewed == facts(index_of())


def test_the_index_is_made_anew_once_the_database_went_back(db):
    make.published_initiative()
    with transaction.atomic():
        make.published_initiative()
        assert index_of().everything.bit_count() == 2
        transaction.set_rollback(True)

    assert index_of().everything.bit_count() == 1
