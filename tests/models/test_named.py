"""What every noun with a page of its own has in common."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.utils import translation

from tests import factories as make

NOUNS = {
    "plans": make.ActionPlanFactory,
    "countries": make.CountryFactory,
    "events": make.EventFactory,
    "organizations": make.OrganizationFactory,
    "themes": make.ThemeFactory,
    "working-groups": make.WorkingGroupFactory,
}
CITED = [
    make.ActionPlanFactory, make.EventFactory, make.OrganizationFactory, make.SpeakerFactory,
    make.WorkingGroupFactory,
]  # fmt: skip


@pytest.mark.parametrize("path", NOUNS)
def test_it_has_a_page_in_each_language(db, path):
    row = NOUNS[path](slug="test")

    assert row.get_absolute_url() == f"/en/{path}/test/"
    with translation.override("kk"):
        assert row.get_absolute_url() == f"/kk/{path}/test/"


@pytest.mark.parametrize("path", NOUNS)
def test_it_is_called_by_its_name_in_the_language_of_the_reader(db, path):
    row = NOUNS[path](name_en="Test", name_ru="Проба")

    assert str(row) == "Test"
    with translation.override("ru"):
        assert str(row) == "Проба"


def model_of(factory):
    return factory._meta.model


@pytest.mark.parametrize("factory", CITED, ids=lambda factory: model_of(factory).__name__)
def test_it_is_public_once_it_is_published_whatever_supports_it(db, factory):
    row = factory(stays_draft=True)
    before = list(model_of(factory).objects.published())

    make.make_public(row)

    assert row.references.exists()
    assert before == []
    assert list(model_of(factory).objects.published()) == [row]


@pytest.mark.parametrize("factory", [*NOUNS.values(), make.SpeakerFactory, make.PlaceFactory],
                         ids=lambda factory: model_of(factory).__name__)  # fmt: skip
def test_it_was_public_from_the_day_of_its_publication_on(db, factory):
    with time_machine.travel("2026-06-01T12:00Z"):
        row = factory(stays_draft=True)
    with time_machine.travel("2026-06-02T12:00Z"):
        make.make_public(row)

    def count(day):
        until = datetime(2026, 6, day, tzinfo=UTC)
        return model_of(factory).objects.published(until=until).count()

    assert (count(2), count(3)) == (0, 1)


def test_its_quotes_are_fetched_in_one_query(db, django_assert_num_queries):
    for _n in range(2):
        make.OrganizationFactory()

    with django_assert_num_queries(2):
        rows = make.OrganizationFactory._meta.model.objects.with_references()
        quotes = [ref.citation.quote for row in rows for ref in row.references.all()]

    assert quotes == [make.QUOTE] * 2
