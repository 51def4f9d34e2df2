"""What a revision may change is locked, recorded, kept and shown: no list forgets a field."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.test import RequestFactory

from tests import factories as make
from tracker.actions.payloads import initiative_payload, source_payload
from tracker.actions.projection import FIXED, WORDING
from tracker.models import ActionPlan, Initiative, Revision, Snapshot, Source
from tracker.models.revision import revised_columns
from tracker.publishing.initiatives import COLUMNS
from tracker.rules import edtf
from tracker.vocabulary import REVISABLE, REVISED_DATES, TRANSLATABLE, RevisedField

MODELS = {"initiative": Initiative, "plan": ActionPlan, "source": Source}
FIELDS = [(name, field) for name, fields in REVISABLE.items() for field in fields]
NOT_IN_THE_TABLE = ["summary"]
"""Of an initiative; too long for a cell of a spreadsheet."""


def a_public(name):
    """Return a row of which everything that is revisable says something of its own."""
    if name == "initiative":
        return make.published_initiative(**{**texts_of(Initiative), "original_due": "2031-05"})
    if name == "plan":
        return make.published_initiative(plan=make.ActionPlanFactory(**texts_of(ActionPlan))).plan
    source = make.SourceFactory(**{**texts_of(Source), "url": "https://source.example/revisable"})
    make.published_update(reference=make.CitationFactory(source=source))
    return source


def texts_of(model):
    """Return {column: text or date} of what is revisable, but the deadline that is projected."""
    return {
        column: "2031-05" if field in REVISED_DATES else f"Test {field} of {model.__name__}"
        for column, (field, language) in revised_columns(model).items()
        if language in ("", "en") and column != "due"
    }


def test_every_field_that_a_revision_can_name_is_one_of_something():
    named = {field for fields in REVISABLE.values() for field in fields}

    assert named | set(TRANSLATABLE.values()) == set(RevisedField)


@pytest.mark.parametrize("name", REVISABLE)
def test_data_entry_locks_it_once_it_is_public(db, administrator, name):
    row, model_admin = a_public(name), admin.site.get_model_admin(MODELS[name])
    request = RequestFactory().get("/admin/")
    request.user = administrator

    form = model_admin.get_form(request, row)
    read_only = model_admin.get_readonly_fields(request, row)

    assert not form.base_fields.keys() & revised_columns(MODELS[name]).keys()
    assert revised_columns(MODELS[name]).keys() <= set(read_only)


@pytest.mark.parametrize(("name", "field"), FIELDS)
def test_data_entry_asks_for_it_before(db, administrator, name, field):
    model_admin = admin.site.get_model_admin(MODELS[name])
    request = RequestFactory().get("/admin/")
    request.user = administrator

    asked = model_admin.get_form(request).base_fields

    if (name, field) == ("initiative", "due"):
        field = "original_due"
    columns = [
        column for column, (of, _code) in revised_columns(MODELS[name]).items() if of == field
    ]
    assert {*columns} <= asked.keys() if columns else field in asked


@pytest.mark.parametrize("column", [*WORDING, "due"])
def test_snapshots_keep_it(column):
    Snapshot._meta.get_field(column)


@pytest.mark.parametrize("column", [*WORDING, *FIXED])
def test_the_ledger_records_it_of_an_initiative(db, column):
    """`plan` is recorded by its slug."""
    initiative = make.InitiativeFactory(plan=make.ActionPlanFactory())
    wording = dict.fromkeys(WORDING, "")
    before = initiative_payload(initiative, wording)

    if column in wording:
        wording[column] = "2031"
    elif column == "plan_id":
        initiative.plan = make.ActionPlanFactory()
    else:
        setattr(initiative, column, "2031")

    assert initiative_payload(initiative, wording) != before


def test_what_an_initiative_does_not_say_changes_no_entry_but_for_its_first_fields(db):
    initiative = make.InitiativeFactory(plan=None)

    payload = initiative_payload(initiative, dict.fromkeys(WORDING, ""))

    assert payload.keys() == {"initiative", "kind", "plan", "due", "title", "summary"}


@pytest.mark.parametrize("field", REVISABLE["source"])
def test_the_ledger_records_it_of_a_source(db, field):
    source = make.SourceFactory()
    described = {"slug": "x", "language": "en", "published_on": "2031"}
    described |= dict.fromkeys(REVISABLE["source"], "")
    before = source_payload(source, described)

    assert source_payload(source, described | {str(field): "2031"}) != before


@pytest.mark.parametrize("name", REVISABLE)
def test_its_page_shows_it(db, client, name):
    row = a_public(name)

    page = client.get(row.get_absolute_url()).text

    for column, (field, language) in revised_columns(MODELS[name]).items():
        if language in ("", "en"):
            value = getattr(row, column)
            said = edtf.describe(value) if field in REVISED_DATES else value
            assert value, column
            assert said in page, column


@pytest.mark.parametrize("field", REVISABLE["initiative"])
def test_the_table_for_spreadsheets_has_it(field):
    assert field in COLUMNS or field in NOT_IN_THE_TABLE


@pytest.mark.parametrize("name", [*REVISABLE, *TRANSLATABLE])
def test_a_revision_can_point_to_it(name):
    target = Revision._meta.get_field(name).related_model

    assert target in apps.get_app_config("tracker").get_models()
