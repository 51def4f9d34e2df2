import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import reverse

from tests import factories as make
from tests.conftest import person
from tracker.actions.publish import publish
from tracker.models import Citation, Initiative, LedgerEntry, Reference, Source, StatusUpdate
from tracker.vocabulary import Role

MODELS = list(apps.get_app_config("tracker").get_models())
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

    page = editing.get(url("source", "change", source.pk)).text
    editing.post(url("source", "change", source.pk), {"publisher": "Renamed", "text": "Other."})

    assert 'name="text"' not in page
    assert 'name="slug"' not in page
    same = Source.objects.get()
    assert (same.publisher, same.text) == (source.publisher, source.text)


def test_a_citation_in_use_is_read_only(editing, db):
    citation = make.published_update().references.get().citation

    editing.post(url("citation", "change", citation.pk), {"note_en": "Changed", "speaker": ""})

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

    response = editing.post(url("statusupdate", "delete", draft.pk), {"post": "yes"})

    assert response.status_code == 302
    assert not StatusUpdate.objects.exists()


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
        **inlines("updates"),
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


def test_a_draft_with_its_citation_is_entered_and_published(editing, editor, db):
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
    assert (draft.published_at, draft.created_by) == (None, editor)

    editing.post(
        url("statusupdate", "changelist"),
        {"action": "publish_drafts", "_selected_action": [draft.pk]},
    )

    initiative.refresh_from_db()
    assert initiative.status == "announced"
    assert LedgerEntry.objects.count() == 1


def test_a_draft_that_cannot_be_published_says_why(editing, db):
    draft = make.DraftFactory()
    draft.references.all().delete()

    response = editing.post(
        url("statusupdate", "changelist"),
        {"action": "publish_drafts", "_selected_action": [draft.pk]},
        follow=True,
    )

    assert "Nothing is published without a citation." in response.text
    assert not LedgerEntry.objects.exists()


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

    response = editing.post(url(model, "delete", row.pk), {"post": "yes"})

    assert response.status_code < 500
    assert type(row).objects.filter(pk=row.pk).exists()


def test_only_a_superuser_makes_or_touches_a_superuser(administrator, client):
    manager = person(Role.ADMINISTRATOR)
    client.force_login(manager)
    data = {"username": manager.username, "is_staff": "on", "is_active": "on", "is_superuser": "on"}

    client.post(url("user", "change", manager.pk), data)
    password = client.post(
        reverse("admin:auth_user_password_change", args=[administrator.pk]),
        {"password1": "a test password", "password2": "a test password"},
    )

    manager.refresh_from_db()
    assert not manager.is_superuser
    assert password.status_code == 403
    assert client.get(url("user", "change", manager.pk)).status_code == 200


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

    editing.post(
        url("event", "change", event.pk),
        {
            "name_en": event.name_en, "classification": "summit", "held_on": "2026-05",
            "references-TOTAL_FORMS": "1", "references-INITIAL_FORMS": "1",
            "references-0-id": reference.pk, "references-0-event": event.pk,
            "references-0-citation": other.pk,
        },
    )  # fmt: skip

    assert event.references.get().citation == reference.citation


@pytest.mark.parametrize("model", ["theme", "country"])
def test_what_initiatives_are_sorted_under_is_not_deleted(editing, model):
    lens = {"theme": make.ThemeFactory, "country": make.CountryFactory}[model]()
    lens.initiatives.add(make.published_initiative())

    one = editing.post(url(model, "delete", lens.pk), {"post": "yes"})
    editing.post(
        url(model, "changelist"),
        {"action": "delete_selected", "_selected_action": [lens.pk], "post": "yes"},
    )

    assert one.status_code == 403
    assert type(lens).objects.filter(pk=lens.pk).exists()


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
    assert 'name="title_en"' in editing.get(page).text
    publish(update=draft, by=None)

    editing.post(page, {"title_en": "Typed before", **inlines("milestones", "updates")})

    assert Initiative.objects.get().title_en == "As published"
