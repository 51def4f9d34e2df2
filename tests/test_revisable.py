"""The record of each noun: every field has a class, and what is a claim is recorded, revised,
taken back on earlier days and shown. No list forgets a field: all of them come from the models.
"""

from datetime import date

import pytest
import time_machine
from django.apps import apps
from django.contrib import admin
from django.db.models import BooleanField
from django.test import RequestFactory
from django.utils.html import escape

from tests import factories as make
from tests.actions import steps
from tracker.actions.payloads import (
    initiative_payload,
    links_payload,
    noun_payload,
    source_payload,
    texts_of,
)
from tracker.actions.projection import FIXED, LINKED, WORDING
from tracker.actions.revise import write_text
from tracker.forms.revision import RevisionForm
from tracker.models import Citation, Initiative, Milestone, Place, Reference, Revision, Snapshot
from tracker.models.alias import TARGETS as NAMED
from tracker.models.citation import TARGETS as CITED
from tracker.models.fields import EDTFField
from tracker.models.named import Noun
from tracker.models.record_fields import citation_text, linked_model, text_of
from tracker.models.revision import noun_models, revised_columns, target_name
from tracker.models.translated import is_translated
from tracker.publishing.initiatives import COLUMNS
from tracker.reading.record_at import RecordAt
from tracker.rules import edtf
from tracker.vocabulary import RECORD, RETRACTIONS, REVISED_DATES, TRANSLATABLE, RevisedField

MODELS = noun_models()
FIELDS = [(name, str(field)) for name, fields in RECORD.items() for field in fields]
CLASSES = ("FIXED", "COMPUTED", "PRESENTATION")
BOTH = {("initiative", "due"): "the present deadline follows from its revisions, which name it"}
"""What is of the record and computed from it, too, and why."""
SEARCHED = "a search finds by it, and tells it then: reading/search_results.py"
UNLISTED = "the ledger and the corrections log tell it; no page sorts these nouns by theme"
NOT_SHOWN = {
    **{(name, "aliases"): SEARCHED for name, fields in RECORD.items() if "aliases" in fields},
    ("plan", "themes"): UNLISTED,
    ("organization", "themes"): UNLISTED,
    ("working_group", "themes"): UNLISTED,
    ("place", "country"): "the page of an event has the country of the event",
    ("speaker", "is_named"): "without it a quote tells no office: templatetags/display.py",
}
"""What a page of the noun does not print as such, and why."""
SAID_AS = {("organization", "proposed"): "proposed, not shown to exist"}
"""The words for a yes."""
LINKS = "what an initiative is linked to is on its page, and in the filters of the list"
NOT_IN_THE_TABLE = {
    "summary": "too long for a cell of a spreadsheet",
    **dict.fromkeys((field for field in RECORD["initiative"] if field in LINKED), LINKS),
}


# Every field has a class


def fields_of(model):
    """Return the names of what a model says: a text once, a date without its days, links, names."""
    dates = [field.name for field in model._meta.concrete_fields if isinstance(field, EDTFField)]
    days = {f"{name}_{end}" for name in dates for end in ("earliest", "latest")}
    named = [*model._meta.concrete_fields, *model._meta.many_to_many]
    texts = {
        f"{field.name}_{language}"
        for field in named
        if is_translated(model, field.name)
        for language in languages_of(model, field.name)
    }
    beside = {"aliases": NAMED, "citations": CITED}
    targets = {
        name
        for name, columns in beside.items()
        for column in columns
        if (apps.get_model("tracker", "alias" if name == "aliases" else "reference"))
        ._meta.get_field(column).related_model is model
    }  # fmt: skip
    own = {field.name for field in named if not field.primary_key}
    return (own - days - texts) | targets


def languages_of(model, field):
    names = {one.name for one in model._meta.concrete_fields}
    return [name.removeprefix(f"{field}_") for name in names if name.startswith(f"{field}_")]


def classes_of(name, model):
    """Return {field: the classes that name it}."""
    said = {"RECORD": {str(field) for field in RECORD[name]}}
    said |= {one: {*getattr(model, one)} for one in CLASSES}
    return {
        field: [one for one, fields in said.items() if field in fields]
        for field in fields_of(model)
    }


@pytest.mark.parametrize("name", RECORD)
def test_each_field_of_a_noun_is_of_the_record_or_fixed_or_computed_or_presentation(name):
    """A new one is a claim, in RECORD of the vocabulary, or its model says what else it is."""
    for field, classes in classes_of(name, MODELS[name]).items():
        expected = 2 if (name, field) in BOTH else 1
        assert len(classes) == expected, f"{name}.{field}: {classes}"


@pytest.mark.parametrize("name", RECORD)
def test_no_class_names_a_field_that_is_not_there(name):
    model = MODELS[name]
    there = fields_of(model) | {field.name for field in model._meta.concrete_fields}

    for one in CLASSES:
        assert {*getattr(model, one)} <= there, one
    assert {str(field) for field in RECORD[name]} <= there


def test_a_field_that_nobody_gave_a_class_is_named(monkeypatch):
    monkeypatch.delitem(RECORD["theme"], RevisedField.NAME)

    assert classes_of("theme", MODELS["theme"])["name"] == []


def test_every_noun_has_its_record():
    nouns = {model for model in apps.get_app_config("tracker").get_models()
             if issubclass(model, Noun)}  # fmt: skip

    assert nouns < {*MODELS.values()}
    assert {model.__name__ for model in {*MODELS.values()} - nouns} == {"Initiative", "Source"}


def test_every_field_that_a_revision_can_name_is_one_of_something():
    named = {field for fields in RECORD.values() for field in fields}

    others = {*TRANSLATABLE.values(), RevisedField.NEW, *RETRACTIONS}
    assert named | others == {*RevisedField}


@pytest.mark.parametrize("name", [*RECORD, *TRANSLATABLE])
def test_a_revision_can_point_to_it(name):
    target = Revision._meta.get_field(name).related_model

    assert target in apps.get_app_config("tracker").get_models()


def test_the_dates_are_those_that_hold_dates():
    dated = {
        field for name, model in MODELS.items() for field in RECORD[name]
        if field not in ("aliases", "citations")
        if isinstance(model._meta.get_field(field), EDTFField)
    }  # fmt: skip

    assert dated == {*REVISED_DATES}


# The ledger records it


@pytest.mark.parametrize(("name", "field"), FIELDS)
def test_the_ledger_records_it(db, name, field):
    row = make.PUBLIC[name]()
    before, after = (payload_with(name, row, changes) for changes in ({}, texts(row, field)))

    assert before != after
    assert row.slug in before.values() if name != "milestone" else before["milestone"] == row.pk


def texts(row, field):
    """Return {column: another text} of the columns of a field."""
    return {
        column: make.another_text(row, column)
        for column, (of, _code) in revised_columns(type(row)).items()
        if of == field
    }


def payload_with(name, row, changes):
    said = texts_of(row) | changes
    if name == "initiative":
        due = changes.get("due", row.original_due)
        wording = {column: said[column] for column in WORDING}
        return initiative_payload(row, wording, due, {column: said[column] for column in LINKED})
    if name == "source":
        fixed = {"slug": row.slug, "language": row.language, "published_on": row.published_on}
        return source_payload(row, said | fixed)
    return noun_payload(row, said)


def test_the_links_of_an_initiative_are_recorded_alone_where_an_older_ledger_goes_on(db):
    initiative = make.published_initiative(themes=[make.ThemeFactory(slug="the-theme")])

    payload = links_payload(initiative, {column: text_of(initiative, column) for column in LINKED})

    assert payload == {"links": initiative.slug, "themes": "the-theme"}


@pytest.mark.parametrize("column", FIXED)
def test_the_ledger_records_what_is_fixed(db, column):
    """`plan` is recorded by its slug."""
    initiative = make.InitiativeFactory(plan=make.ActionPlanFactory())
    before = payload_with("initiative", initiative, {})
    if column == "plan_id":
        initiative.plan = make.ActionPlanFactory()
    else:
        setattr(initiative, column, "2031")

    assert payload_with("initiative", initiative, {}) != before


def test_what_an_initiative_does_not_say_changes_no_entry_but_for_its_first_fields(db):
    initiative = make.InitiativeFactory(plan=None)

    payload = initiative_payload(initiative, dict.fromkeys(WORDING, ""), "", None)

    assert payload.keys() == {"initiative", "kind", "plan", "due", "title", "summary"}


@pytest.mark.parametrize("name", [name for name in RECORD if name not in ("initiative", "source")])
def test_what_a_noun_does_not_say_is_not_in_its_entry(db, name):
    row = make.PUBLIC[name]()
    empty = dict.fromkeys(revised_columns(type(row)), "")

    payload = noun_payload(row, empty)

    assert payload.keys() == {name} | ({"initiative"} if name == "milestone" else set())


# A revision changes it, and an earlier day takes it back


@pytest.mark.parametrize(("name", "field"), FIELDS)
def test_a_revision_changes_it_and_an_earlier_day_takes_it_back(editor, reviewer, name, field):
    with time_machine.travel("2036-06-02T12:00Z"):
        row = make.PUBLIC[name]()
        [(column, new), *_other_languages] = texts(row, field).items()
        old = text_of(row, column)
        quotes = [make.CitationFactory()]
    with time_machine.travel("2036-06-04T12:00Z"):
        fresh = type(row).objects.get(pk=row.pk)
        steps.revised(fresh, by=editor, reviewer=reviewer, quotes=quotes, **{column: new})

    assert old != new
    assert said_on(row, column, 3) == old
    assert said_on(row, column, 4) == new
    assert text_of(type(row).objects.get(pk=row.pk), column) == new


def said_on(row, column, day):
    """Return what the record of a day of June says."""
    record = RecordAt(today=date(2036, 6, 30), as_of=date(2036, 6, day))
    if column == "citations":
        target = {Reference.target_of(type(row)): row}
        uses = Reference.objects.published(until=record.until).filter(**target)
        return " ".join(sorted(citation_text(use.citation) for use in uses))
    if isinstance(row, Initiative) and column not in LINKED:
        return getattr(record.initiatives().get(slug=row.slug), column) or ""
    if isinstance(row, Initiative):
        [row] = Initiative.objects.filter(pk=row.pk).as_it_was(record.as_they_were)
        return text_of(row, column)
    return text_of(record.public(type(row)).get(pk=row.pk), column)


@pytest.mark.parametrize("column", [*WORDING, "due"])
def test_snapshots_keep_it(column):
    Snapshot._meta.get_field(column)


# Its page shows it, and data entry asks for it


@pytest.mark.parametrize(("name", "field"), FIELDS)
def test_its_page_shows_it(db, client, name, field):
    row, column, text = a_row_that_says(name, field)

    page = client.get(address_of(row)).text

    shown = [*words_of(row, column, text)]
    assert shown
    is_there = all(escape(words) in page for words in shown)
    assert is_there is ((name, field) not in NOT_SHOWN), shown


def a_row_that_says(name, field):
    """Return a public row that said it from the beginning, so that no revision shows it."""
    if name == "initiative":
        row = make.InitiativeFactory()
    elif name == "source":
        row = make.SourceFactory()
    else:
        details = {"initiative": make.published_initiative()} if name == "milestone" else {}
        row = draft_of(name, details)
    [(column, text), *_other_languages] = texts(row, field).items()
    if (name, column) == ("initiative", "due"):
        row.original_due = text
        row.save()
    else:
        write_text(row, column, field, text)
    if name == "initiative":
        make.published_update(initiative=row)
    elif name == "source":
        make.published_update(reference=make.CitationFactory(source=row))
    else:
        make.make_public(row)
    return type(row).objects.get(pk=row.pk), column, text


def draft_of(name, details):
    factory = make.MilestoneFactory if name == "milestone" else make.PUBLIC[name]
    return factory(stays_draft=True, **details)


def address_of(row):
    if isinstance(row, Milestone):
        return row.initiative.get_absolute_url()
    if isinstance(row, Place):
        return make.EventFactory(place=row).get_absolute_url()
    if hasattr(row, "is_named"):
        update = make.published_update(reference=make.CitationFactory(speaker=row))
        return update.initiative.get_absolute_url()
    return row.get_absolute_url()


def words_of(row, column, text):
    """Yield the words that must be on the page."""
    if column == "aliases":
        yield from (alias.name for alias in row.aliases.all())
    elif column == "citations":
        yield from (quote.quote for quote in Citation.objects.called(text.split()))
    elif related := linked_model(type(row), column):
        yield from (str(one) for one in related._default_manager.filter(slug__in=text.split()))
    else:
        field = row._meta.get_field(column)
        if isinstance(field, EDTFField):
            yield edtf.describe(text)
        elif field.choices:
            yield str(dict(field.flatchoices)[text])
        elif isinstance(field, BooleanField):
            yield SAID_AS.get((target_name(type(row)), column), str(RevisedField(column).label))
        else:
            yield text


@pytest.mark.parametrize("field", RECORD["initiative"])
def test_the_table_for_spreadsheets_has_it(field):
    assert (field in COLUMNS) is (field not in NOT_IN_THE_TABLE)


@pytest.mark.parametrize(("name", "field"), FIELDS)
def test_data_entry_asks_for_it_before_and_after(db, administrator, name, field):
    """Of a draft it is written, of what is public it is proposed."""
    model_admin = admin.site.get_model_admin(MODELS[name])
    request = RequestFactory().get("/admin/")
    request.user = administrator
    row = make.PUBLIC[name]()
    columns = [
        column for column, (of, _code) in revised_columns(MODELS[name]).items() if of == field
    ]

    before = model_admin.get_form(request).base_fields
    after = model_admin.get_form(request, row, change=True).base_fields

    if (name, field) == ("initiative", "due"):  # moved at the desk, where its quote is typed
        assert "original_due" in before
        assert "due" in RevisionForm(row=row).fields
        return
    assert {*columns} <= before.keys()
    assert {*columns} <= after.keys()
    assert not {*columns} & {*model_admin.get_readonly_fields(request, row)}


def test_what_is_not_shown_is_so_for_a_reason():
    assert {name for name, _field in NOT_SHOWN} <= RECORD.keys()
    for (name, field), reason in NOT_SHOWN.items():
        assert field in RECORD[name]
        assert reason
