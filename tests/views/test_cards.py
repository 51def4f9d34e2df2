import struct

import pytest
import time_machine
from django.urls import reverse

from tests import factories as make
from tracker.publishing import cards, typeset
from tracker.vocabulary import Kind, Status


@pytest.fixture
def shown(monkeypatch):
    """The data of the last card that was made."""
    data = {}

    def typeset(template, card, *, form):
        data.clear()
        data.update(card)
        return b"PNG"

    monkeypatch.setattr(cards, "typeset", typeset)
    return data


def card_of(initiative):
    return reverse("initiative_card", args=[initiative.slug])


def size(png):
    assert png.startswith(b"\x89PNG")
    return struct.unpack(">II", png[16:24])


@pytest.mark.parametrize("kind", [Kind.ASPIRATION, Kind.ANNOUNCED_COMMITMENT])
@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_card_of_an_initiative_is_a_picture_of_the_usual_size(db, client, kind, language):
    initiative = make.published_initiative(kind=kind)

    response = client.get(card_of(initiative).replace("/en/", f"/{language}/"))

    assert response["Content-Type"] == "image/png"
    assert size(response.content) == (cards.WIDTH, cards.HEIGHT)


@pytest.mark.parametrize("rows", [0, 1])
def test_the_record_has_a_card_even_while_it_is_empty(db, client, rows):
    for _row in range(rows):
        make.published_initiative()

    assert size(client.get("/en/card.png").content) == (cards.WIDTH, cards.HEIGHT)


def test_a_card_quotes_a_source_in_any_language(db, client):
    source = make.SourceFactory(language="uz-Cyrl-UZ")
    update = make.published_update(reference=make.CitationFactory(source=source))

    assert client.get(card_of(update.initiative)).content.startswith(b"\x89PNG")


def test_a_card_says_what_the_page_says(db, client, shown):
    initiative = make.published_initiative(title_en="Test bridge", status="planned")

    client.get(card_of(initiative))

    assert shown["title"] == "Test bridge"
    assert shown["kind"] == "Announced commitment"
    assert shown["wish"] is None
    assert shown["status"]["word"] == "Planned"
    assert shown["status"]["date"] == "status of 1 March 2026"
    assert shown["quote"] == {"text": f"“{make.QUOTE}”", "language": "en"}
    assert shown["address"] == f"testserver/en/initiatives/{initiative.slug}/"


def test_a_wish_is_labelled_a_wish_and_counted_apart(db, client, shown):
    wish = make.published_initiative(kind=Kind.ASPIRATION)

    client.get(card_of(wish))
    assert shown["wish"] == "a hope, not a promise"

    client.get("/en/card.png")
    assert shown["statuses"] == []
    assert shown["aspirations"] == "1 aspiration, which is not counted here"


def test_a_long_text_is_cut(db, client, shown):
    quote = "The test fund will open. " * 40
    source = make.SourceFactory(text=quote)
    initiative = make.InitiativeFactory(title_en="Long " * 60)
    make.published_update(
        initiative=initiative, reference=make.CitationFactory(source=source, quote=quote)
    )

    client.get(card_of(initiative))

    assert len(shown["title"]) <= cards.LONGEST_TITLE
    assert len(shown["quote"]["text"]) <= cards.LONGEST_QUOTE + 2
    assert shown["quote"]["text"].endswith("…”")


def test_a_card_shows_no_quote_of_a_withdrawn_update(db, client, shown):
    first = make.published_update()
    other = make.CitationFactory(quote="The test bridge is open, they said.")
    make.published_update(initiative=first.initiative, reference=other, changed_on="2026-04-01")
    make.WithdrawalFactory(update=first)

    client.get(card_of(first.initiative))

    assert shown["quote"]["text"] == "“The test bridge is open, they said.”"


def test_a_card_of_an_earlier_day_is_of_that_day(db, client, shown):
    with time_machine.travel("2026-06-02T12:00Z"):
        initiative = make.published_initiative()
    with time_machine.travel("2026-06-05T12:00Z"):
        make.published_update(initiative=initiative, status="planned", changed_on="2026-06-05")
        client.get(card_of(initiative), {"as_of": "2026-06-03"})
        assert shown["status"]["status"] == "announced"
        client.get("/en/card.png", {"as_of": "2026-06-03"})
        assert shown["kind"] == "3 June 2026"
        assert [part["status"] for part in shown["statuses"]] == ["announced"]
        client.get(card_of(initiative))
        assert shown["status"]["status"] == "planned"
        assert client.get(card_of(initiative), {"as_of": "2026-06-31"}).status_code == 400


@pytest.mark.parametrize("status", Status)
def test_every_status_has_its_icon_and_its_colour(status):
    assert cards.icon(status).startswith("<svg")
    assert f"\n  {status}: rgb(" in (typeset.FOLDER / "record.typ").read_text()


def test_who_asks_while_others_wait_is_asked_to_come_again(db, client, monkeypatch, logged):
    def busy(*args, **kwargs):
        raise typeset.Busy

    monkeypatch.setattr(cards, "typeset", busy)

    response = client.get("/en/card.png")

    assert response.status_code == 503
    assert response["Retry-After"] == "5"
    assert [record.getMessage() for record in logged] == ["Service Unavailable: /en/card.png"]


@pytest.mark.parametrize("number", [1, 7])
def test_a_card_costs_the_same_for_few_and_for_many(
    db, client, django_assert_max_num_queries, number
):
    for _n in range(number):
        initiative = make.published_initiative()
        make.published_update(initiative=initiative, changed_on="2026-04")

    with django_assert_max_num_queries(4):
        client.get(card_of(initiative))
    with django_assert_max_num_queries(4):
        client.get("/en/card.png")
