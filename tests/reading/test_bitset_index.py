"""The index in memory says what the database would, before and after every change."""

from datetime import date

import pytest
from django.core.management import call_command
from django.db import OperationalError, transaction
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import factories as make
from tests.actions import steps
from tests.conftest import person
from tracker.filters import InitiativeFilter
from tracker.models import Initiative, Theme
from tracker.reading import bitset_index, dimensions
from tracker.reading.bitset_index import FACETS, SORTS
from tracker.reading.record_at import RecordAt
from tracker.reading.trend import trend
from tracker.vocabulary import Role, Status

TODAY = date(2026, 6, 1)


@pytest.fixture
def world(db):
    call_command("make_sample_data", initiatives=60, updates=180, verbosity=0)


def filtered(query):
    record = RecordAt(today=TODAY)
    rows = record.initiatives().with_schedule(on=TODAY).for_list()
    filterset = InitiativeFilter(QueryDict(query), queryset=rows, record=record)
    assert filterset.is_valid(), filterset.errors
    return filterset


def index_of(day):
    return RecordAt(today=day).index


def facts(index):
    """What an index says, without what is kept of empty facets."""
    return {
        "changed_in_version": index.changed_in_version,
        "everything": index.everything,
        "bits": {
            facet: {value: bits for value, bits in values.items() if bits}
            for facet, values in index.bits.items()
        },
        "tallies": {place: tally for place, tally in index.tallies.items() if tally},
        "keys": index.keys,
        "orders": index.orders,
    }


QUERIES = st.lists(
    st.sampled_from(
        ["status=planned", "status=in_progress", "kind=aspiration", "kind=action_plan_item",
         "evidence=stated", "schedule=overdue", "schedule=due", "theme=world-theme-1",
         "theme=world-theme-2", "country=world-country-1", "organization=world-organization-1",
         "working_group=world-working-group-1", "plan=world-plan-2", "source=world-source-3",
         "q=тест", "q=registry"]
    ),
    max_size=4,
)  # fmt: skip


@settings(
    max_examples=60, derandomize=True, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(parts=QUERIES, sort=st.sampled_from(["", "updated", "due", "title"]))
def test_the_index_finds_what_the_database_finds(world, parts, sort):
    filterset = filtered("&".join([*parts, f"sort={sort}"] if sort else parts))

    found = filterset.found()

    expected = [initiative.slug for initiative in filterset.qs]
    assert [initiative.slug for initiative in found[0:60]] == expected
    assert [initiative.slug for initiative in found[7:13]] == expected[7:13]
    assert found.count() == len(expected)


@pytest.mark.parametrize(
    "query",
    ["", "status=planned", "theme=world-theme-1&status=planned", "q=registry&kind=aspiration"],
)
def test_each_choice_says_how_many_it_would_find(world, query):
    first = filtered(query).facets()
    again = filtered(query).facets()  # as they were kept

    for facet, kept_facet in zip(first, again, strict=True):
        assert facet.options == kept_facet.options
        kept = [part for part in query.split("&") if part and not part.startswith(facet.bound.name)]
        for option in facet.options:
            whole = "&".join([*kept, f"{facet.bound.name}={option.value}"])
            assert option.count == filtered(whole).qs.count(), (facet.bound.name, option)


def test_only_so_many_counts_are_kept(world, monkeypatch):
    monkeypatch.setattr(bitset_index, "MOST_COUNTS", 0)

    for query in ("status=planned", "theme=world-theme-1", "status=planned"):
        [facet] = [f for f in filtered(query).facets() if f.bound.name == "kind"]
        found = sum(option.count for option in facet.options)
        assert found == filtered(query).found().count()
        assert len(index_of(TODAY)._counts) == 1


def test_a_long_facet_shows_its_most_common_choices_and_the_chosen_one(world):
    rarest = "organization=world-organization-119"

    [facet] = [f for f in filtered(rarest).facets() if f.bound.name == "organization"]

    assert len(facet.options) == 31
    assert facet.left_out == 120 - 31
    assert [option.value for option in facet.options if option.is_chosen] == [
        "world-organization-119"
    ]


def test_an_empty_record_counts_nothing(db):
    theme = make.ThemeFactory()

    [facet] = [f for f in filtered("").facets() if f.bound.name == "theme"]

    assert facet.options == [(theme.slug, theme.name_en, 0, False)]


def _publish(initiative):
    make.published_update(initiative=initiative, status=Status.DELIVERED, changed_on="2026-05-30")


CHANGES = {
    "an update": _publish,
    "an update of a country": lambda initiative: make.published_update(
        initiative=initiative, country=make.CountryFactory()
    ),
    "a link": lambda initiative: initiative.themes.add(make.ThemeFactory()),
    "links from the other side": lambda initiative: Theme.objects.get(
        slug="world-theme-3"
    ).initiatives.set([initiative]),
    "links cleared": lambda initiative: Theme.objects.get(slug="world-theme-1").initiatives.clear(),
    "a new initiative": lambda initiative: make.published_initiative(
        original_due="2026-03", kind="aspiration"
    ),
    "nothing": lambda initiative: None,
}


@pytest.mark.parametrize("change", CHANGES)
def test_an_index_that_follows_is_the_one_made_anew(world, change, monkeypatch):
    before = index_of(TODAY)

    CHANGES[change](Initiative.objects.get(slug="world-initiative-9"))

    after = index_of(TODAY)
    monkeypatch.setattr(bitset_index, "_current", None)
    assert facts(after) == facts(index_of(TODAY))
    assert after.made is before.made


def test_a_correction_is_followed(world, reviewer, monkeypatch):
    update = Initiative.objects.get(slug="world-initiative-9").updates.order_by("pk").first()
    record = RecordAt(today=TODAY)
    dimensions.tallies(record, "all"), trend(record, record.index)

    steps.correct(update, by=reviewer)

    record = RecordAt(today=TODAY)
    followed = facts(record.index), trend(record, record.index)
    for index in ("bitset_index", "trend"):
        monkeypatch.setattr(f"tracker.reading.{index}._current", None)
    record = RecordAt(today=TODAY)
    assert followed == (facts(record.index), trend(record, record.index))
    assert trend(record) == trend(record, record.index)


def test_the_first_initiative_of_an_empty_record_is_followed(db):
    assert index_of(TODAY).everything == 0

    initiative = make.published_initiative()

    index = index_of(TODAY)
    for sort in SORTS:
        assert index.page(index.everything, sort, 0, 5) == [initiative.pk]


def test_another_day_has_another_schedule(db):
    make.published_initiative(original_due="2026-06-01")

    schedules = [
        index_of(day).counts("schedule", ["due", "overdue"], {})
        for day in (TODAY, date(2026, 6, 2))
    ]

    assert schedules == [{"due": 1, "overdue": 0}, {"due": 0, "overdue": 1}]


def test_an_index_costs_queries_only_if_something_moved(world, django_assert_num_queries):
    index_of(TODAY)

    with django_assert_num_queries(0):
        index_of(TODAY)
    make.ThemeFactory()
    with django_assert_num_queries(1):
        index_of(TODAY)
    Initiative.objects.get(slug="world-initiative-9").save()
    with django_assert_num_queries(2):
        index_of(TODAY)


def test_every_facet_of_a_world_is_counted(world):
    index = index_of(TODAY)

    assert {facet for facet in FACETS if not index.bits[facet]} == {
        "parent",
        "announced_at",
    }


def test_a_query_that_fails_leaves_the_index_as_it_was(db, monkeypatch):
    first, *_others = (make.published_initiative(original_due=f"202{n}") for n in range(7, 10))
    index_of(TODAY)
    steps.revised(first, by=person(Role.EDITOR), reviewer=person(Role.REVIEWER), due="2035")

    def broken(keys=None):
        raise OperationalError
        yield

    with monkeypatch.context() as patched:
        patched.setattr(bitset_index, "linked", broken)
        with pytest.raises(OperationalError):
            index_of(TODAY)

    renewed = facts(index_of(TODAY))
    monkeypatch.setattr(bitset_index, "_current", None)
    assert renewed == facts(index_of(TODAY))


def test_the_index_is_made_anew_once_the_database_went_back(db):
    make.published_initiative()
    with transaction.atomic():
        make.published_initiative()
        assert index_of(TODAY).everything.bit_count() == 2
        transaction.set_rollback(True)

    assert index_of(TODAY).everything.bit_count() == 1
