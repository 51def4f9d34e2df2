"""What a brief says of a plan, before it is typeset; tests/views/test_briefs.py reads the PDF."""

from datetime import date

import pytest
from django.utils import translation

from tests import factories as make
from tracker.models import Initiative
from tracker.publishing import briefs
from tracker.reading.changes import Change
from tracker.reading.record_at import RecordAt
from tracker.rules.tally import Tally
from tracker.vocabulary import Kind

TODAY = date(2026, 6, 15)


@pytest.fixture
def brief(db, monkeypatch):
    """Return the data of a brief instead of its PDF."""
    monkeypatch.setattr(briefs, "typeset", lambda template, data, *, form: data)

    def brief(*, shown=None, changes=(), has_more=False, total=None, newest=None):
        items = list(Initiative.objects.with_schedule(on=TODAY)) if shown is None else shown
        for item in items:
            item.newest_update = item.pk  # any key: `newest` has the reference by it
        total = len(items) if total is None else total
        return briefs.plan_brief(
            make.ActionPlanFactory(name_en="Test plan", period="2026/2027"),
            RecordAt(today=TODAY),
            tally=Tally([("joint_initiative", "planned", total)]), items=items,
            newest=newest or {}, period=(date(2026, 5, 1), TODAY), changes=changes,
            has_more_changes=has_more, absolute="https://tracker.example{}".format,
            address="tracker.example/en/plans/test/",
        )  # fmt: skip

    return brief


def test_a_brief_names_its_plan_its_period_and_its_day(brief):
    found = brief()

    assert found["title"] == {"text": "Test plan", "language": "en"}
    assert (found["kind"], found["period"]) == ("Action plan", "2026–2027")
    assert found["day"] == "The record as of 15 June 2026"
    assert found["changes_title"] == "What changed from 1 May 2026 to 15 June 2026"


@pytest.mark.parametrize(
    ("kind", "due", "told"),
    [
        (Kind.JOINT_INITIATIVE, "2026-05", "Overdue: May 2026"),
        (Kind.JOINT_INITIATIVE, "2026-33", "Overdue: first quarter of 2026"),
        (Kind.JOINT_INITIATIVE, "", "No deadline"),
        (Kind.ASPIRATION, "2026-05", "hoped for: May 2026"),
        (Kind.ASPIRATION, "", ""),
    ],
)
def test_a_deadline_is_told_in_words_and_a_wish_has_none(brief, kind, due, told):
    make.published_initiative(kind=kind, original_due=due)

    [item] = brief()["items"]

    assert item["facts"] == [told, "Stated by those involved"]
    assert bool(item["wish"]) == (kind == Kind.ASPIRATION)


def test_an_item_has_its_latest_sentence_and_the_source_of_it(brief):
    initiative = make.published_initiative(title_en="Test bridge", slug="bridge")
    reference = initiative.updates.get().references.get()

    [item] = brief(newest={initiative.pk: reference})["items"]

    assert item["title"] == {"text": "Test bridge", "language": "en"}
    assert item["url"] == "https://tracker.example/en/initiatives/bridge/"
    assert item["sentence"]["text"] == "The test minister announced it."
    assert item["source"] == "Test Gazette, 1 March 2026"


def test_a_text_that_is_not_translated_says_in_which_language_it_is(brief):
    make.published_initiative(title_en="Test bridge", title_ru="")

    with translation.override("kk"):
        [item] = brief()["items"]

    assert item["title"] == {"text": "Test bridge", "language": "en"}


def changed(before=None, relinked=None, **after):
    row = make.published_initiative(**after)
    if before is None:
        return Change(None, row, {})
    earlier = Initiative.objects.get(pk=row.pk)
    for field, value in before.items():
        setattr(earlier, field, value)
    return Change(earlier, row, relinked or {})


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (None, {}, ["New in the record: Announced"]),
        ({"status": "planned"}, {}, ["Planned → Announced"]),
        ({"evidence": "documented"}, {}, ["Documented → Stated by those involved"]),
        ({"due": "2026-33"}, {"original_due": "2027"}, ["Deadline: first quarter of 2026 → 2027"]),
        ({"due": ""}, {"original_due": "2027"}, ["Deadline: — → 2027"]),
        ({"due": "2026"}, {"original_due": "2027", "kind": Kind.ASPIRATION}, ["2026 → 2027"]),
        ({"title_en": "Old"}, {"title_en": "New"}, ["Title: Old → New"]),
        ({"summary_en": "Old"}, {"summary_en": "New"}, ["Summary: changed"]),
        (
            {"status": "planned"},
            {"relinked": {"countries": ("", "tr"), "themes": ("a", "a")}},
            ["Planned → Announced", "Countries: changed"],
        ),
        ({}, {}, ["An update was added; status and deadline are the same."]),
    ],
)
def test_a_change_is_told_by_what_moved(brief, before, after, told):
    [change] = brief(changes=[changed(before, **after)])["changes"]

    assert change["told"] == told


def test_a_brief_says_when_it_leaves_something_out(brief):
    change = changed()

    assert brief()["changes_note"] == "Nothing moved between these days."
    assert brief(changes=[change])["changes_note"] == ""
    assert brief(changes=[change], has_more=True)["changes_note"] == "Only the latest 1 is shown."
    assert brief(total=1)["items_note"] == ""
    assert brief(total=3)["items_note"].startswith("1 of 3 initiatives are shown")
    assert "name no initiative" in brief(shown=[], total=0)["items_note"]
