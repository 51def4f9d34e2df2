import pytest
import time_machine

from tests import factories as make
from tracker.vocabulary import Kind


@time_machine.travel("2026-06-15T12:00Z")
def test_today_stands_between_what_is_past_and_what_is_ahead(db, client):
    make.EventFactory(name_en="Past event", held_on="2026-05")
    make.EventFactory(name_en="Coming event", held_on="2026-07")

    text = client.get("/en/timeline/").text

    text = text[text.index('class="points"') :]
    positions = [
        text.index(words) for words in ("Coming event", "Today, 15 June 2026", "Past event")
    ]
    assert positions == sorted(positions)
    assert text.count("Today, ") == 1


@time_machine.travel("2026-06-15T12:00Z")
def test_a_year_that_is_not_over_is_ahead(db, client):
    make.EventFactory(name_en="Sometime this year", held_on="2026")

    text = client.get("/en/timeline/").text

    assert '<h2 class="month">2026</h2>' in text
    assert text.index("Sometime this year") < text.index("Today, 15 June 2026")


@time_machine.travel("2026-06-15T12:00Z")
@pytest.mark.parametrize("ahead", [1, 2, 3])
def test_today_stands_once_wherever_the_pages_break(db, client, settings, ahead):
    settings.PAGE_SIZE = 2
    for n in range(4):
        make.EventFactory(held_on="2027" if n < ahead else "2025")

    texts = [client.get(f"/en/timeline/?page={page}").text for page in (1, 2)]

    assert sum(text.count("Today, ") for text in texts) == 1


@time_machine.travel("2026-06-15T12:00Z")
def test_where_much_is_ahead_a_link_leads_back_to_today(db, client, settings):
    settings.PAGE_SIZE = 2
    for held_on in ("2025", "2026-05", "2026", "2027", "2028"):
        make.EventFactory(held_on=held_on)

    first, back = (client.get(f"/en/timeline/{query}") for query in ("", "?until=2026-06-15"))

    assert 'href="?until=2026-06-15">To today</a>' in first.text
    assert 'href="#today">To today</a>' in back.text
    assert [point.entry.date for point in back.context["points"]] == ["2026-05", "2025"]
    assert client.get("/en/timeline/?until=someday").status_code == 400


@time_machine.travel("2026-06-15T12:00Z")
def test_entries_of_one_day_name_it_once(db, client):
    for _n in range(3):
        make.published_update(changed_on="2026-03-01")

    text = client.get("/en/timeline/").text

    assert text.count('<article class="entry compact"') == 3
    assert text.count("<h2") == 1
    assert text.count('<p class="on">1 March 2026</p>') == 1


@time_machine.travel("2026-06-15T12:00Z")
def test_a_filter_keeps_what_concerns_the_initiatives_that_it_finds(db, client):
    theme, event = make.ThemeFactory(slug="space"), make.EventFactory(name_en="Space day")
    make.EventFactory(name_en="Another day")
    announced = make.EventFactory(name_en="Announcing day")
    for title, day in (("Satellite", "2026-07"), ("Bridge", "2026-08")):
        initiative = make.published_initiative(title_en=title, original_due=day)
        if title == "Satellite":
            initiative.announced_at = announced
            initiative.save(update_fields=["announced_at"])
            theme.initiatives.add(initiative)
            event.initiatives.add(initiative)

    for query in ("theme=space", "q=satellite", "theme=space&as_of=2026-06-15"):
        points = client.get(f"/en/timeline/?{query}").context["points"]

        found = {(point.entry.kind, str(point.entry.item)) for point in points}
        assert {kind for kind, _item in found} == {"deadline", "event", "update"}, query
        assert {item for kind, item in found if kind == "event"} == {"Space day", "Announcing day"}
        assert len(found) == 4


@time_machine.travel("2026-06-15T12:00Z")
def test_a_filter_that_finds_much_is_left_to_the_database(db, client, monkeypatch):
    monkeypatch.setattr("tracker.models.keys.FEW", 1)
    for title in ("Bridge", "Road"):
        make.published_initiative(title_en=title, status="planned")
    make.published_initiative()

    points = client.get("/en/timeline/?status=planned").context["points"]

    assert {point.entry.item.initiative.title for point in points} == {"Bridge", "Road"}


@pytest.mark.parametrize("page", ["timeline/", "timeline/roadmap/"])
def test_a_filter_that_makes_no_sense_says_so(page, db, client):
    response = client.get(f"/en/{page}?status=nonsense")

    assert response.status_code == 400
    assert "This filter cannot be applied" in response.text


@pytest.mark.parametrize("page", ["timeline/", "timeline/roadmap/"])
def test_a_filter_that_finds_nothing_says_so(page, db, client):
    make.published_initiative()

    text = client.get(f"/en/{page}?q=nonsense").text

    assert "Nothing matches all of these choices." in text


@time_machine.travel("2026-06-15T12:00Z")
def test_the_roadmap_has_a_bar_an_initiative_under_each_of_its_themes(db, client):
    promise = make.published_initiative(
        title_en="Bridge", original_due="2027", changed_on="2026-02"
    )
    for name in ("Trade", "Roads"):
        make.ThemeFactory(name_en=name).initiatives.add(promise)
    make.published_initiative(title_en="Road")
    make.published_initiative(title_en="Hope", kind=Kind.ASPIRATION, original_due="2030")

    context = client.get("/en/timeline/roadmap/").context

    groups = [
        (name, [lane.initiative.title for lane in lanes]) for name, lanes in context["groups"]
    ]
    assert groups == [("Roads", ["Bridge"]), ("Trade", ["Bridge"]), ("", ["Road"])]
    assert [lane.initiative.title for lane in context["wishes"]] == ["Hope"]
    assert [tick.year for tick in context["years"]] == [2026, 2027, 2028, 2029, 2030]


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (Kind.ASPIRATION, "hoped for: third quarter of 2030"),
        (Kind.ANNOUNCED_COMMITMENT, "third quarter of 2030"),
    ],
)
def test_a_deadline_on_the_roadmap_stands_in_words(kind, words, db, client):
    make.published_initiative(kind=kind, original_due="2030-35")

    facts = client.get("/en/timeline/roadmap/").text.partition("lane-facts")[2]

    assert words in facts.partition("</span>\n  </p>")[0]
    assert "2030-35" not in facts


@time_machine.travel("2026-06-15T12:00Z")
def test_the_roadmap_marks_milestones_and_events(db, client):
    event = make.EventFactory(name_en="Test summit", held_on="2026-05")
    bridge = make.published_initiative(announced_at=event)
    make.MilestoneFactory(initiative=bridge, title_en="First arch", due="2026-09")
    make.MilestoneFactory(initiative=bridge, title_en="Pillar", due="2026-04", reached_on="2026-06")
    make.MilestoneFactory(initiative=bridge, title_en="Undated")

    (_name, (lane,)), *_others = client.get("/en/timeline/roadmap/").context["groups"]

    assert [(mark.kind, mark.label, mark.date) for mark in lane.marks] == [
        ("event", "Test summit", "2026-05"),
        ("reached", "Pillar", "2026-06"),
        ("milestone", "First arch", "2026-09"),
    ]


@time_machine.travel("2026-06-15T12:00Z")
@pytest.mark.parametrize("group", ["theme", "working_group", "plan"])
@pytest.mark.parametrize("day", ["", "2026-06-10"])
def test_the_roadmap_is_drawn_by_quarters_and_by_each_group(group, day, db, client):
    with time_machine.travel("2026-06-10T12:00Z"):
        plan = make.ActionPlanFactory(name_en="Found")
        initiative = make.published_initiative(kind=Kind.ACTION_PLAN_ITEM, plan=plan)
        for factory in (make.ThemeFactory, make.WorkingGroupFactory):
            factory(name_en="Found").initiatives.add(initiative)

    page = client.get(f"/en/timeline/roadmap/?zoom=quarter&group={group}&as_of={day}")

    assert [name for name, _lanes in page.context["groups"]] == ["Found"]
    assert len(page.context["quarters"]) == 8
    assert f'<input type="hidden" name="group" value="{group}">' in page.text


@pytest.mark.parametrize("address", ["/en/timeline/", "/en/timeline/roadmap/"])
def test_what_is_chosen_stands_above_with_a_link_that_leaves_it_out(db, client, address):
    make.ThemeFactory(slug="space", name_en="Space")

    text = client.get(f"{address}?theme=space&q=moon&zoom=quarter").text

    assert f'<a href="{address}?q=moon&amp;zoom=quarter">' in text
    assert f'<a href="{address}?theme=space&amp;zoom=quarter">' in text
    assert '<details class="narrow-down">' in text
    assert '<ul class="chosen"' not in client.get(address).text
