import re

import pytest
import time_machine

from tests import factories as make
from tests.actions import steps
from tests.html import compact
from tracker.models import Initiative
from tracker.models.record_fields import citation_text, is_linked, linked_model
from tracker.vocabulary import RECORD, REVISED_DATES, RevisedField

PAGE = "/en/changes/"


def noon(day):
    return time_machine.travel(f"2026-06-{day:02}T12:00Z")


@pytest.fixture
def moved(db, editor, reviewer):
    """On the 2nd two initiatives; on the 4th one is planned, on the 6th a third is new."""
    with noon(2):
        bridge = make.published_initiative(title_en="Bridge", original_due="2026-07")
        make.published_initiative(title_en="Road")
    with noon(4):
        make.published_update(
            initiative=bridge, status="planned", evidence="documented", changed_on="2026-06"
        )
        bridge.refresh_from_db()
        steps.revised(bridge, by=editor, reviewer=reviewer, title_en="Long bridge", due="2026-08")
    with noon(6):
        make.published_initiative(title_en="Tunnel")
    with noon(9):
        yield


def rows(response):
    """Return {title: HTML} of the changes that a page shows."""
    parts = response.text.partition("</main>")[0].split('<li class="row">')[1:]
    return {re.search(r"<h3><a [^>]*>(.*?)</a>", part)[1]: part for part in parts}


def test_what_moved_is_shown_as_it_was_and_as_it_is(moved, client):
    found = rows(client.get(f"{PAGE}?from=2026-06-02&to=2026-06-05"))

    assert found.keys() == {"Long bridge"}
    bridge = found["Long bridge"]
    for before, after in (
        ("status-announced", "status-planned"),
        ("evidence-stated", "evidence-documented"),
        ("<del>July 2026</del>", "<ins>August 2026</ins>"),
    ):
        assert bridge.index(before) < bridge.index(after)
    assert "Title: <del>Bridge</del>" in bridge


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", {"Long bridge", "Road", "Tunnel"}),
        ("?from=2026-06-01", {"Long bridge", "Road", "Tunnel"}),
        ("?to=2026-06-03", {"Bridge", "Road"}),
        ("?from=2026-06-05", {"Tunnel"}),
        ("?from=2026-06-05&to=2026-06-05", set()),
        ("?from=2026-06-07&to=2026-06-09", set()),
        ("?from=2001-01-01&to=2026-06-01", set()),
        ("?as_of=2026-06-05", {"Long bridge", "Road"}),
    ],
)
def test_the_days_bound_what_is_compared(moved, client, query, titles):
    response = client.get(PAGE + query)

    assert response.status_code == 200
    assert rows(response).keys() == titles
    assert ("Nothing moved between these days." in response.text) == (not titles)


def test_a_new_initiative_is_called_new(moved, client):
    found = rows(client.get(f"{PAGE}?from=2026-06-05"))

    assert "New in the record" in found["Tunnel"]


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("from=yesterday", "This is not a day that we can read."),
        ("to=2026-02-30", "This is not a day that we can read."),
        ("from=2026-06", "This is not a day that we can read."),
        ("to=%00", "This is not a day that we can read."),
        ("to=2026-06-10", "This day is still ahead"),
        ("from=2026-06-10&to=2026-06-09", "This day is still ahead"),
        ("from=2026-06-05&to=2026-06-04", "The first day comes after the last."),
        ("from=2026-06-05&as_of=2026-06-04", "This day is still ahead"),
    ],
)
def test_days_that_make_no_sense_are_refused_with_why(moved, client, query, message):
    response = client.get(f"{PAGE}?{query}")

    assert response.status_code == 400
    assert message in response.text
    assert not rows(response)


LINKED = [field for field in RECORD["initiative"] if is_linked(Initiative, field)]
STOOD = [field for field in RECORD["initiative"] if field not in LINKED]


@pytest.mark.parametrize("field", STOOD)
def test_whatever_a_revision_may_change_is_named(field, db, client, editor, reviewer):
    with noon(2):
        bridge = make.published_initiative(original_due="2026-07", summary_en="The summary.")
        column = f"{field}_en" if hasattr(bridge, f"{field}_en") else field
        new = "2027" if field in REVISED_DATES else "Other words"
        before = getattr(bridge, column)
    with noon(4):
        steps.revised(bridge, by=editor, reviewer=reviewer, **{column: new})
    with noon(9):
        [shown] = rows(client.get(f"{PAGE}?from=2026-06-02")).values()

    assert f"{RevisedField(field).label}:" in compact(shown)
    assert field in REVISED_DATES or f"<del>{before or '—'}</del>" in shown
    assert "are the same" not in shown


def relink(initiative, field, **people):
    """Let a second person publish another link of the initiative."""
    quote = make.CitationFactory()
    text = citation_text(quote)
    if field != RevisedField.CITATIONS:
        text = make_of(linked_model(Initiative, field)).slug
    initiative.refresh_from_db()
    steps.revised(initiative, corrects=True, **people, **{field: text})


def make_of(model):
    if model is Initiative:
        return make.published_initiative(title_en="Parent")
    return getattr(make, f"{model.__name__}Factory")()


@pytest.mark.parametrize("field", LINKED)
def test_a_link_that_changed_is_named(field, db, client, editor, reviewer):
    with noon(2):
        bridge = make.published_initiative(title_en="Bridge")
    with noon(4):
        relink(bridge, field, by=editor, reviewer=reviewer)
    with noon(9):
        shown = rows(client.get(f"{PAGE}?from=2026-06-02"))["Bridge"]
        none = rows(client.get(f"{PAGE}?from=2026-06-04"))

    assert f"{RevisedField(field).label}: changed" in compact(shown)
    assert "are the same" not in shown
    assert not none


def test_a_link_is_told_of_the_days_between_and_no_others(db, client, editor, reviewer):
    people = {"by": editor, "reviewer": reviewer}
    with noon(2):
        bridge = make.published_initiative(title_en="Bridge")
    with noon(3):
        relink(bridge, "countries", **people)
    with noon(4):
        bridge.refresh_from_db()
        steps.revised(bridge, **people, title_en="Long bridge")
    with noon(6):
        relink(bridge, "events", **people)
    with noon(7):
        relink(bridge, "themes", **people)
    with noon(9):
        before, between, after = (
            rows(client.get(f"{PAGE}?from=2026-06-0{first}&to=2026-06-0{last}"))
            for first, last in ((2, 3), (3, 5), (5, 6))
        )

    assert "Countries: changed" in before["Bridge"]
    assert "Title:" in between["Long bridge"]
    for label in ("Countries:", "Events:", "Themes:"):
        assert label not in between["Long bridge"], label
    assert "Events: changed" in after["Long bridge"]
    assert "Themes:" not in after["Long bridge"]


def test_a_link_that_was_taken_back_moved_nothing(db, client, editor, reviewer):
    people = {"by": editor, "reviewer": reviewer}
    with noon(2):
        bridge = make.published_initiative(title_en="Bridge")
    with noon(3):
        relink(bridge, "themes", **people)
        bridge.refresh_from_db()
        steps.revised(bridge, **people, themes="")
    with noon(9):
        shown = rows(client.get(f"{PAGE}?from=2026-06-02"))["Bridge"]

    assert "Themes:" not in shown
    assert "are the same" in shown


def test_the_fields_keep_the_days_and_the_pages_too(moved, client, settings):
    settings.PAGE_SIZE = 1

    first = client.get(f"{PAGE}?from=2026-06-01&to=2026-06-05")
    second = client.get(f"{PAGE}?from=2026-06-01&to=2026-06-05&page=2")

    assert 'name="from" id="from" value="2026-06-01"' in first.text
    assert 'name="to" id="to" value="2026-06-05"' in first.text
    assert "?from=2026-06-01&amp;to=2026-06-05&amp;page=2" in first.text
    assert rows(first).keys() | rows(second).keys() == {"Long bridge", "Road"}


def test_an_empty_record_has_nothing_to_compare(db, client):
    response = client.get(PAGE)

    assert response.status_code == 200
    assert "Nothing moved between these days." in response.text


def test_a_wish_that_is_new_or_moved_is_called_one(moved, client, editor, reviewer):
    wish = make.published_initiative(title_en="Wish", kind="aspiration", original_due="2026-07")
    new = rows(client.get(PAGE))["Wish"]
    with noon(10):
        steps.revised(wish, by=editor, reviewer=reviewer, due="2026-08")
        shown = rows(client.get(f"{PAGE}?from=2026-06-09"))["Wish"]

    assert "Aspiration" in new
    assert "Aspiration" in shown
    assert "Hoped for: <del>" in compact(shown)
    assert "Deadline" not in shown
