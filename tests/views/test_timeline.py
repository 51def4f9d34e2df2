import pytest
import time_machine

from tests import factories as make


@time_machine.travel("2026-06-15T12:00Z")
def test_today_stands_between_what_is_past_and_what_is_ahead(db, client):
    make.EventFactory(name_en="Past event", held_on="2026-05")
    make.EventFactory(name_en="Coming event", held_on="2026-07")

    text = client.get("/en/timeline/").text

    positions = [
        text.index(words) for words in ("Coming event", "Today, 15 June 2026", "Past event")
    ]
    assert positions == sorted(positions)
    assert text.count("Today, ") == 1


@time_machine.travel("2026-06-15T12:00Z")
def test_a_year_that_is_not_over_is_ahead(db, client):
    make.EventFactory(name_en="Sometime this year", held_on="2026")

    text = client.get("/en/timeline/").text

    assert "<h2>2026</h2>" in text
    assert text.index("Sometime this year") < text.index("Today, 15 June 2026")


@time_machine.travel("2026-06-15T12:00Z")
@pytest.mark.parametrize("ahead", [1, 2, 3])
def test_today_stands_once_wherever_the_pages_break(db, client, settings, ahead):
    settings.PAGE_SIZE = 2
    for n in range(4):
        make.EventFactory(held_on="2027" if n < ahead else "2025")

    texts = [client.get(f"/en/timeline/?page={page}").text for page in (1, 2)]

    assert sum(text.count("Today, ") for text in texts) == 1
