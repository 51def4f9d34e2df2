"""What the page of every dimension value shows, looked at through one of them."""

import time_machine

from tests import factories as make
from tracker.vocabulary import Kind


def entries(response):
    return [
        (point.entry.kind, point.entry.date, point.after_today)
        for point in response.context["points"]
    ]


@time_machine.travel("2026-06-15T12:00Z")
def test_past_and_future_stand_around_today_on_the_timeline_of_a_dimension(db, client):
    with time_machine.travel("2026-06-10T12:00Z"):
        theme = make.ThemeFactory(slug="trade")
        event = make.EventFactory(held_on="2026-05")
        make.EventFactory(held_on="2026-07").themes.add(theme)
        for n, due in enumerate(("2026-04", "2026-08", "")):
            theme.initiatives.add(
                make.published_initiative(
                    original_due=due, announced_at=event, changed_on=f"2026-03-0{n + 1}"
                )
            )
        theme.initiatives.add(
            make.published_initiative(
                kind=Kind.ASPIRATION, original_due="2030", changed_on="2026-02-01"
            )
        )
        make.published_initiative(original_due="2026-09")

    for query in ("", "?as_of=2026-06-15"):
        found = entries(client.get(f"/en/themes/trade/{query}"))

        assert found == [
            ("deadline", "2026-08", False),
            ("event", "2026-07", False),
            ("event", "2026-05", True),
            ("deadline", "2026-04", False),
            ("update", "2026-03-03", False),
            ("update", "2026-03-02", False),
            ("update", "2026-03-01", False),
            ("update", "2026-02-01", False),
        ]


@time_machine.travel("2026-06-15T12:00Z")
def test_what_is_ahead_is_not_crowded_out_by_what_is_overdue(db, client, monkeypatch):
    monkeypatch.setattr("tracker.views.dimension.NEAREST", 1)
    plan = make.ActionPlanFactory(slug="the-plan")
    for due in ("2026-01", "2026-02", "2026-08", "2026-09"):
        make.published_initiative(kind=Kind.ACTION_PLAN_ITEM, plan=plan, original_due=due)

    found = entries(client.get("/en/plans/the-plan/"))

    assert [date for kind, date, _after in found if kind == "deadline"] == ["2026-08", "2026-01"]


@time_machine.travel("2026-06-15T12:00Z")
def test_the_timeline_of_a_lens_leads_to_the_whole_of_it(db, client):
    make.CountryFactory(slug="kz").initiatives.add(make.published_initiative())

    text = client.get("/en/countries/kz/").text

    assert 'href="/en/timeline/?country=kz"' in text
    assert 'href="/en/timeline/roadmap/?country=kz"' in text
