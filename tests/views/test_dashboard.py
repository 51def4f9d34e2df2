import time_machine

from tests import factories as make
from tracker.vocabulary import Kind


@time_machine.travel("2026-06-15T12:00Z")
def test_the_trend_counts_promises_by_the_month_in_which_they_were_known(db, client):
    promise = make.published_initiative(changed_on="2026-04-02")
    make.published_update(initiative=promise, status="delivered", changed_on="2026-05-03")
    make.published_initiative(kind=Kind.ASPIRATION, changed_on="2026-01-01")
    make.published_initiative(status="planned", changed_on="2026-06")

    trend = client.get("/en/").context["trend"]

    assert trend.months == [
        ("2026-04", {"announced": 1}),
        ("2026-05", {"delivered": 1}),
        ("2026-06", {"planned": 1, "delivered": 1}),
    ]


@time_machine.travel("2026-06-15T12:00Z")
def test_the_trend_goes_on_to_the_end_of_the_plan_also_of_an_earlier_day(db, client):
    with time_machine.travel("2026-06-10T12:00Z"):
        make.ActionPlanFactory(period="2025/2026")
        make.ActionPlanFactory(period="2027/2031")
        make.published_initiative(changed_on="2026-04-02")

    now, then = (client.get(f"/en/{day}").context["trend"] for day in ("", "?as_of=2026-06-10"))

    assert (now.width, now.end) == (then.width, then.end) == (9, "2026-12")
    assert float(then.today) < float(now.today)


@time_machine.travel("2026-06-15T12:00Z")
def test_the_dashboard_says_what_is_overdue_and_what_is_coming(db, client):
    make.published_initiative(title_en="Late bridge", original_due="2026-05")
    make.published_initiative(title_en="Coming bridge", original_due="2026")
    make.published_initiative(title_en="Wished bridge", original_due="2026", kind=Kind.ASPIRATION)
    make.EventFactory(name_en="Coming event", held_on="2026-07")
    make.EventFactory(name_en="Past event", held_on="2026-05")

    context = client.get("/en/").context

    assert [item.title for item in context["overdue"]] == ["Late bridge"]
    assert [item.title for item in context["coming_initiatives"]] == ["Coming bridge"]
    assert [item.name for item in context["coming_events"]] == ["Coming event"]


def test_an_empty_record_has_a_dashboard(db, client):
    response = client.get("/en/")

    assert response.status_code == 200
    assert "Nothing is published yet." in response.text
