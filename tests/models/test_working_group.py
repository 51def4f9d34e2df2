import pytest
from django.core.exceptions import ValidationError

from tests.factories import WorkingGroupFactory
from tracker.models import WorkingGroup


def test_a_group_is_no_part_of_itself_however_far_down(db):
    top = WorkingGroupFactory()
    middle = WorkingGroupFactory(parent=top)
    top.parent = WorkingGroupFactory(parent=middle)

    with pytest.raises(ValidationError, match="leads back to the same row"):
        top.clean()


def test_a_subgroup_names_no_group_that_is_not_public(db):
    hidden, group = WorkingGroupFactory(name_en="Hidden"), WorkingGroupFactory()
    hidden.references.all().delete()
    group.parent = hidden

    with pytest.raises(ValidationError, match="“Hidden” is not public yet"):
        group.clean()


def test_a_subgroup_of_a_public_group_is_valid(db):
    WorkingGroup(slug="test", name_en="Test", parent=WorkingGroupFactory()).full_clean()


def test_a_page_asks_no_more_for_its_parent_and_quotes(db, django_assert_num_queries):
    row = WorkingGroupFactory(parent=WorkingGroupFactory(name_en="Above"))

    with django_assert_num_queries(2):
        found = WorkingGroup.objects.for_detail().get(pk=row.pk)
        assert found.parent.name == "Above"
        assert [reference.citation.source.publisher for reference in found.references.all()]
