"""The numbers that the pages draw lead to what they count."""

import re
from html import unescape

import pytest
import time_machine

from tests import factories as make
from tests.html import compact
from tracker.vocabulary import Kind, Status


@pytest.fixture
def record(db):
    """Initiatives of each kind and of most statuses, all of one theme, since the second of June."""
    with time_machine.travel("2026-06-02T12:00Z"):
        theme = make.ThemeFactory(slug="trade")
        for kind in Kind:
            plan = make.ActionPlanFactory() if kind == Kind.ACTION_PLAN_ITEM else None
            for status in (Status.ANNOUNCED, Status.PLANNED):
                initiative = make.InitiativeFactory(kind=kind, plan=plan)
                theme.initiatives.add(initiative)
                make.published_update(initiative=initiative, status=status)
        make.published_initiative()  # of no theme
    with time_machine.travel("2026-06-09T12:00Z"):
        yield


def strip_of(page):
    return compact(page.text).partition('<div class="strip">')[2].partition("</section>")[0]


@pytest.mark.parametrize("query", ["", "?as_of=2026-06-03"])
@pytest.mark.parametrize("path", ["/en/", "/en/themes/trade/"])
def test_each_number_of_the_strip_is_that_of_the_list_it_leads_to(record, client, path, query):
    strip = strip_of(client.get(path + query))
    bars = re.findall(r'<a href="([^"]+)" aria-label="[^"]+: (\d+)">', strip)
    figures = re.findall(
        r'class="figure [^"]+" href="([^"]+)">.*?<span class="big count">(\d+)<', strip
    )
    wishes = re.findall(r'class="wishes"><a href="([^"]+)">(\d+) ', strip)

    assert (len(bars), len(figures), len(wishes)) == (2, 2, 1)
    for address, number in [*bars, *figures, *wishes]:
        found = client.get(unescape(address)).context["page"].paginator.count
        assert found == int(number), address


@pytest.mark.parametrize(
    ("begun", "quarters", "tick", "dy"), [("2026-05", True, 121, 37), ("2011", False, 110, 19)]
)
def test_the_years_of_the_trend_stand_below_its_quarters(begun, quarters, tick, dy, db, client):
    make.published_initiative(changed_on=begun)

    with time_machine.travel("2026-06-09T12:00Z"):
        page = client.get("/en/")

    trend = compact(page.text).partition('id="trend-title"')[2]
    ticks = re.findall(r'<line class="tick" [^>]* y2="(110|121)%"/>', trend)
    years = re.findall(r'<text class="year" [^>]* dy="(\d+)">', trend)
    assert ({*ticks}, {*years}) == ({str(tick)}, {str(dy)})
    assert ("Q2" in trend) == quarters


def test_what_is_no_wish_is_a_promise():
    assert {*Kind.promises(), Kind.ASPIRATION} == {*Kind}
    assert Kind.ASPIRATION not in Kind.promises()
