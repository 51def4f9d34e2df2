"""What every page of the data entry does: search, versions, folds of languages."""

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories as make
from tests.actions import steps
from tests.admin.steps import inlines, question, url
from tests.views.conftest import version_on
from tracker.models import (
    DataVersion,
    Reference,
    StatusUpdate,
)

UNSEEN = (DataVersion,)
"""A counter of changes: nothing of it is entered or read by people."""
MODELS = [model for model in apps.get_app_config("tracker").get_models() if model not in UNSEEN]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_model_can_be_entered_searched_and_filtered(model):
    model_admin = admin.site.get_model_admin(model)

    assert model_admin.search_fields
    assert model_admin.list_filter or model.__name__ in ("Theme",)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_model_can_be_searched(model, seeds, administrator, client):
    client.force_login(administrator)

    response = client.get(url(model._meta.model_name, "changelist"), {"q": "саммит"})

    assert response.status_code == 200


def test_each_list_asks_as_many_queries_for_few_as_for_many(administrator, client):
    client.force_login(administrator)
    few, many = {}, {}
    for number, counts in ((1, few), (3, many)):
        for _ in range(number):
            update = make.published_update()
            make.OrganizationFactory(country=make.CountryFactory())
            make.SpeakerFactory(organization=make.OrganizationFactory())
            make.WorkingGroupFactory(parent=make.WorkingGroupFactory())
            make.EventFactory(place=make.PlaceFactory(country=make.CountryFactory()))
            make.MilestoneFactory(initiative=update.initiative)
            make.CitationFactory(speaker=make.SpeakerFactory())
            make.ActionPlanFactory()
            make.ThemeFactory()
            make.DraftFactory(country=make.CountryFactory())
        for model in MODELS:
            with CaptureQueriesContext(connection) as asked:
                client.get(url(model._meta.model_name, "changelist"))
            counts[model.__name__] = len(asked)

    assert few == many
    assert {name: count for name, count in many.items() if count > 40} == {}


def test_what_moved_since_the_form_was_opened_is_shown_beside_what_was_typed(editing, db):
    theme = make.ThemeFactory(name_en="As opened")
    page = url("theme", "change", theme.pk)
    data = {"name_en": "Typed", **inlines("aliases"), "version": version_on(editing.get(page))}
    type(theme).objects.update(name_en="Written meanwhile")

    conflict = editing.post(page, data)

    assert conflict.status_code == 409
    assert "<td>Written meanwhile</td><td>Typed</td>" in conflict.text
    assert 'name="name_en" value="Typed"' in conflict.text
    assert type(theme).objects.get().name_en == "Written meanwhile"

    again = editing.post(page, {**data, "version": version_on(conflict)})

    assert again.status_code == 302
    assert type(theme).objects.get().name_en == "Typed"


@pytest.mark.parametrize("change", ["link", "citation"])
def test_a_link_or_a_citation_moves_the_version_too(editing, change):
    group = make.WorkingGroupFactory()
    page = url("workinggroup", "change", group.pk)
    data = {"name_en": "Typed", **inlines("aliases", "references")}
    data["version"] = version_on(editing.get(page))
    if change == "link":
        group.countries.add(make.CountryFactory())
    else:
        Reference.objects.create(citation=make.CitationFactory(), working_group=group)

    assert editing.post(page, data).status_code == 409


def test_a_form_without_a_version_saves_nothing(editing, db):
    theme = make.ThemeFactory(name_en="As it is")

    response = editing.post(
        url("theme", "change", theme.pk), {"name_en": "Typed", **inlines("aliases")}
    )

    assert response.status_code == 409
    assert type(theme).objects.get().name_en == "As it is"


@pytest.mark.skipif(
    not connection.features.has_select_for_no_key_update, reason="SQLite locks no rows"
)
def test_what_loses_a_link_with_what_is_deleted_is_locked(editing):
    organization = make.OrganizationFactory()
    organization.references.all().delete()  # what rests on a quote is not deleted at all
    organization.initiatives.add(make.published_initiative())
    address = editing.get(url("organization", "delete", organization.pk))["Location"]

    with CaptureQueriesContext(connection) as asked:
        response = editing.post(address, {"post": "yes"})

    assert response.status_code == 302
    assert [
        query["sql"]
        for query in asked
        if "FOR NO KEY UPDATE" in query["sql"] and 'FROM "tracker_initiative"' in query["sql"]
    ]


@pytest.mark.parametrize("query", ["", "?version=0123456789abcdef", None])
def test_what_moved_since_the_question_is_not_deleted(editing, query):
    draft = make.DraftFactory()
    asked = question(editing, "statusupdate", draft)
    StatusUpdate.objects.update(sentence_en="Written meanwhile.")

    address = asked if query is None else url("statusupdate", "delete", draft.pk) + query
    with steps.nothing_is_written():
        response = editing.post(address, {"post": "yes"})

    assert response.status_code == 409
    assert "Somebody else changed this meanwhile." in response.text
    assert f'href="{url("statusupdate", "delete", draft.pk)}"' in response.text


@pytest.mark.parametrize(
    ("model", "factory", "field"),
    [
        ("initiative", make.published_initiative, "parent"),
        ("workinggroup", make.WorkingGroupFactory, "parent"),
        ("actionplan", make.ActionPlanFactory, "supersedes"),
    ],
)
def test_nothing_stands_above_itself(editing, model, factory, field):
    upper, lower = factory(), factory()
    type(lower).objects.filter(pk=lower.pk).update(**{field: upper})
    data = {
        "name_en": "Test", "period": "2026", **inlines("references", "aliases", "milestones"),
        **inlines("updates"), "version": version_on(editing.get(url(model, "change", upper.pk))),
    }  # fmt: skip

    for target in (upper, lower):
        response = editing.post(url(model, "change", upper.pk), {**data, field: target.pk})

        assert response.status_code == 200
        assert "This leads back to the same row" in response.text


def test_each_language_has_a_fold_and_the_readers_own_is_open(editing):
    page = editing.get(url("theme", "add"), headers={"accept-language": "kk"})

    folds = {
        fold.name: ("collapse" in fold.classes, fold.fields) for fold in page.context["adminform"]
    }
    assert folds.pop(None) == (False, ["slug"])
    assert folds == {
        name: (code not in ("en", "kk"), [f"name_{code}"])
        for code, name in settings.LANGUAGE_NAMES.items()
    }


@pytest.mark.parametrize("model", ["initiative", "citation", "source"])
def test_what_evidence_hangs_on_cannot_be_deleted(editing, model):
    update = make.published_update()
    citation = update.references.get().citation
    row = {"initiative": update.initiative, "citation": citation, "source": citation.source}[model]

    asked = question(editing, model, row)
    response = editing.post(asked, {"post": "yes"})

    assert response.status_code == 200
    assert "<title>Cannot delete" in response.text
    assert type(row).objects.filter(pk=row.pk).exists()
