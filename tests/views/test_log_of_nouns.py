"""The corrections log and its feed tell of every noun, whatever was typed."""

from xml.etree import ElementTree

import pytest

from tests import factories as make
from tests.actions.steps import revised

MAKERS = [
    make.EventFactory, make.PlaceFactory, make.OrganizationFactory, make.WorkingGroupFactory,
    make.CountryFactory, make.ThemeFactory, make.SpeakerFactory, make.ActionPlanFactory,
]  # fmt: skip
PAGES = ("/en/corrections/", "/kk/corrections/", "/en/corrections.atom")


@pytest.mark.parametrize("factory", MAKERS, ids=lambda factory: factory.__name__)
def test_a_renamed_noun_stands_in_log_and_feed(client, editor, reviewer, factory):
    row = factory()
    row.refresh_from_db()
    revised(row, by=editor, reviewer=reviewer, name_en="Another name")

    for page in PAGES:
        answer = client.get(page)

        assert answer.status_code == 200
        assert "Another name" in answer.text


def test_a_milestone_leads_to_its_initiative(client, editor, reviewer):
    step = make.MilestoneFactory(initiative=make.published_initiative())
    step.refresh_from_db()
    revised(step, by=editor, reviewer=reviewer, title_en="Another step")

    shown = client.get(PAGES[0]).text

    assert f'<a href="{step.initiative.get_absolute_url()}#revision-' in shown
    assert client.get(PAGES[2]).status_code == 200


def test_a_link_is_told_by_its_name(client, editor, reviewer):
    initiative, state = make.published_initiative(), make.CountryFactory(name_en="Test state")
    revised(
        initiative, by=editor, reviewer=reviewer, corrects=True, countries=state.slug
    )  # fmt: skip

    for page in PAGES:
        assert "Test state" in client.get(page).text


def test_what_xml_forbids_does_not_end_the_feed(client, editor, reviewer):
    initiative = make.published_initiative()
    revised(initiative, by=editor, reviewer=reviewer, title_en="Strengthen\x0bcooperation\x0c")

    answer = client.get(PAGES[2])

    assert answer.status_code == 200
    ElementTree.fromstring(answer.content)  # noqa: S314
