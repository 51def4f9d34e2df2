import pytest
from django.core.exceptions import ValidationError

from tests.factories import CountryFactory, WorkingGroupFactory, make_public
from tracker.models import WorkingGroup


def test_a_group_is_no_part_of_itself_however_far_down(db):
    top = WorkingGroupFactory()
    middle = WorkingGroupFactory(parent=top)
    top.parent = WorkingGroupFactory(parent=middle)

    with pytest.raises(ValidationError, match="leads back to the same row"):
        top.clean()


def test_a_draft_names_a_group_that_is_not_public_which_becomes_so_with_it(db):
    hidden = WorkingGroupFactory(stays_draft=True)
    group = WorkingGroupFactory(stays_draft=True, parent=hidden)
    group.clean()

    make_public(group)

    assert list(WorkingGroup.objects.published().order_by("published_at")) == [hidden, group]


def test_a_subgroup_of_a_public_group_is_valid(db):
    WorkingGroup(slug="test", name_en="Test", parent=WorkingGroupFactory()).full_clean()


def test_a_page_asks_no_more_for_its_parent_and_quotes(db, django_assert_num_queries):
    row = WorkingGroupFactory(parent=WorkingGroupFactory(name_en="Above"), stays_draft=True)
    row.countries.set([CountryFactory(), CountryFactory()])

    with django_assert_num_queries(3):
        found = WorkingGroup.objects.for_detail().get(pk=row.pk)
        assert found.parent.name == "Above"
        assert len(found.countries.all()) == 2
        assert [reference.citation.source.publisher for reference in found.references.all()]
