"""Rewording what is public: proposed by one person, published by another."""

import json

import pytest
from django.core.exceptions import ValidationError

from tests.actions.steps import entry_of, nothing_is_written, proposal, raw, revised
from tests.factories import ActionPlanFactory, CitationFactory, InitiativeFactory, UserFactory
from tracker.actions import review, revise
from tracker.actions.refusals import Conflict, NotAllowed, OwnScope, SelfApproval
from tracker.actions.verify import Verification
from tracker.models import ActionPlan, Initiative, Revision, Snapshot, Source
from tracker.models.revision import revised_columns
from tracker.models.translated import in_each_language
from tracker.models.version import version_of
from tracker.vocabulary import REVISABLE


def approve(revision, *, by):
    revise.approve_revision(revision=revision, by=by, version=version_of(revision))


def public_row(name):
    """Return a row of what a revision may point to, as it stands in public."""
    if name == "initiative":
        return Initiative.objects.get()
    row = ActionPlanFactory() if name == "plan" else CitationFactory().source
    return type(row).objects.get(pk=row.pk)


MODELS = {"initiative": Initiative, "plan": ActionPlan, "source": Source}
COLUMNS = {name: [*revised_columns(model)] for name, model in MODELS.items()}
NEW = {"due": "2028", "period": "2027/2028", "url": "https://new.example/"}
"""The texts that have a form of their own."""


def test_the_columns_are_those_of_each_field_and_language():
    titles, names = in_each_language("title").values(), in_each_language("name").values()

    assert COLUMNS.keys() == REVISABLE.keys()
    assert {*titles, "due"} < {*COLUMNS["initiative"]}
    assert {*names, "period"} == {*COLUMNS["plan"]}
    assert {"title", "publisher", "url"} == {*COLUMNS["source"]}


@pytest.mark.parametrize(
    ("name", "column"), [(name, column) for name in COLUMNS for column in COLUMNS[name]]
)
def test_a_text_is_changed_once_somebody_else_approves(initiative, editor, reviewer, name, column):
    row = public_row(name)
    old, new = getattr(row, column) or "", NEW.get(column, "Other words")

    [revision] = proposal(row, by=editor, reason="A slip.", **{column: new})
    row.refresh_from_db()
    assert (getattr(row, column) or "", revision.stage) == (old, "submitted")
    approve(revision, by=reviewer)

    row.refresh_from_db()
    revision.refresh_from_db()
    assert getattr(row, column) == new
    assert (revision.stage, revision.published_by) == ("published", reviewer)
    payload = json.loads(entry_of(revision).payload)
    assert {key: payload[key] for key in ("old", "new", "reason", name)} == {
        "old": old, "new": new, "reason": "A slip.", name: row.slug,
    }  # fmt: skip
    assert list(Verification().findings()) == []


def test_a_text_in_one_language_leaves_the_others_as_they_are(initiative, editor, reviewer):
    revised(initiative, by=editor, reviewer=reviewer, summary_en="")
    initiative.refresh_from_db()

    revised(initiative, by=editor, reviewer=reviewer, summary_ru="Пробное изложение.")

    [row] = raw(Initiative).values("summary_en", "summary_ru")
    assert row == {"summary_en": "", "summary_ru": "Пробное изложение."}


def test_the_wording_of_before_stays_known_of_its_time(initiative, editor, reviewer):
    old = initiative.title_en

    [revision] = revised(initiative, by=editor, reviewer=reviewer, title_en="New title")

    before, after = Snapshot.objects.order_by("since")
    assert (before.title_en, after.title_en) == (old, "New title")
    assert before.until == after.since == revision.published_at
    assert " new " in after.search_text
    assert " new " not in before.search_text


def test_a_new_deadline_moves_the_present_one_and_leaves_the_first(initiative, editor, reviewer):
    revised(initiative, by=editor, reviewer=reviewer, due="2029")

    initiative.refresh_from_db()
    assert (initiative.original_due, initiative.due) == ("2027", "2029")
    assert str(initiative.due_latest) == "2029-12-31"
    assert [snapshot.due for snapshot in Snapshot.objects.order_by("since")] == ["2027", "2029"]


def test_a_text_may_be_taken_away_where_it_may_be_empty(initiative, editor, reviewer):
    revised(initiative, by=editor, reviewer=reviewer, summary_en="")

    initiative.refresh_from_db()
    assert initiative.summary_en == ""
    assert list(Verification().findings()) == []


def test_each_text_that_differs_is_a_revision_of_its_own(initiative, editor):
    revisions = proposal(
        initiative, by=editor, title_en="New title", title_ru=initiative.title_ru, summary_ru="",
        due="2028",
    )  # fmt: skip

    assert [(revision.field, revision.language) for revision in revisions] == [
        ("title", "en"), ("due", ""),
    ]  # fmt: skip


def test_what_does_not_differ_is_refused(initiative, editor):
    with pytest.raises(ValidationError, match="Nothing differs"), nothing_is_written():
        proposal(initiative, by=editor, title_en=initiative.title_en, summary_ru="")


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_revision_needs_a_reason(initiative, editor, reason):
    with pytest.raises(ValidationError, match="why it is changed"), nothing_is_written():
        proposal(initiative, by=editor, reason=reason, title_en="New title")


@pytest.mark.parametrize(
    ("name", "column", "new"),
    [
        ("initiative", "due", "soon"),
        ("initiative", "title_en", "x" * 301),
        ("plan", "period", "2026-13"),
        ("source", "publisher", ""),
        ("source", "url", "no address"),
    ],
    ids=lambda value: str(value)[:12],
)
def test_what_the_row_could_not_hold_is_refused(initiative, editor, name, column, new):
    row = public_row(name)

    with pytest.raises(ValidationError), nothing_is_written():
        proposal(row, by=editor, **{column: new})


def test_a_title_stays_in_one_language_at_least(initiative, editor):
    with pytest.raises(ValidationError, match="one language"), nothing_is_written():
        proposal(initiative, by=editor, title_en="", title_ru="")


def test_two_revisions_do_not_take_the_title_away_together(initiative, editor, reviewer):
    [english] = proposal(initiative, by=editor, title_en="")
    [russian] = proposal(initiative, by=editor, title_ru="")
    approve(english, by=reviewer)

    with pytest.raises(ValidationError, match="one language"), nothing_is_written():
        approve(russian, by=reviewer)


def test_a_second_revision_of_the_same_text_waits_for_the_first(initiative, editor):
    proposal(initiative, by=editor, title_en="New title")

    with pytest.raises(ValidationError, match="waits for review already"), nothing_is_written():
        proposal(initiative, by=editor, title_en="Newer title")


def test_a_text_may_be_revised_again_once_the_first_is_public(initiative, editor, reviewer):
    revised(initiative, by=editor, reviewer=reviewer, title_en="New title")
    initiative.refresh_from_db()

    revised(initiative, by=editor, reviewer=reviewer, title_en="Newer title")

    assert Initiative.objects.get().title_en == "Newer title"
    assert Snapshot.objects.count() == 3
    assert list(Verification().findings()) == []


def test_only_editors_propose(initiative, author, reviewer, auditor):
    for person in (author, reviewer, auditor, UserFactory()):
        with pytest.raises(NotAllowed), nothing_is_written():
            proposal(initiative, by=person, title_en="New title")


def test_a_revision_of_what_moved_meanwhile_is_refused(initiative, editor, reviewer):
    stale = version_of(initiative)
    revised(initiative, by=editor, reviewer=reviewer, title_en="New title")

    with pytest.raises(Conflict), nothing_is_written():
        revise.propose(
            row=initiative, changes={"summary_en": "New."}, reason="Test", by=editor, version=stale
        )


def test_nobody_approves_their_own_revision(initiative, editor, administrator):
    [revision] = proposal(initiative, by=administrator, title_en="New title")

    with pytest.raises(SelfApproval), nothing_is_written():
        approve(revision, by=administrator)


def test_nobody_approves_a_revision_in_their_own_scope(initiative, editor, reviewer):
    reviewer.countries.set(initiative.countries.all())
    [revision] = proposal(initiative, by=editor, title_en="New title")

    with pytest.raises(OwnScope), nothing_is_written():
        approve(revision, by=reviewer)


def test_only_reviewers_approve(initiative, author, editor, auditor):
    [revision] = proposal(initiative, by=editor, title_en="New title")

    for person in (author, auditor, UserFactory()):
        with pytest.raises(NotAllowed), nothing_is_written():
            approve(revision, by=person)


@pytest.mark.parametrize(
    ("name", "column"), [("initiative", "title_en"), ("plan", "name_en"), ("source", "publisher")]
)
def test_a_revision_is_refused_if_the_text_moved(initiative, editor, reviewer, name, column):
    row = public_row(name)
    [revision] = proposal(row, by=editor, **{column: "New words"})
    type(row).objects.filter(pk=row.pk).update(**{column: "Others"})

    with pytest.raises(Conflict), nothing_is_written():
        approve(revision, by=reviewer)

    row.refresh_from_db()
    assert getattr(row, column) == "Others"


def test_a_revision_that_moved_itself_is_refused(initiative, editor, reviewer):
    [revision] = proposal(initiative, by=editor, title_en="New title")
    stale = version_of(revision)
    Revision.objects.update(new="Newer title")

    with pytest.raises(Conflict), nothing_is_written():
        revise.approve_revision(revision=revision, by=reviewer, version=stale)


def test_a_revision_is_published_once(initiative, editor, reviewer):
    [revision] = revised(initiative, by=editor, reviewer=reviewer, title_en="New title")

    with pytest.raises(ValidationError, match="does not wait"), nothing_is_written():
        approve(revision, by=reviewer)


def test_a_returned_revision_frees_the_text_for_another(initiative, editor, reviewer):
    [revision] = proposal(initiative, by=editor, title_en="New title")
    review.return_to_author(row=revision, by=reviewer, note="Why?", version=version_of(revision))

    revised(initiative, by=editor, reviewer=reviewer, title_en="Newer title")

    revision.refresh_from_db()
    assert (revision.stage, revision.review_note) == ("returned", "Why?")
    assert Initiative.objects.get().title_en == "Newer title"


def test_one_s_own_revision_is_discarded_before_it_is_public(initiative, editor):
    [revision] = proposal(initiative, by=editor, title_en="New title")

    review.discard(row=revision, by=editor, version=version_of(revision))

    assert not Revision.objects.exists()


def test_a_revision_leaves_alone_what_others_write(initiative, editor, reviewer):
    source, plan = public_row("source"), public_row("plan")
    [of_source] = proposal(source, by=editor, publisher="New Gazette")
    [of_plan] = proposal(plan, by=editor, name_en="New plan")
    Source.objects.filter(pk=source.pk).update(title="Theirs")
    ActionPlan.objects.filter(pk=plan.pk).update(name_ru="Их")

    approve(of_source, by=reviewer)
    approve(of_plan, by=reviewer)

    source.refresh_from_db()
    plan.refresh_from_db()
    assert (source.title, source.publisher) == ("Theirs", "New Gazette")
    assert (plan.name_ru, plan.name_en) == ("Их", "New plan")


def test_a_revision_of_one_initiative_leaves_the_others_alone(initiative, editor, reviewer):
    other = InitiativeFactory(title_en="Other title")

    revised(initiative, by=editor, reviewer=reviewer, title_en="New title")

    other.refresh_from_db()
    assert other.title_en == "Other title"
