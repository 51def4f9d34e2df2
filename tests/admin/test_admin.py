import json
import re

import polib
import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.urls import reverse

from tests import factories as make
from tests.actions import steps
from tests.conftest import person
from tests.views.conftest import version_on
from tracker.actions.publish import publish
from tracker.models import (
    Citation,
    DataVersion,
    Initiative,
    LedgerEntry,
    Reference,
    Source,
    StatusUpdate,
)
from tracker.vocabulary import Role

UNSEEN = (DataVersion,)
"""A counter of changes: nothing of it is entered or read by people."""
MODELS = [model for model in apps.get_app_config("tracker").get_models() if model not in UNSEEN]
QUOTE = "The test bridge is open, they said."


@pytest.fixture
def editing(editor, client):
    client.force_login(editor)
    return client


def url(model, page, *args):
    return reverse(f"admin:tracker_{model}_{page}", args=args)


def inlines(*prefixes):
    """The management forms of empty inlines."""
    return {f"{prefix}-{name}_FORMS": "0" for prefix in prefixes for name in ("TOTAL", "INITIAL")}


def question(client, model, row):
    """Return the address at which the deletion of a row is asked for, with the version read."""
    return client.get(url(model, "delete", row.pk))["Location"]


def choose(client, action, *drafts):
    """Send a list's action for drafts with the versions that the list carries."""
    address = url("statusupdate", "changelist")
    carried = dict(re.findall(r'name="(version-\d+)" value="(\w+)"', client.get(address).text))
    return lambda: client.post(
        address,
        {"action": action, "_selected_action": [draft.pk for draft in drafts], **carried},
        follow=True,
    )


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


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_a_list_asks_as_many_queries_for_few_as_for_many(
    model, db, administrator, client, django_assert_max_num_queries
):
    client.force_login(administrator)
    counts = []
    for number in (1, 3):
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
        with django_assert_max_num_queries(40) as captured:
            client.get(url(model._meta.model_name, "changelist"))
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_an_initiative_is_entered(editing, db):
    theme = make.ThemeFactory()

    response = editing.post(
        url("initiative", "add"),
        {
            "kind": "announced_commitment", "title_en": "Test bridge", "slug": "test-bridge",
            "original_due": "2027", "themes": [theme.pk], **inlines("milestones", "updates"),
        },
    )  # fmt: skip

    assert response.status_code == 302
    initiative = Initiative.objects.get()
    assert (initiative.title_en, initiative.published_at) == ("Test bridge", None)
    assert list(initiative.themes.all()) == [theme]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"original_due": "in spring"}, "for example 2026, 2026-05 or 2026-05-15"),
        ({"kind": "action_plan_item"}, "An action-plan item needs its plan."),
        ({"kind": "promise"}, "Select a valid choice"),
        ({"slug": "not a slug"}, "valid “slug”"),
        ({"title_en": "", "title_ru": ""}, "This field is required."),
    ],
)
def test_a_slip_in_an_initiative_is_told_at_its_field(editing, changes, message):
    data = {
        "kind": "announced_commitment", "title_en": "Test bridge", "slug": "test-bridge",
        **inlines("milestones", "updates"),
    }  # fmt: skip

    response = editing.post(url("initiative", "add"), {**data, **changes})

    assert response.status_code == 200
    assert message in response.text
    assert not Initiative.objects.exists()


def test_a_quote_is_compared_with_its_source_as_it_is_saved(editing, db):
    source = make.SourceFactory()

    wrong = editing.post(
        url("citation", "add"), {"source": source.pk, "quote": "The test bridge is shut."}
    )
    right = editing.post(url("citation", "add"), {"source": source.pk, "quote": f" {QUOTE}\r\n"})
    twice = editing.post(url("citation", "add"), {"source": source.pk, "quote": QUOTE})

    assert "It agrees up to “The test bridge is ”" in wrong.text
    assert right.status_code == 302
    assert "already recorded as a citation" in twice.text
    citation = Citation.objects.get()
    assert source.text[citation.start : citation.end] == citation.quote == QUOTE


def test_a_source_is_entered_and_its_text_kept(editing, db):
    data = {
        "publisher": "Test Times", "slug": "test-times", "language": "en",
        "published_on": "2026-05", "url": "https://times.example/", "text": " One.\r\nTwo. ",
    }  # fmt: skip

    response = editing.post(url("source", "add"), data)
    again = editing.post(url("source", "add"), {**data, "slug": "copy"})

    assert response.status_code == 302
    assert Source.objects.get().text == " One.\nTwo. "
    assert "This text is archived already" in again.text


def test_a_cited_source_is_read_only(editing, db):
    source = make.CitationFactory().source

    page = editing.get(url("source", "change", source.pk))
    data = {"publisher": "Renamed", "text": "Other.", "version": version_on(page)}
    response = editing.post(url("source", "change", source.pk), data)

    assert 'name="text"' not in page.text
    assert 'name="slug"' not in page.text
    assert response.status_code == 302
    same = Source.objects.get()
    assert (same.publisher, same.text) == (source.publisher, source.text)


def test_a_citation_in_use_is_read_only(editing, db):
    citation = make.published_update().references.get().citation
    page = url("citation", "change", citation.pk)
    data = {"note_en": "Changed", "speaker": "", "version": version_on(editing.get(page))}

    response = editing.post(page, data)

    assert response.status_code == 302
    assert not Citation.objects.get().note_en


def test_what_is_public_keeps_its_citations(editing, db):
    organization = make.OrganizationFactory()
    reference = organization.references.get()

    page = editing.get(url("organization", "change", organization.pk)).text
    delete = editing.post(url("reference", "delete", reference.pk), {"post": "yes"})

    assert "references-0-DELETE" not in page
    assert delete.status_code == 403


def test_a_draft_can_be_deleted_with_its_references(editing, db):
    draft = make.DraftFactory()

    asked = question(editing, "statusupdate", draft)
    page = editing.get(asked)
    response = editing.post(asked, {"post": "yes"})

    assert page.status_code == 200
    assert response.status_code == 302
    assert not StatusUpdate.objects.exists()


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


@pytest.mark.parametrize("field", ["plan", "parent", "announced_at"])
def test_an_initiative_names_nothing_that_is_not_public(editing, field):
    hidden = {
        "plan": make.ActionPlanFactory,
        "parent": make.InitiativeFactory,
        "announced_at": make.EventFactory,
    }[field]()
    Reference.objects.all().delete()
    data = {
        "kind": "announced_commitment", "title_en": "Test", "slug": "test",
        **inlines("milestones", "updates"),
    }  # fmt: skip

    response = editing.post(url("initiative", "add"), {**data, field: hidden.pk})

    assert "is not public yet" in response.text


def test_a_draft_is_entered_by_one_and_published_by_another(editing, editor, reviewer):
    initiative, citation = make.InitiativeFactory(), make.CitationFactory()

    editing.post(
        url("statusupdate", "add"),
        {
            "initiative": initiative.pk, "status": "announced", "evidence": "stated",
            "changed_on": "2026-03", "sentence_en": "Test.", "references-TOTAL_FORMS": "1",
            "references-INITIAL_FORMS": "0", "references-0-citation": citation.pk,
        },
    )  # fmt: skip
    draft = StatusUpdate.objects.get()
    assert (draft.submitted_at, draft.created_by) == (None, editor)

    choose(editing, "submit_drafts", draft)()
    assert not LedgerEntry.objects.exists()
    editing.force_login(reviewer)
    response = choose(editing, "approve_submissions", draft)()

    initiative.refresh_from_db()
    assert f"Published: {draft}" in response.text
    assert initiative.status == "announced"
    assert LedgerEntry.objects.count() == 3  # its source, the initiative and its first update


def test_nobody_approves_their_own_submission_from_the_list(reviewer, client):
    own = steps.submission(by=reviewer)
    client.force_login(reviewer)

    response = choose(client, "approve_submissions", own)()

    assert "Nobody approves their own submission" in response.text
    assert not LedgerEntry.objects.exists()


def test_an_editor_approves_nothing_from_the_list(editing, reviewer):
    waiting = steps.submission(by=reviewer)

    choose(editing, "approve_submissions", waiting)()

    assert not LedgerEntry.objects.exists()


def test_a_draft_that_cannot_be_submitted_says_why(editing, db):
    bare, whole = make.DraftFactory(), make.DraftFactory()
    bare.references.all().delete()

    response = choose(editing, "submit_drafts", bare, whole)()

    assert f"{bare}: Nothing is published without a citation." in response.text
    assert f"Submitted: {whole}" in response.text
    assert list(StatusUpdate.objects.submitted()) == [whole]


def test_a_draft_that_moved_since_the_list_was_read_is_not_submitted(editing, db):
    moved, same = make.DraftFactory(), make.DraftFactory()
    send = choose(editing, "submit_drafts", moved, same)
    StatusUpdate.objects.filter(pk=moved.pk).update(sentence_en="Written meanwhile.")

    response = send()

    assert "Somebody else changed this meanwhile." in response.text
    assert list(StatusUpdate.objects.submitted()) == [same]


def test_a_submission_that_moved_since_the_list_was_read_is_not_published(editor, reviewer, client):
    moved, same = steps.submission(by=editor), steps.submission(by=editor)
    client.force_login(reviewer)
    send = choose(client, "approve_submissions", moved, same)
    StatusUpdate.objects.filter(pk=moved.pk).update(sentence_en="Written meanwhile.")

    response = send()

    assert "Somebody else changed this meanwhile." in response.text
    assert list(StatusUpdate.objects.published()) == [same]
    assert LedgerEntry.objects.count() == 3  # of the other one alone
    assert not Initiative.objects.get(pk=moved.initiative_id).published_at


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


def test_a_draft_published_since_its_form_was_opened_is_not_written(editing, db):
    draft = make.DraftFactory()
    page = url("statusupdate", "change", draft.pk)
    data = {"status": "dropped", "version": version_on(editing.get(page))}
    publish(update=draft, by=None)

    with steps.nothing_is_written():
        response = editing.post(page, data)

    assert response.status_code == 403


@pytest.mark.parametrize("person", ["editor", "administrator"])
def test_a_published_update_is_read_only(person, request, client):
    client.force_login(request.getfixturevalue(person))
    update = make.published_update()

    page = client.get(url("statusupdate", "change", update.pk))
    change = client.post(url("statusupdate", "change", update.pk), {"status": "dropped"})
    delete = client.post(url("statusupdate", "delete", update.pk), {"post": "yes"})
    bulk = client.post(
        url("statusupdate", "changelist"),
        {"action": "delete_selected", "_selected_action": [update.pk], "post": "yes"},
    )

    assert 'name="status"' not in page.text
    assert 'name="references-0-citation"' not in page.text
    assert change.status_code == delete.status_code == 403
    assert bulk.status_code < 500
    assert StatusUpdate.objects.get().status == "announced"
    assert Reference.objects.filter(update=update).count() == 1


def test_the_scripts_of_the_admin_have_the_texts_that_django_lacks(editing):
    text = editing.get(reverse("admin:jsi18n"), headers={"accept-language": "kk"}).text

    path = settings.BASE_DIR / "locale_upstream/kk/LC_MESSAGES/djangojs.po"
    catalogue = polib.pofile(str(path))
    entry = next(entry for entry in catalogue if entry.msgid == "Choose a Date")
    assert json.dumps(entry.msgstr) in text


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


def test_the_wording_of_a_published_initiative_is_read_only(editing, db):
    initiative = make.published_initiative()

    page = editing.get(url("initiative", "change", initiative.pk)).text

    for field in ("slug", "kind", "title_en", "summary_ru", "original_due", "status"):
        assert f'name="{field}"' not in page
    assert 'name="themes"' in page


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


def test_only_a_superuser_makes_or_touches_a_superuser(administrator, client):
    manager = person(Role.ADMINISTRATOR)
    client.force_login(manager)
    page = url("user", "change", manager.pk)
    data = {
        "username": manager.username, "first_name": "Test", "is_staff": "on", "is_active": "on",
        "is_superuser": "on", "date_joined_0": "2026-01-01", "date_joined_1": "12:00:00",
        "language": "en", "version": version_on(client.get(page)),
    }  # fmt: skip

    client.post(page, data)
    password = client.post(
        reverse("admin:auth_user_password_change", args=[administrator.pk]),
        {"password1": "a test password", "password2": "a test password"},
    )

    manager.refresh_from_db()
    assert manager.first_name == "Test"
    assert not manager.is_superuser
    assert password.status_code == 403
    assert 'name="version"' not in client.get(url("user", "change", administrator.pk)).text


def test_saving_an_initiative_leaves_alone_what_an_update_wrote_meanwhile(rf, administrator, db):
    initiative = make.published_initiative()
    model_admin = admin.site.get_model_admin(Initiative)
    opened = Initiative.objects.get(pk=initiative.pk)
    make.published_update(initiative=initiative, status="delivered", changed_on="2026-05")

    request = rf.post("/")
    request.user = administrator
    model_admin.save_model(request, opened, form=None, change=True)

    assert Initiative.objects.get().status == "delivered"


def test_a_citation_of_something_public_is_not_exchanged(editing, db):
    event, other = make.EventFactory(), make.CitationFactory()
    reference = event.references.get()
    page = url("event", "change", event.pk)

    response = editing.post(
        page,
        {
            "version": version_on(editing.get(page)),
            "name_en": "Renamed", "classification": "summit", "held_on": "2026-05",
            "references-TOTAL_FORMS": "1", "references-INITIAL_FORMS": "1",
            "references-0-id": reference.pk, "references-0-event": event.pk,
            "references-0-citation": other.pk,
        },
    )  # fmt: skip

    assert response.status_code == 302
    event.refresh_from_db()
    assert event.name_en == "Renamed"
    assert event.references.get().citation == reference.citation


@pytest.mark.parametrize("model", ["theme", "country"])
def test_what_initiatives_are_sorted_under_is_not_deleted(editing, model):
    value = {"theme": make.ThemeFactory, "country": make.CountryFactory}[model]()
    value.initiatives.add(make.published_initiative())

    one = editing.post(url(model, "delete", value.pk), {"post": "yes"})
    editing.post(
        url(model, "changelist"),
        {"action": "delete_selected", "_selected_action": [value.pk], "post": "yes"},
    )

    assert one.status_code == 403
    assert type(value).objects.filter(pk=value.pk).exists()


def test_a_milestone_is_not_reached_in_the_future(editing, db):
    initiative = make.InitiativeFactory()

    response = editing.post(
        url("milestone", "add"),
        {
            "initiative": initiative.pk, "title_en": "Test", "reached_on": "2999",
            **inlines("references"),
        },
    )  # fmt: skip

    assert "it is not reached yet" in response.text


def test_wording_typed_before_a_publication_does_not_change_it_afterwards(editing, db):
    draft = make.DraftFactory(initiative=make.InitiativeFactory(title_en="As published"))
    page = url("initiative", "change", draft.initiative.pk)
    opened = editing.get(page)
    assert 'name="title_en"' in opened.text
    publish(update=draft, by=None)

    data = {"title_en": "Typed before", **inlines("milestones", "updates")}
    for read in (opened, editing.get(page)):
        editing.post(page, {**data, "version": version_on(read)})

        assert Initiative.objects.get().title_en == "As published"
