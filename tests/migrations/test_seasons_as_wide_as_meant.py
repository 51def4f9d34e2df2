"""A database of the time when seasons were read narrowly has their whole days afterwards."""

from datetime import date
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from tests import factories as make
from tests.actions.forgery import lift_the_triggers
from tracker import models
from tracker.actions.verify import Verification
from tracker.models.data_version import data_version
from tracker.reading.version_cache import forget_all
from tracker.rules import edtf

MIGRATION = import_module("tracker.migrations.0027_seasons_as_wide_as_meant")
FIELDS = [(name, field) for name, fields in MIGRATION.DATED.items() for field in fields]
SPRING = "2026-21"


def migrate(days_of):
    MIGRATION.write(days_of)(apps, SimpleNamespace(connection=connection))
    forget_all()


def days_beside(name, field):
    """Return the days that all rows of a model have beside a date in spring."""
    rows = apps.get_model("tracker", name)._base_manager.filter(**{field: SPRING})
    [days] = {*rows.values_list(f"{field}_earliest", f"{field}_latest")}
    return days


@pytest.fixture
def older(db):
    """A record with a spring in every dated column, and beside it the days that it once had."""
    source = make.SourceFactory(published_on=SPRING)
    quote = make.CitationFactory(source=source)
    plan = make.ActionPlanFactory(period=SPRING)
    make.CountryFactory(member_since=SPRING, member_until=SPRING)
    make.EventFactory(held_on=SPRING)
    initiative = make.InitiativeFactory(original_due=SPRING, plan=plan)
    models.Reference.objects.create(citation=quote, initiative=initiative)
    make.published_update(initiative=initiative, reference=quote, changed_on=SPRING)
    initiative.refresh_from_db()
    make.MilestoneFactory(initiative=initiative, due=SPRING, reached_on=SPRING)
    lift_the_triggers()
    first, last = edtf.days_once_read(SPRING)
    for name, field in FIELDS:
        rows = apps.get_model("tracker", name)._base_manager.filter(**{field: SPRING})
        assert rows.update(**{f"{field}_earliest": first, f"{field}_latest": last}), (name, field)


def test_what_is_not_frozen_gets_its_whole_days_and_the_record_is_whole(older):
    before = data_version()

    migrate(MIGRATION.wide_days)

    for name, field in FIELDS:
        is_frozen = name in MIGRATION.FROZEN
        expected = edtf.days_once_read(SPRING) if is_frozen else edtf.days(SPRING)
        assert days_beside(name, field) == expected, (name, field)
    assert [*Verification().findings()] == []
    assert data_version() > before


def test_on_the_way_back_it_has_those_that_the_version_before_knows(older):
    migrate(MIGRATION.wide_days)

    migrate(MIGRATION.narrow_days)

    assert {days_beside(*of) for of in FIELDS} == {edtf.days_once_read(SPRING)}


@pytest.mark.parametrize("season", ["21", "22", "23", "24"])
@pytest.mark.parametrize("year", [1, 2026, 9999])
def test_the_days_are_those_that_the_rules_say(year, season):
    text = f"{year:04}-{season}"

    assert MIGRATION.wide_days(year, season) == edtf.days(text)
    assert MIGRATION.narrow_days(year, season) == edtf.days_once_read(text)
    assert date.min <= edtf.days(text)[0] < edtf.days(text)[1] <= date.max


def test_nothing_moves_where_there_is_no_season(rows):
    before = data_version()

    migrate(MIGRATION.wide_days)

    assert data_version() == before
