"""Initiatives, their steps and their updates, in the data entry."""

import pytest

from tests import factories as make
from tests.actions import steps
from tests.admin.steps import choose, filled, inlines, question, save, told, url
from tests.views.conftest import version_on
from tracker.actions.publish import publish
from tracker.models import (
    Initiative,
    LedgerEntry,
    Reference,
    Revision,
    StatusUpdate,
    Submission,
)


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
        ({"original_due": "in spring"}, "for example 2026, May 2026 or 15.05.2026"),
        ({"kind": "action_plan_item"}, "An action-plan item needs its plan."),
        ({"kind": "promise"}, "Select a valid choice"),
        ({"slug": "not a slug"}, "valid “slug”"),
        ({"title_en": "", "title_ru": ""}, "It must be there in one language at least."),
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


def test_a_draft_can_be_deleted_with_its_references(editing, db):
    draft = make.DraftFactory()

    asked = question(editing, "statusupdate", draft)
    page = editing.get(asked)
    response = editing.post(asked, {"post": "yes"})

    assert page.status_code == 200
    assert response.status_code == 302
    assert not StatusUpdate.objects.exists()


def test_an_initiative_is_no_part_of_one_that_is_not_public(editing, db):
    hidden = make.InitiativeFactory()

    response = save(
        editing, url("initiative", "add"), kind="announced_commitment", title_en="Test",
        slug="test", parent=hidden.pk,
    )  # fmt: skip

    assert "is not public yet" in told(response)["parent"][0]


@pytest.mark.parametrize("field", ["plan", "announced_at", "themes"])
def test_a_draft_names_drafts_and_what_is_public_does_not(editing, field):
    """What an initiative needs is published with its first update."""
    hidden = {
        "plan": make.ActionPlanFactory,
        "announced_at": make.EventFactory,
        "themes": make.ThemeFactory,
    }[field](stays_draft=True)
    public = make.published_initiative()
    before = [*Initiative.objects.filter(pk=public.pk).values()]

    drafted = save(
        editing, url("initiative", "add"), kind="announced_commitment", title_en="Test",
        slug="test", **{field: hidden.pk},
    )  # fmt: skip
    save(
        editing, url("initiative", "change", public.pk), reason="Test",
        quotes=[make.CitationFactory().pk], **{field: hidden.pk},
    )  # fmt: skip

    assert drafted.status_code == 302
    draft = Initiative.objects.get(slug="test")
    named = getattr(draft, field)
    assert (named.get() if field == "themes" else named) == hidden
    assert [*Initiative.objects.filter(pk=public.pk).values()] == before
    assert not Revision.objects.changes().exists()


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


def test_what_is_submitted_from_the_list_is_one_submission(editing, db):
    bare, *whole = make.DraftFactory(), make.DraftFactory(), make.DraftFactory()
    bare.references.all().delete()

    choose(editing, "submit_drafts", bare, *whole)()

    waiting = StatusUpdate.objects.submitted()
    assert [update.submission for update in waiting] == [Submission.objects.get()] * 2


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


def test_what_a_published_initiative_is_and_where_it_stands_is_read_only(editing, db):
    initiative = make.published_initiative()

    page = editing.get(url("initiative", "change", initiative.pk)).text

    for field in ("slug", "kind", "plan", "original_due", "due", "status", "evidence"):
        assert f'name="{field}"' not in page, field
    for field in ("title_en", "summary_ru", "themes", "parent", "citations", "reason"):
        assert f'name="{field}"' in page, field


def test_what_a_published_initiative_says_is_proposed(editing, db):
    initiative = make.published_initiative(title_en="Test bridge")
    theme, quote = make.ThemeFactory(), make.CitationFactory()

    response = save(
        editing, url("initiative", "change", initiative.pk), title_en="Bridge",
        themes=[theme.pk], citations=[quote.pk], reason="Shorter.", quotes=[quote.pk],
    )  # fmt: skip

    assert response.status_code == 302, told(response)
    waiting = {one.column: (one.old, one.new) for one in Revision.objects.submitted()}
    assert waiting.keys() == {"title_en", "themes", "citations"}
    assert waiting["title_en"] == ("Test bridge", "Bridge")
    assert waiting["themes"] == ("", theme.slug)
    initiative.refresh_from_db()
    assert initiative.title_en == "Test bridge"
    assert not initiative.themes.exists()
    assert not initiative.references.exists()


def test_a_proposal_leaves_alone_what_an_update_wrote_meanwhile(editing, db):
    initiative = make.published_initiative()
    page = url("initiative", "change", initiative.pk)
    data = filled(editing.get(page), title_en="Typed", reason="Test")
    make.published_update(initiative=initiative, status="delivered", changed_on="2026-05")

    response = editing.post(page, data)

    assert response.status_code == 302
    assert Initiative.objects.get().status == "delivered"
    assert Revision.objects.submitted().get().new == "Typed"


def test_a_milestone_is_not_reached_in_the_future(editing, db):
    initiative = make.InitiativeFactory()

    response = editing.post(
        url("milestone", "add"),
        {"initiative": initiative.pk, "title_en": "Test", "reached_on": "2199"},
    )

    assert "it is not reached yet" in response.text


def test_wording_typed_before_a_publication_does_not_change_it_afterwards(editing, db):
    draft = make.DraftFactory(initiative=make.InitiativeFactory(title_en="As published"))
    page = url("initiative", "change", draft.initiative.pk)
    opened = editing.get(page)
    assert 'name="original_due"' in opened.text
    publish(update=draft, by=None)

    for read in (opened, editing.get(page)):
        data = filled(read, title_en="Typed before", original_due="2030")
        response = editing.post(page, data)

        assert told(response).keys() >= {"reason"}
        initiative = Initiative.objects.get()
        assert (initiative.title_en, initiative.original_due) == ("As published", "")
        assert not Revision.objects.changes().exists()
