import pytest

from tests import factories as make
from tracker.models import Alias
from tracker.models.visibility import is_public


def draft_citation():
    return make.DraftFactory().references.get().citation


def public_citation():
    return make.published_update().references.get().citation


HIDDEN = {
    "an initiative without an update": make.InitiativeFactory,
    "a draft": make.DraftFactory,
    "the quote of a draft": draft_citation,
    "the source of a draft": lambda: draft_citation().source,
    "a step of what is not public": make.MilestoneFactory,
    "somebody of the staff": make.UserFactory,
    "a body that nobody published, although a quote supports it": lambda: make.OrganizationFactory(
        stays_draft=True
    ),
    "a quote of context that nobody published": lambda: make.CitationFactory(is_context=True),
    "another name of what is not public": lambda: Alias.objects.create(
        name="Test", theme=make.ThemeFactory(stays_draft=True)
    ),
}
SHOWN = {
    "an initiative with an update": make.published_initiative,
    "an update": make.published_update,
    "its quote": public_citation,
    "its source": lambda: public_citation().source,
    "a step of what is public": lambda: make.MilestoneFactory(
        initiative=make.published_initiative()
    ),
    "a theme": make.ThemeFactory,
    "a body that is published": make.OrganizationFactory,
    "another name of what is public": lambda: Alias.objects.create(
        name="Test", theme=make.ThemeFactory()
    ),
}


@pytest.mark.parametrize("what", HIDDEN)
def test_is_not_public(db, what):
    assert not is_public(HIDDEN[what]())


@pytest.mark.parametrize("what", SHOWN)
def test_is_public(db, what):
    assert is_public(SHOWN[what]())


def test_the_database_is_asked_and_not_the_row(db, django_assert_num_queries):
    initiative = make.InitiativeFactory()
    make.published_update(initiative=initiative)
    initiative.published_at = None

    with django_assert_num_queries(1):
        assert is_public(initiative)
