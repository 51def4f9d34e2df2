import pytest
from django.core.exceptions import ValidationError

from tests.factories import ActionPlanFactory
from tracker.models import ActionPlan


def test_the_latest_plan_comes_first(db):
    old, new = ActionPlanFactory(period="2024"), ActionPlanFactory(period="2025/2026")

    assert list(ActionPlan.objects.all()) == [new, old]


def test_no_plan_supersedes_itself_however_far_back(db):
    first = ActionPlanFactory()
    first.supersedes = ActionPlanFactory(supersedes=first)

    with pytest.raises(ValidationError, match="leads back to the same row"):
        first.clean()


def test_a_plan_supersedes_none_that_is_not_public(db):
    hidden, plan = ActionPlanFactory(name_en="Hidden"), ActionPlanFactory()
    hidden.references.all().delete()
    plan.supersedes = hidden

    with pytest.raises(ValidationError, match="“Hidden” is not public yet"):
        plan.clean()


def test_one_plan_supersedes_another(db):
    old = ActionPlanFactory()
    ActionPlanFactory(supersedes=old)

    with pytest.raises(ValidationError, match="already exists"):
        ActionPlan(slug="test", name_en="Test", period="2026", supersedes=old).full_clean()


def test_a_page_knows_whether_the_plan_after_it_is_public(db):
    old = ActionPlanFactory()
    new = ActionPlanFactory(supersedes=old)

    def successor_is_public():
        return ActionPlan.objects.for_detail().get(pk=old.pk).successor_is_public

    before = successor_is_public()
    new.references.all().delete()

    assert (before, successor_is_public()) == (True, False)
