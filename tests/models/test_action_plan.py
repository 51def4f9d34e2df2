import pytest
from django.core.exceptions import ValidationError

from tests.factories import ActionPlanFactory, make_public
from tracker.models import ActionPlan, LedgerEntry


def test_the_latest_plan_comes_first(db):
    old, new = ActionPlanFactory(period="2024"), ActionPlanFactory(period="2025/2026")

    assert list(ActionPlan.objects.all()) == [new, old]


def test_no_plan_supersedes_itself_however_far_back(db):
    first = ActionPlanFactory()
    first.supersedes = ActionPlanFactory(supersedes=first)

    with pytest.raises(ValidationError, match="leads back to the same row"):
        first.clean()


def test_a_draft_supersedes_one_that_is_not_public_which_becomes_so_with_it(db):
    hidden = ActionPlanFactory(stays_draft=True)
    plan = ActionPlanFactory(stays_draft=True, supersedes=hidden)
    plan.clean()

    make_public(plan)

    assert set(ActionPlan.objects.published()) == {hidden, plan}
    assert LedgerEntry.objects.filter(kind="plan").count() == 2


def test_one_plan_supersedes_another(db):
    old = ActionPlanFactory()
    ActionPlanFactory(supersedes=old)

    with pytest.raises(ValidationError, match="already exists"):
        ActionPlan(slug="test", name_en="Test", period="2026", supersedes=old).full_clean()


def test_a_page_asks_no_more_for_the_plan_before_it_and_for_its_quotes(
    db, django_assert_num_queries
):
    plan = ActionPlanFactory(supersedes=ActionPlanFactory(name_en="Before"))

    with django_assert_num_queries(2):
        found = ActionPlan.objects.for_detail().get(pk=plan.pk)
        assert found.supersedes.name == "Before"
        assert [reference.citation.source.publisher for reference in found.references.all()]
