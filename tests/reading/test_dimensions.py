from datetime import date

from django.utils import translation

from tests.factories import (
    ActionPlanFactory,
    CitationFactory,
    CountryFactory,
    EventFactory,
    InitiativeFactory,
    OrganizationFactory,
    SourceFactory,
    ThemeFactory,
    published_initiative,
    published_update,
)
from tracker.models import Organization
from tracker.reading import dimensions
from tracker.reading.record_at import RecordAt
from tracker.vocabulary import Kind, Status

RECORD = RecordAt(today=date(2026, 6, 1))


def test_tallies_count_the_published_and_keep_the_empty(db):
    full, empty = ThemeFactory(), ThemeFactory()
    published_initiative().themes.add(full)
    published_initiative(kind=Kind.ASPIRATION).themes.add(full)
    InitiativeFactory().themes.add(full)

    first, second = dimensions.tallies(RECORD, "theme", "country")["theme"]

    assert (first.slug, first.tally.by_status, first.tally.aspirations) == (
        full.slug,
        {Status.ANNOUNCED: 1},
        1,
    )
    assert (second.slug, second.tally.total) == (empty.slug, 0)


def test_a_body_without_a_citation_is_not_offered(db):
    OrganizationFactory()
    Organization.objects.create(slug="uncited", name_en="Uncited", classification="fund")

    assert [facet.slug for facet in dimensions.choices(RECORD)["organization"]] != ["uncited"]
    assert len(dimensions.choices(RECORD)["organization"]) == 1


def test_names_are_in_the_active_language_or_in_one_that_is_there(db):
    CountryFactory(name_en="Testland", name_ru="Пробландия")
    CountryFactory(name_en="Onlyland", name_ru="")

    with translation.override("ru"):
        names = {facet.name for facet in dimensions.choices(RECORD)["country"]}

    assert names == {"Пробландия", "Onlyland"}


def test_the_record_covers_the_dates_of_its_public_sources(db):
    for published_on in ("2026-35", "2025-11-12", "2026-02"):
        published_update(reference=CitationFactory(source=SourceFactory(published_on=published_on)))
    SourceFactory(published_on="1999")

    assert dimensions.coverage(dimensions.choices(RECORD)) == (3, "2025-11-12", "2026-35")


def test_an_empty_record_covers_nothing(db):
    assert dimensions.coverage(dimensions.choices(RECORD)) == (0, "", "")


def neighbours(initiative, record=RECORD):
    found = dimensions.links_of(record, initiative).get(dimensions.shared_by(initiative), [])
    return [facet.slug for facet in found]


def test_its_neighbours_are_those_recorded_around_it_in_the_same_plan(db):
    plan, other = ActionPlanFactory(), ActionPlanFactory()
    rows = [published_initiative(plan=plan, slug=f"in-plan-{n}") for n in range(9)]
    published_initiative(plan=other)
    InitiativeFactory(plan=plan)

    assert neighbours(rows[4]) == [f"in-plan-{n}" for n in (1, 2, 3, 5, 6, 7)]
    assert neighbours(rows[8]) == [f"in-plan-{n}" for n in (5, 6, 7)]


def test_neighbours_are_the_same_once_the_index_is_known(db):
    plan, event = ActionPlanFactory(), EventFactory()
    planned = [published_initiative(plan=plan) for _n in range(9)]
    announced = [published_initiative(announced_at=event) for _n in range(3)]
    parts = [published_initiative(plan=plan, parent=planned[0]) for _n in range(3)]
    rows = [*planned, *announced, *parts, published_initiative()]
    before = [dimensions.links_of(RECORD, row) for row in rows]

    record = RecordAt(today=date(2026, 6, 1))
    assert record.index
    assert [dimensions.links_of(record, row) for row in rows] == before
    assert neighbours(planned[4], record) == [row.slug for row in (*planned[1:4], *planned[5:8])]


def test_the_closest_thing_that_is_shared_makes_neighbours(db):
    plan, event = ActionPlanFactory(), EventFactory()
    parent = published_initiative(plan=plan)
    part = published_initiative(plan=plan, parent=parent, announced_at=event)
    other = published_initiative(plan=plan, parent=parent)
    announced = published_initiative(announced_at=event)
    alone = published_initiative()

    assert neighbours(part) == [other.slug]
    assert neighbours(announced) == [part.slug]
    assert neighbours(parent) == []
    assert dimensions.shared_by(alone) == ""


def test_a_wish_beside_it_is_no_promise_with_a_status(db):
    plan = ActionPlanFactory()
    promise = published_initiative(plan=plan)
    published_initiative(plan=plan, kind=Kind.ASPIRATION)
    published_initiative(plan=plan)

    found = dimensions.links_of(RECORD, promise)["plan"]

    assert [facet.detail for facet in found] == ["", "announced"]
