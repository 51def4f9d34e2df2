from datetime import date

import pytest
from django.http import QueryDict

from tests import factories as make
from tracker.filters import InitiativeFilter
from tracker.models import Initiative
from tracker.reading.record_at import RecordAt
from tracker.vocabulary import Kind, Status

TODAY = date(2026, 6, 1)


def slugs(query):
    filterset = InitiativeFilter(QueryDict(query), record=RecordAt(today=TODAY))
    assert filterset.is_valid(), filterset.errors
    return [initiative.slug for initiative in filterset.qs[:50]]


@pytest.fixture
def linked(db):
    """One initiative that every dimension finds, and one that none does."""
    plan = make.ActionPlanFactory(slug="the-plan")
    citation = make.CitationFactory(source=make.SourceFactory(slug="the-source"))
    initiative = make.InitiativeFactory(
        slug="found", kind=Kind.ACTION_PLAN_ITEM, plan=plan, original_due="2026-01",
        announced_at=make.EventFactory(slug="the-summit"),
    )  # fmt: skip
    for factory in (
        make.ThemeFactory, make.CountryFactory, make.WorkingGroupFactory, make.OrganizationFactory,
    ):  # fmt: skip
        factory(slug="the-one").initiatives.add(initiative)
    make.EventFactory(slug="linked").initiatives.add(initiative)
    make.published_update(
        initiative=initiative, reference=citation, status="planned", evidence="documented"
    )
    make.published_initiative(slug="other")


def test_each_dimension_finds_its_own(linked):
    queries = [
        "kind=action_plan_item", "status=planned", "evidence=documented", "schedule=overdue",
        "theme=the-one", "country=the-one", "working_group=the-one", "organization=the-one",
        "event=the-summit", "event=linked", "event=linked&event=the-summit",
        "plan=the-plan", "source=the-source", "status=planned&status=dropped",
        "theme=the-one&country=the-one&status=planned",
    ]  # fmt: skip

    assert {query: slugs(query) for query in queries} == {query: ["found"] for query in queries}


def test_dimensions_narrow_each_other(linked):
    assert slugs("theme=the-one&status=announced") == []


def test_an_initiative_with_two_of_the_chosen_values_comes_once(linked):
    theme = make.ThemeFactory(slug="another")
    theme.initiatives.add(Initiative.objects.get(slug="found"))

    assert slugs("theme=the-one&theme=another") == ["found"]


@pytest.mark.parametrize(
    "query", ["q=МОСТ", "q=мост+ПОЕТ", "q=%D0%BF%D0%BE%D1%91%D1%82", "q=bridge"]
)
def test_text_is_found_without_case_in_any_language(db, query):
    make.published_initiative(slug="found", title_ru="Мост поёт", title_en="The bridge sings")
    make.published_initiative(slug="other")

    assert slugs(query) == ["found"]


@pytest.mark.parametrize("query", ["q=100%25", "q=_", "q='", "q=%22", "q=%5C", "q=*"])
def test_signs_stand_for_themselves(db, query):
    make.published_initiative(title_en="A test bridge", title_ru="Мост")

    assert slugs(query) == []


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("kind=nonsense", "kind"), ("status=x&status=planned", "status"), ("theme=nope", "theme"),
        ("schedule=soon", "schedule"), ("sort=colour", "sort"), ("q=a%00b", "q"),
        (f"q={'x' * 201}", "q"), ("source=%F0%9F%A6%84", "source"),
    ],
)  # fmt: skip
def test_nonsense_is_an_error_of_its_field(linked, query, field):
    filterset = InitiativeFilter(QueryDict(query), record=RecordAt(today=TODAY))

    assert not filterset.is_valid()
    assert list(filterset.errors) == [field]


def test_orders(db):
    make.published_initiative(slug="b", title_en="B", original_due="2027", changed_on="2026-01")
    make.published_initiative(slug="a", title_en="A", original_due="2028", changed_on="2026-02")
    make.published_initiative(slug="c", title_en="C", changed_on="2026-03", status=Status.PLANNED)

    assert slugs("") == slugs("sort=updated") == ["c", "a", "b"]
    assert slugs("sort=due") == ["b", "a", "c"]
    assert slugs("sort=title") == ["a", "b", "c"]
