"""What is set on the picture of a page, before it is typeset."""

from datetime import date

import pytest
from django.utils import translation

from tests import factories as make
from tracker.publishing import cards
from tracker.rules.tally import Tally
from tracker.vocabulary import Kind, Status


@pytest.fixture
def drawn(monkeypatch):
    """Return what is handed to the typesetter instead of a picture."""
    monkeypatch.setattr(cards, "typeset", lambda template, data, *, form: (template, data, form))


def initiative_card(initiative, citation=None):
    template, card, form = cards.initiative_card(initiative, citation, address="tracker.example")
    assert (template, form) == ("card.typ", "png")
    return card


def test_a_card_tells_what_it_is_where_it_stands_and_since_when(drawn, db):
    card = initiative_card(
        make.published_initiative(title_en="Test bridge", status="planned", changed_on="2026-33")
    )

    assert (card["title"], card["kind"]) == ("Test bridge", "Announced commitment")
    assert card["status"]["word"] == "Planned"
    assert card["status"]["date"] == "status of first quarter of 2026"
    assert card["address"] == "tracker.example"
    assert (card["wish"], "quote" in card) == (None, False)


def test_only_a_wish_is_called_one(drawn, db):
    wish = make.published_initiative(kind=Kind.ASPIRATION)

    assert initiative_card(wish)["wish"] == "a hope, not a promise"


def test_a_quote_stands_in_the_marks_of_the_page_and_in_its_own_language(drawn, db):
    citation = make.CitationFactory(source=make.SourceFactory(language="ru"))

    with translation.override("ru"):
        card = initiative_card(make.published_initiative(), citation)

    assert card["quote"] == {"text": f"«{make.QUOTE}»", "language": "ru"}
    assert card["language"] == "ru"


def test_what_is_too_long_for_a_card_ends_in_dots(drawn, db):
    quote = "The test bridge " + "is very long " * 40
    citation = make.CitationFactory(source=make.SourceFactory(text=quote), quote=quote)

    card = initiative_card(make.published_initiative(title_en="Bridge " * 40), citation)

    assert len(card["title"]) == cards.LONGEST_TITLE
    assert len(card["quote"]["text"]) == cards.LONGEST_QUOTE + 2
    assert card["title"].endswith("…")
    assert card["quote"]["text"].endswith("…”")


def test_the_lines_of_a_quote_are_one_on_a_card(drawn, db):
    source = make.SourceFactory(text="One test line,\n  another one.")
    citation = make.CitationFactory(source=source, quote="One test line,\n  another one.")

    card = initiative_card(make.published_initiative(), citation)

    assert card["quote"]["text"] == "“One test line, another one.”"


def test_the_counts_are_said_in_words_and_wishes_apart():
    promises, wishes = ("joint_initiative", "planned", 2), ("aspiration", "announced", 1)

    both, one = (cards.standing(Tally(rows)) for rows in ([promises, wishes], [promises]))

    assert both["counted"] == "2 promises and projects, by status"
    assert both["aspirations"] == "1 aspiration, which is not counted here"
    assert one["aspirations"] == ""
    assert both["statuses"] == [{"status": "planned", "word": "Planned", "count": 2}]


def test_the_card_of_the_record_is_dated(drawn):
    _template, card, _form = cards.record_card(Tally([]), today=date(2026, 6, 15), address="x")

    assert card["kind"] == "15 June 2026"


@pytest.mark.parametrize("status", Status.values)
def test_every_status_has_an_icon_of_its_own(status):
    icon = cards.icon(status)

    assert icon.startswith("<svg xmlns=")
    assert icon.endswith("</svg>")
    assert len({cards.icon(one) for one in Status.values}) == len(Status)
