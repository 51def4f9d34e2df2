"""The list as a CSV file: the same filter, the same order, nothing that a spreadsheet would run."""

import csv
from datetime import date
from io import StringIO

import pytest
import time_machine
from django.db import connection

from tests import factories as make
from tests.actions import steps
from tracker.models import Initiative, LedgerEntry
from tracker.publishing.initiatives import COLUMNS, csv_parts
from tracker.publishing.ledger import json_lines
from tracker.reading.record_at import RecordAt

CSV = "/en/initiatives.csv"


def rows(response):
    text = response.getvalue().decode()
    return list(csv.DictReader(StringIO(text, newline="")))


def test_the_file_has_what_the_list_shows(db, client):
    plan = make.ActionPlanFactory(name_en="Test plan")
    make.published_initiative(
        slug="bridge", title_en="Test bridge", kind="action_plan_item", plan=plan,
        original_due="2026-35", status="planned", changed_on="2026-03",
    )  # fmt: skip
    make.InitiativeFactory(slug="draft")

    with time_machine.travel("2026-06-01"):
        response = client.get(CSV)
        found = rows(response)

    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert found == [
        {
            "slug": "bridge", "url": "http://localhost:8000/en/initiatives/bridge/",
            "title": "Test bridge", "kind": "action_plan_item", "status": "planned",
            "evidence": "stated", "schedule": "due", "original_due": "2026-35", "due": "2026-35",
            "status_since": "2026-03", "last_news": "2026-03-31", "plan": "Test plan",
        }
    ]  # fmt: skip


def test_the_file_names_the_head_of_the_ledger(db, client):
    make.published_initiative()
    head = LedgerEntry.objects.head()

    named = client.get(CSV)["Ledger-Head"].split()

    assert named[:2] == [str(head["sequence"]), head["digest"]]


@pytest.mark.parametrize("query", ["status=planned", "sort=title", "theme=the-one", "q=bridge"])
def test_the_filter_and_the_order_are_those_of_the_list(db, client, query):
    make.ThemeFactory(slug="the-one").initiatives.add(
        make.published_initiative(status="planned", title_en="Bridge B"),
        make.published_initiative(title_en="Bridge A"),
    )
    make.published_initiative(title_en="Tunnel", status="planned")

    shown = client.get(f"/en/initiatives/?{query}").context["page"].object_list

    assert [row["slug"] for row in rows(client.get(f"{CSV}?{query}"))] == [
        initiative.slug for initiative in shown
    ]


def test_the_titles_are_in_the_language_of_the_address(db, client):
    make.published_initiative(title_en="Test bridge", title_ru="Пробный мост")

    assert [row["title"] for row in rows(client.get("/ru/initiatives.csv"))] == ["Пробный мост"]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_run_by_a_spreadsheet(db, client, sign):
    formula = f'{sign}HYPERLINK("http://evil.example")'
    make.published_initiative(title_en=formula, plan=make.ActionPlanFactory(name_en=formula))

    [row] = rows(client.get(CSV))

    assert row["title"] == row["plan"] == f"'{formula}"


@pytest.mark.parametrize("title", ["A = b", "1 + 1", "Mail test@example", "‑ a dash of its own"])
def test_a_sign_within_a_title_is_left_alone(db, client, title):
    make.published_initiative(title_en=title)

    [row] = rows(client.get(CSV))

    assert row["title"] == title


def test_an_initiative_without_a_plan_has_an_empty_cell(db, client):
    make.published_initiative()

    [row] = rows(client.get(CSV))

    assert row["plan"] == ""


@pytest.mark.parametrize("title", ['a, "b"', '"', ",", "a\r\nb", "a\nb", "a\rb", " a;\tb' "])
def test_a_title_comes_back_as_it_was(db, client, title):
    plan = make.ActionPlanFactory(name_en=title)
    make.published_initiative(title_en=title, plan=plan)

    [row] = rows(client.get(CSV))

    assert (row["title"], row["plan"]) == (title, title)
    assert len(row) == len(COLUMNS)


def test_an_earlier_day_has_its_own_file(db, client):
    with time_machine.travel("2026-06-01T12:00Z"):
        initiative = make.published_initiative()
    with time_machine.travel("2026-06-05T12:00Z"):
        make.published_update(initiative=initiative, status="delivered", changed_on="2026-06-02")

        then, now = (rows(client.get(f"{CSV}{day}")) for day in ("?as_of=2026-06-02", ""))

    assert [row["status"] for row in then + now] == ["announced", "delivered"]


def test_a_filter_that_makes_no_sense_is_refused(db, client):
    response = client.get(f"{CSV}?status=nonsense")

    assert response.status_code == 400
    assert "status" in response.text


@pytest.mark.parametrize("number", [0, 1, 700])
def test_every_row_comes_once(db, client, number):
    make.InitiativeFactory.create_batch(number)
    day = "2026-03-01"
    Initiative.objects.update(
        status="planned", evidence="stated", changed_on=day, changed_on_earliest=day,
        changed_on_latest=day, updated_on=day, published_at=f"{day}T00:00Z",
    )  # fmt: skip

    found = rows(client.get(CSV))

    assert len({row["slug"] for row in found}) == len(found) == number


def test_a_plan_is_called_as_it_was_on_the_day(db, client, editor, reviewer):
    with time_machine.travel("2026-06-02T12:00Z"):
        plan = make.ActionPlanFactory(name_en="Plan, the first", name_ru="")
        make.published_initiative(plan=plan)
        make.published_initiative()
    with time_machine.travel("2026-06-05T12:00Z"):
        steps.revised(plan, by=editor, reviewer=reviewer, name_en="Renamed")

    now, then = (rows(client.get(f"{CSV}{query}")) for query in ("", "?as_of=2026-06-03"))
    russian = rows(client.get(CSV.replace("/en/", "/ru/")))

    assert sorted(row["plan"] for row in now) == ["", "Renamed"]
    assert sorted(row["plan"] for row in then) == ["", "Plan, the first"]
    assert sorted(row["plan"] for row in russian) == ["", "Renamed"]


def test_an_empty_record_has_the_head_of_the_table(db, client):
    text = client.get(CSV).getvalue().decode()

    assert text == ",".join(COLUMNS) + "\r\n"


def the_list():
    day = date(2026, 6, 1)
    return csv_parts(RecordAt(today=day).initiatives().with_schedule(on=day), {})


@pytest.mark.parametrize("lines", [the_list, json_lines])
def test_a_slow_reader_keeps_nobody_from_publishing(db, lines):
    make.published_initiative()
    blocks = len(connection.atomic_blocks)
    reading = lines()
    next(reading)

    assert len(connection.atomic_blocks) == blocks
    make.published_initiative()
    assert list(reading)
