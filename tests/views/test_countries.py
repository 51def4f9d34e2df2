import re

from tests import factories as make
from tests.actions.steps import revised
from tracker.vocabulary import Kind


def test_the_map_links_each_state_and_counts_what_is_open(db, client):
    land = make.CountryFactory(slug="kz", name_en="Kazakhstan")
    make.CountryFactory(slug="nowhere", name_en="Nowhere")
    for details in ({}, {"status": "delivered"}, {"kind": Kind.ASPIRATION}):
        make.published_initiative(**details).countries.add(land)

    text = client.get("/en/countries/").text

    drawing = text[text.index('<figure class="map">') : text.index("</figure>")]
    assert "<title>Kazakhstan: 1 open</title>" in drawing
    assert re.findall(r'href="(/en/[^"]+)" class="state level-1"', drawing) == ["/en/countries/kz/"]
    assert "Nowhere" not in drawing


def test_no_map_is_drawn_of_no_state(db, client):
    assert '<figure class="map">' not in client.get("/en/countries/").text


def test_the_map_has_every_state_of_the_record(seeds, client):
    assert client.get("/ru/countries/").text.count('class="state level-') == 8


def test_the_page_says_since_when_and_by_which_quote(client, editor, reviewer):
    state = make.CountryFactory(member_since="2019-10-15")
    state.refresh_from_db()
    quote = make.CitationFactory()
    revised(state, by=editor, reviewer=reviewer, quotes=[quote], member_until="2030")

    shown = client.get(state.get_absolute_url()).text

    assert "15 October 2019" in shown
    assert "2030" in shown
    assert quote.quote in shown


def test_the_events_of_a_state_have_their_dates_in_words(db, client):
    state = make.CountryFactory()
    make.EventFactory(country=state, held_on="2026-05-14")

    assert '<span class="date">14 May 2026</span>' in client.get(state.get_absolute_url()).text
