"""What every page of the data entry does: search, versions."""

import re
from html import unescape

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from django.utils.translation import gettext

from tests import factories as make
from tests.actions import steps
from tests.admin.steps import filled, inlines, question, save, told, url
from tests.views.conftest import version_on
from tracker.models import (
    Alias,
    DataVersion,
    Reference,
    Revision,
    Session,
    StatusUpdate,
    Submission,
    Throttle,
)

UNSEEN = (Alias, DataVersion, Session, Submission, Throttle)
"""Nobody enters or reads by itself: other names, typed with what they name; a counter of changes;
what was proposed at once, which the desk shows; and what logins leave behind."""
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


@pytest.mark.parametrize("is_draft", [True, False])
def test_what_moved_since_the_form_was_opened_is_shown_beside_what_was_typed(editing, is_draft):
    theme = make.ThemeFactory(name_en="As opened", stays_draft=is_draft)
    page = url("theme", "change", theme.pk)
    data = filled(editing.get(page), name_en="Typed", aliases="ru: Тема")
    data |= {} if is_draft else {"reason": "Renamed."}
    type(theme).objects.update(name_en="Written meanwhile")
    Alias.objects.create(theme=theme, name="Other", language="en")

    conflict = editing.post(page, data)

    assert conflict.status_code == 409
    assert "<td>Written meanwhile</td><td>Typed</td>" in conflict.text
    assert "<td>en: Other</td><td>ru: Тема</td>" in conflict.text
    assert "<td>Renamed.</td>" not in conflict.text
    assert 'name="name_en" value="Typed"' in conflict.text
    assert type(theme).objects.get().name_en == "Written meanwhile"
    assert not Revision.objects.exists()

    again = editing.post(page, {**data, "version": version_on(conflict)})

    assert again.status_code == 302
    if is_draft:
        assert type(theme).objects.get().name_en == "Typed"
    else:
        assert type(theme).objects.get().name_en == "Written meanwhile"
        proposed = Revision.objects.values_list("field", "old", "new")
        assert ("name", "Written meanwhile", "Typed") in proposed


@pytest.mark.parametrize("change", ["link", "alias", "citation"])
def test_a_link_an_alias_or_a_citation_moves_the_version_too(editing, change):
    group = make.WorkingGroupFactory()
    page = url("workinggroup", "change", group.pk)
    data = filled(editing.get(page), name_en="Typed")
    if change == "link":
        group.countries.add(make.CountryFactory())
    elif change == "alias":
        group.aliases.create(name="Other")
    else:
        Reference.objects.create(citation=make.CitationFactory(), working_group=group)

    assert editing.post(page, data).status_code == 409


@pytest.mark.parametrize("is_draft", [True, False])
def test_a_form_without_a_version_saves_nothing(editing, is_draft):
    theme = make.ThemeFactory(name_en="As it is", stays_draft=is_draft)

    response = save(
        editing, url("theme", "change", theme.pk), name_en="Typed", reason="Test", version=""
    )

    assert response.status_code == 409
    assert type(theme).objects.get().name_en == "As it is"
    assert not Revision.objects.exists()


def summary_of(page):
    """Return {address: (label, text)} of the summary at the head of a page."""
    part = re.search(r'<div class="errornote" role="alert".*?</div>', page.text, re.DOTALL)[0]
    found = re.findall(r'<li>\s*<a href="#([^"]+)">([^<]+)</a>: (.+?)\s*</li>', part)
    return {key: (unescape(label), unescape(text)) for key, label, text in found}


@pytest.mark.parametrize("language", settings.LANGUAGE_NAMES)
def test_what_is_wrong_is_named_and_linked_in_the_readers_language(editing, language):
    typed = {"original_due": "soon", "title_tr": "x" * 301, "title_en": "y", "title_ru": "z"}

    page = editing.post(
        url("initiative", "add"), {**typed, **inlines("milestones", "updates")},
        headers={"accept-language": language},
    )  # fmt: skip

    found = summary_of(page)
    assert found.keys() == {"id_kind", "id_original_due", "id_title_tr"}
    for key in found:
        assert f'id="{key}"' in page.text
    with translation.override(language):
        required = gettext("This field is required.")
    assert found["id_kind"][1] == required
    if language != "en":
        assert "This field" not in page.text
        assert "Please correct" not in page.text
        assert "Nothing was" not in page.text
    assert page.text.count('class="errornote"') == 1


def test_what_is_wrong_below_a_form_is_named_at_its_head_too(editing):
    typed = inlines("references") | {"references-TOTAL_FORMS": "1", "references-0-citation": "999"}

    page = editing.post(url("statusupdate", "add"), typed)

    assert "id_references-0-citation" in summary_of(page)


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
    page = url(model, "change", upper.pk)

    for target in (upper, lower):
        response = save(editing, page, **{field: target.pk, "reason": "Test"})

        [error] = told(response)[field]
        assert "This leads back to the same row" in error
    assert not Revision.objects.exists()


@pytest.mark.parametrize("key", ["9" * 23, "abc", "-1", "", "999999"])
@pytest.mark.parametrize(
    ("model", "field"),
    [("initiative", "plan"), ("initiative", "events"), ("milestone", "initiative"),
     ("citation", "source")],
)  # fmt: skip
def test_an_address_that_presets_what_is_not_there_opens_the_form(editing, model, field, key):
    assert editing.get(f"{url(model, 'add')}?{field}={key}").status_code == 200


@pytest.mark.parametrize("model", ["initiative", "citation", "source"])
def test_what_is_public_cannot_be_deleted(administrator, client, model):
    client.force_login(administrator)
    update = make.published_update()
    citation = update.references.get().citation
    row = {"initiative": update.initiative, "citation": citation, "source": citation.source}[model]

    asked = client.get(url(model, "delete", row.pk))
    response = client.post(url(model, "delete", row.pk), {"post": "yes"})

    assert asked.status_code == response.status_code == 403
    assert type(row).objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize("model", ["citation", "source"])
def test_what_the_evidence_of_a_draft_hangs_on_cannot_be_deleted(editing, model):
    citation = make.DraftFactory().references.get().citation
    row = {"citation": citation, "source": citation.source}[model]

    response = editing.post(question(editing, model, row), {"post": "yes"})

    assert response.status_code == 200
    assert "<title>Cannot delete" in response.text
    assert type(row).objects.filter(pk=row.pk).exists()
