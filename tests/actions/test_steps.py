"""The pages offer a step exactly if the action takes it: each person, stage and step is tried."""

import pytest
from django.core.exceptions import ValidationError

from tests.actions import steps
from tests.actions.forgery import undone
from tests.factories import InitiativeFactory, OrganizationFactory, ThemeFactory, UserFactory
from tracker.actions import correct, nouns, review, submissions
from tracker.actions.drafts import save_draft
from tracker.actions.refusals import NotAllowed
from tracker.actions.steps import STEPS, allowed_steps
from tracker.models import Correction, Revision, StatusUpdate, Withdrawal

PEOPLE = ("author", "reviewer", "second_reviewer", "editor", "auditor", "administrator", "nobody")


def _edit(row, by):
    citation = row.references.get().citation
    save_draft(update=row, quote=citation.quote, source=citation.source, by=by, version=None)


REVIEWED = {
    "return": lambda row, by: review.return_to_author(row=row, by=by, note="When?", version=None),
    "discard": lambda row, by: review.discard(row=row, by=by, version=None),
}
ACTIONS = {
    StatusUpdate: {
        "edit": _edit,
        "submit": lambda row, by: review.submit(row=row, by=by, version=None),
        "approve": lambda row, by: submissions.approve(row=row, by=by, version=None),
        "emergency": lambda row, by: review.publish_in_emergency(
            row=row, by=by, reason="The dam breaks.", version=None
        ),
        "countersign": lambda row, by: review.countersign(row=row, by=by, version=None),
        "correct": lambda row, by: correct.propose(
            retraction=Correction(update=row, reason_en="Test"), by=by, version=None
        ),
        "withdraw": lambda row, by: correct.propose(
            retraction=Withdrawal(update=row, reason_en="Test"), by=by, version=None
        ),
        **REVIEWED,
    },
    Revision: {
        "submit": lambda row, by: review.submit(row=row, by=by, version=None),
        "approve": lambda row, by: submissions.approve(row=row, by=by, version=None),
        **REVIEWED,
    },
}


def _returned(row, by):
    return review.return_to_author(row=row, by=by, note="When?", version=None)


UPDATES = {
    "a draft": lambda people, **row: steps.draft(by=people["author"], **row),
    "a draft of nobody": lambda people, **row: steps.draft(by=None, **row),
    "a draft of a reviewer": lambda people, **row: steps.draft(by=people["reviewer"], **row),
    "a submission": lambda people, **row: steps.submission(by=people["author"], **row),
    "a submission of a reviewer": lambda people, **row: steps.submission(
        by=people["reviewer"], **row
    ),
    "a returned one": lambda people, **row: _returned(
        steps.submission(by=people["author"], **row), people["reviewer"]
    ),
    "a published one": lambda people, **row: steps.approved(
        by=people["author"], reviewer=people["reviewer"], **row
    ),
    "an emergency": lambda people, **row: steps.emergency(by=people["reviewer"], **row),
}
RETRACTED = {"corrected": steps.correct, "withdrawn": steps.withdraw}


@pytest.fixture
def people(request, initiative):
    found = {name: request.getfixturevalue(name) for name in PEOPLE if name != "nobody"}
    return found | {"nobody": UserFactory()}


def assert_pages_and_actions_agree(row, people):
    for name, person in people.items():
        fresh = type(row).objects.get(pk=row.pk)
        assert (name, taken(fresh, person)) == (name, allowed_steps(person, fresh))


def taken(row, person):
    """Return the steps that the actions let the person take; each is taken back."""
    found = set()
    for step, take in ACTIONS[type(row)].items():
        with undone():
            try:
                take(type(row).objects.get(pk=row.pk), person)
            except (NotAllowed, ValidationError):
                continue
            found.add(step)
    return found


def test_every_step_has_its_action():
    assert {model: set(table) for model, table in STEPS.items()} == {
        model: set(actions) for model, actions in ACTIONS.items()
    }


@pytest.mark.parametrize("stage", UPDATES)
def test_pages_and_actions_agree_on_an_update(stage, initiative, people):
    row = UPDATES[stage](people, initiative=initiative, sentence_en="Another.")

    assert_pages_and_actions_agree(row, people)


@pytest.mark.parametrize("retraction", RETRACTED)
def test_pages_and_actions_agree_on_what_is_retracted(retraction, initiative, people):
    row = UPDATES["a published one"](people, initiative=initiative, sentence_en="Another.")
    RETRACTED[retraction](row, by=people["second_reviewer"])

    assert_pages_and_actions_agree(row, people)


@pytest.mark.parametrize("stage", ["submitted", "returned", "published"])
def test_pages_and_actions_agree_on_a_revision(stage, initiative, people):
    [row] = steps.proposal(initiative, by=people["editor"], title_en="Another title")
    if stage == "returned":
        row = _returned(row, people["reviewer"])
    elif stage == "published":
        row = submissions.approve(row=row, by=people["reviewer"], version=None)

    assert_pages_and_actions_agree(row, people)


NEW = {
    "a draft": lambda people: nouns.draft(row=_theme(), by=people["editor"]),
    "a draft of a reviewer": lambda people: nouns.draft(row=_theme(), by=people["reviewer"]),
    "one that waits": lambda people: _handed_in(people),
    "a returned one": lambda people: _returned(_handed_in(people), people["reviewer"]),
    "one that an initiative names": lambda people: _named(people),
}


def _theme():
    return ThemeFactory(stays_draft=True)


def _handed_in(people):
    return review.hand_in(nouns.draft(row=_theme(), by=people["editor"]), people["editor"])


def _named(people):
    new = nouns.draft(row=_theme(), by=people["editor"])
    InitiativeFactory(themes=[new.theme])
    return new


@pytest.mark.parametrize("stage", NEW)
def test_pages_and_actions_agree_on_a_new_noun(stage, people):
    row = NEW[stage](people)

    assert_pages_and_actions_agree(row, people)


def test_nobody_approves_a_noun_that_they_wrote_whoever_names_it(initiative, people):
    """Not even along with an update, or another noun, of somebody else."""
    nouns.draft(row=(theme := _theme()), by=people["reviewer"])
    body = OrganizationFactory(stays_draft=True)
    body.themes.add(theme)
    new = review.hand_in(nouns.draft(row=body, by=people["editor"]), people["editor"])

    assert "approve" not in allowed_steps(people["reviewer"], new)
    assert "return" not in allowed_steps(people["reviewer"], new)
    assert "approve" in allowed_steps(people["second_reviewer"], new)
    assert_pages_and_actions_agree(new, people)
