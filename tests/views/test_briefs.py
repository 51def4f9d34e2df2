from io import BytesIO

import pytest
import time_machine
from django.urls import reverse
from pypdf import PdfReader

from tests import factories as make
from tests.actions import steps
from tracker.models.data_version import bump
from tracker.views import briefs
from tracker.vocabulary import Kind


@pytest.fixture
def plan(db):
    with time_machine.travel("2026-06-01T12:00Z"):
        return make.ActionPlanFactory(name_en="Test plan", name_ru="Пробный план", slug="test-plan")


@pytest.fixture
def read(client, plan):
    """Return the text of the brief, its lines joined; the reader itself with `whole`."""

    def read(language="en", whole=False, **query):
        url = reverse("plan_brief", args=[plan.slug]).replace("/en/", f"/{language}/")
        response = client.get(url, {name.strip("_"): day for name, day in query.items()})
        assert response.status_code == 200, response.content
        assert response["Content-Type"] == "application/pdf"
        pdf = PdfReader(BytesIO(response.content))
        text = " ".join(" ".join(page.extract_text() for page in pdf.pages).split())
        return (pdf, text) if whole else text

    return read


@pytest.mark.parametrize(("language", "title"), [("en", "Test plan"), ("ru", "Пробный план")])
def test_a_brief_names_its_title_and_its_language_and_is_tagged(read, language, title):
    pdf, text = read(language, whole=True)

    root = pdf.trailer["/Root"]
    assert pdf.metadata.title == title
    assert root["/Lang"] == language
    assert root["/MarkInfo"]["/Marked"]
    assert title in text
    assert "1 / 1" in text
    assert f"testserver/{language}/plans/test-plan/" in text


def test_each_item_is_told_in_three_lines(read, plan):
    initiative = make.published_initiative(
        plan=plan, kind=Kind.ACTION_PLAN_ITEM, title_en="Test bridge", original_due="2020"
    )
    make.published_update(
        initiative=initiative, status="in_progress", changed_on="2026-04",
        sentence_en="Two piers stand.",
    )  # fmt: skip
    make.published_initiative(title_en="Elsewhere")

    text = read()

    assert "1 promise or project, by status" in text
    assert "Test bridge In progress · Overdue: 2020 · Stated by those involved" in text
    assert "Two piers stand. (Test Gazette, 1 March 2026)" in text
    assert "Ledger: entry" in text
    assert "Elsewhere" not in text


def test_a_wish_is_neither_counted_nor_late(read, plan):
    make.published_initiative(
        plan=plan, kind=Kind.ASPIRATION, title_en="Test hope", original_due="2020"
    )

    text = read()

    assert "Test hope (Aspiration: a hope, not a promise)" in text
    assert "hoped for: 2020" in text
    assert "1 aspiration, which is not counted here" in text
    assert "Overdue" not in text


def test_what_changed_in_the_period_is_told_and_no_more(read, plan, editor, reviewer):
    with time_machine.travel("2026-06-02T12:00Z"):
        bridge = make.published_initiative(
            plan=plan, title_en="Test bridge", original_due="2026-07"
        )
    with time_machine.travel("2026-06-05T12:00Z"):
        make.published_update(initiative=bridge, status="planned", changed_on="2026-06-05")
        bridge.refresh_from_db()
        steps.revised(bridge, by=editor, reviewer=reviewer, due="2026-08")
    with time_machine.travel("2026-06-09T12:00Z"):
        make.published_initiative(plan=plan, title_en="New bridge")
        period = read(from_="2026-06-03", to="2026-06-06")
        recent = read()
        nothing = read(from_="2026-06-06", to="2026-06-07")

    assert "What changed from 3 June 2026 to 6 June 2026" in period
    assert "Announced → Planned; Deadline: July 2026 → August 2026" in period
    assert period.index("→") < period.index("Initiatives")
    assert "New in the record" not in period
    assert recent.count("New in the record") == 2
    assert "Nothing moved between these days." in nothing


def test_a_brief_of_an_earlier_day_is_of_that_day(read, plan):
    with time_machine.travel("2026-06-02T12:00Z"):
        bridge = make.published_initiative(plan=plan, title_en="Test bridge")
    with time_machine.travel("2026-06-05T12:00Z"):
        make.published_update(
            initiative=bridge, status="planned", changed_on="2026-06-05", sentence_en="Later."
        )
        text = read(as_of="2026-06-03")

    assert "The record as of 3 June 2026" in text
    assert "Test bridge Announced" in text
    assert "Later." not in text


@pytest.mark.parametrize(
    "query",
    [{"from": "x"}, {"to": "2999-01-01"}, {"from": "2026-06-03", "to": "2026-06-02"}],
)
def test_a_period_that_makes_no_sense_is_refused_with_why(client, plan, query):
    with time_machine.travel("2026-06-09T12:00Z"):
        response = client.get(reverse("plan_brief", args=[plan.slug]), query)

    assert response.status_code == 400
    assert "day" in response.text


def test_a_long_plan_says_that_it_is_cut(read, plan, monkeypatch):
    monkeypatch.setattr(briefs, "MOST_ITEMS", 2)
    monkeypatch.setattr(briefs, "MOST_CHANGES", 1)
    for n in range(3):
        make.published_initiative(plan=plan, title_en=f"Bridge {n}", original_due=f"{2030 - n}")

    text = read()

    items = text[text.index("Initiatives") :]
    assert "2 of 3 initiatives are shown, by deadline." in items
    assert items.index("Bridge 2") < items.index("Bridge 1")
    assert "Bridge 0" not in items
    assert "Only the latest 1 is shown." in text


@pytest.mark.parametrize("odd", ["😀", "中", "\x01", "\x1b", "\uffff"])
def test_a_character_that_no_font_has_keeps_nobody_from_the_brief(read, plan, odd):
    make.published_initiative(plan=plan, title_en=f"The {odd} bridge", kind=Kind.ACTION_PLAN_ITEM)

    assert "bridge" in read()


def test_what_editors_type_is_not_markup(read, plan):
    make.published_initiative(plan=plan, title_en='#panic("x") $x$ *b* \\ <a>')

    assert '#panic("x") $x$ *b* \\ <a>' in read()


@pytest.mark.parametrize("number", [1, 12])
@pytest.mark.parametrize("query", [{}, {"as_of": "2026-06-03"}])
def test_a_brief_costs_the_same_for_few_and_for_many(
    read, plan, django_assert_max_num_queries, number, query
):
    with time_machine.travel("2026-06-02T12:00Z"):
        for _n in range(number):
            make.published_initiative(plan=plan)
    with time_machine.travel("2026-06-05T12:00Z"):
        read()
        bump()
        with django_assert_max_num_queries(20) as captured:
            read(**query)

    assert len(captured) == 9 + bool(query)  # the index of the earlier day
