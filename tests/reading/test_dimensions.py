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

TODAY = date(2026, 6, 1)


def test_tallies_count_the_published_and_keep_the_empty(db):
    full, empty = ThemeFactory(), ThemeFactory()
    published_initiative().themes.add(full)
    published_initiative(kind=Kind.ASPIRATION).themes.add(full)
    InitiativeFactory().themes.add(full)

    first, second = dimensions.tallies(RecordAt(today=TODAY), "theme", "country")["theme"]

    assert (first.slug, first.tally.by_status, first.tally.aspirations) == (
        full.slug,
        {Status.ANNOUNCED: 1},
        1,
    )
    assert (second.slug, second.tally.total) == (empty.slug, 0)


def test_a_body_without_a_citation_is_not_offered(db):
    OrganizationFactory()
    Organization.objects.create(slug="uncited", name_en="Uncited", classification="fund")

    assert [value.slug for value in dimensions.choices(RecordAt(today=TODAY))["organization"]] != [
        "uncited"
    ]
    assert len(dimensions.choices(RecordAt(today=TODAY))["organization"]) == 1


def test_names_are_in_the_active_language_or_in_one_that_is_there(db):
    CountryFactory(name_en="Testland", name_ru="Пробландия")
    CountryFactory(name_en="Onlyland", name_ru="")

    with translation.override("ru"):
        names = {value.name for value in dimensions.choices(RecordAt(today=TODAY))["country"]}

    assert names == {"Пробландия", "Onlyland"}


def test_the_record_covers_the_dates_of_its_public_sources(db):
    for published_on in ("2026-35", "2025-11-12", "2026-02"):
        published_update(reference=CitationFactory(source=SourceFactory(published_on=published_on)))
    SourceFactory(published_on="1999")

    assert dimensions.coverage(RecordAt(today=TODAY)) == (3, "2025-11-12", "2026-35")


def test_an_empty_record_covers_nothing(db):
    assert dimensions.coverage(RecordAt(today=TODAY)) == (0, "", "")


def neighbours(initiative):
    related = dimensions.related(RecordAt(today=TODAY), initiative)
    return [value.slug for value in related.neighbours]


def test_its_neighbours_are_those_recorded_around_it_in_the_same_plan(db):
    plan, other = ActionPlanFactory(), ActionPlanFactory()
    rows = [published_initiative(plan=plan, slug=f"in-plan-{n}") for n in range(9)]
    published_initiative(plan=other)
    InitiativeFactory(plan=plan)

    assert neighbours(rows[4]) == [f"in-plan-{n}" for n in (1, 2, 3, 5, 6, 7)]
    assert neighbours(rows[8]) == [f"in-plan-{n}" for n in (5, 6, 7)]


def test_the_links_of_what_is_not_public_are_those_that_were_entered(db):
    theme, body = ThemeFactory(), OrganizationFactory()
    public, draft = published_initiative(), InitiativeFactory()
    for initiative in (public, draft):
        initiative.themes.add(theme)
        initiative.organizations.add(body)
    draft.events.add(EventFactory())

    found = [dimensions.links_of(RecordAt(today=TODAY), row) for row in (public, draft)]

    assert [sorted(links) for links in found] == [
        ["organization", "theme"],
        ["event", "organization", "theme"],
    ]


def test_parts_are_no_neighbours(db):
    plan = ActionPlanFactory()
    parent = published_initiative(plan=plan)
    parts = [published_initiative(plan=plan, parent=parent) for _n in range(3)]
    other = published_initiative(plan=plan)

    found = dimensions.related(RecordAt(today=TODAY), parent)

    assert [value.slug for value in found.parts] == [part.slug for part in parts]
    assert [value.slug for value in found.neighbours] == []
    assert neighbours(other) == [part.slug for part in parts]


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
    assert dimensions.related(RecordAt(today=TODAY), alone) == ([], "", [])


def test_a_wish_beside_it_is_no_promise_with_a_status(db):
    plan = ActionPlanFactory()
    promise = published_initiative(plan=plan)
    published_initiative(plan=plan, kind=Kind.ASPIRATION)
    published_initiative(plan=plan)

    found = dimensions.related(RecordAt(today=TODAY), promise)

    assert found.shared == "plan"
    assert [value.detail for value in found.neighbours] == ["", "announced"]
