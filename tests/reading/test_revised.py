"""Revisions as pages show them: of links the rows, and what a noun was called before."""

from datetime import date

import pytest
import time_machine
from django.utils import translation

from tests import factories as make
from tests.actions import steps
from tracker.models import Revision
from tracker.reading.record_at import RecordAt
from tracker.reading.revised import former_names, with_rows


@pytest.fixture
def change(editor, reviewer):
    """Return a function that lets a field of a row be changed, and returns the revision."""

    def change(row, **changes):
        row = type(row).objects.get(pk=row.pk)
        [revision] = steps.revised(row, by=editor, reviewer=reviewer, **changes)
        return revision

    return change


def test_of_a_link_the_rows_are_there_in_the_order_of_their_slugs(change):
    first, second, third = (make.CountryFactory(slug=slug) for slug in ("xa", "xb", "xc"))
    initiative = make.published_initiative(countries=[first, third])

    [shown] = with_rows([change(initiative, countries="xb xc")])

    assert (shown.rows_before, shown.rows_after) == ([first, third], [second, third])


def test_of_one_row_and_of_none_it_is_the_same(change):
    event, place = make.EventFactory(), make.PlaceFactory(slug="the-place")

    there, gone = with_rows([change(event, place="the-place"), change(event, place="")])

    assert (there.rows_before, there.rows_after) == ([], [place])
    assert (gone.rows_before, gone.rows_after) == ([place], [])


def test_of_any_other_field_there_are_none(change, editor, reviewer):
    body = make.OrganizationFactory()
    update = make.published_update()
    revisions = [
        change(body, name_en="Another"),
        change(body, aliases='[["Another",""]]'),
        change(body, proposed="yes"),
        *steps.revised(update, by=editor, reviewer=reviewer, sentence_kk="Бір."),
    ]

    for revision in with_rows(revisions):
        assert revision.rows_before is None, revision.field
        assert revision.rows_after is None, revision.field


def test_a_row_is_called_as_it_is_in_each_language(change):
    make.ThemeFactory(slug="the-theme", name_en="Test", name_ru="Проба")

    with translation.override("ru"):
        [shown] = with_rows([change(make.published_initiative(), themes="the-theme")])
        assert [row.name for row in shown.rows_after] == ["Проба"]


def test_a_query_a_noun_however_many_revisions(change, django_assert_num_queries):
    for slug in "abc":
        make.ThemeFactory(slug=slug)
        make.CountryFactory(slug=slug)
        initiative = make.published_initiative()
        change(initiative, themes=slug)
        change(initiative, countries=slug)
    revisions = list(Revision.objects.published())

    with django_assert_num_queries(2):
        assert len(with_rows(revisions)) == 6


def test_nothing_is_asked_where_nothing_is_linked(change, django_assert_num_queries):
    revision = change(make.published_initiative(), title_en="Another")

    with django_assert_num_queries(0):
        with_rows([revision])
        assert with_rows([]) == []


def test_what_was_renamed_is_known_by_its_former_names_the_latest_first(change):
    body = make.OrganizationFactory(name_en="First")
    with time_machine.travel("2036-05-01T12:00Z"):
        change(body, name_en="Second")
    with time_machine.travel("2037-05-01T12:00Z"):
        change(body, name_en="Third")

    found = former_names(Revision.objects.published().order_by("-published_at"))

    assert [(moment.year, name, name.language) for moment, name in found] == [
        (2037, "Second", "en"), (2036, "First", "en"),
    ]  # fmt: skip


def test_a_name_that_was_wrong_or_is_of_another_language_or_new_is_no_former_name(change):
    body = make.OrganizationFactory(name_en="Frist", name_ru="Имя")
    change(body, name_en="First", corrects=True)
    change(body, name_ru="Другое")
    change(body, name_kk="Сынақ")
    change(body, abbreviation_en="FB")

    assert former_names(Revision.objects.published()) == []
    with translation.override("ru"):
        assert [name for _moment, name in former_names(Revision.objects.published())] == ["Имя"]


def test_the_rows_of_a_link_are_called_as_at_the_moment_that_is_read(change, db):
    with time_machine.travel("2026-06-02T12:00Z"):
        theme = make.ThemeFactory(name_en="Before")
        revision = change(make.published_initiative(), themes=theme.slug)
    with time_machine.travel("2026-06-04T12:00Z"):
        change(theme, name_en="After")
    day, today = date(2026, 6, 3), date(2026, 6, 5)

    names = [
        with_rows([revision], at=RecordAt(today=today, as_of=of))[0].rows_after[0].name_en
        for of in (day, None)
    ]

    assert names == ["Before", "After"]
