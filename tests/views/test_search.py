import pytest

from tests import factories as make
from tests.html import compact

SEARCH = "/en/search/"


def found(client, question, **query):
    return client.get(SEARCH, {"q": question, **query})


def test_results_come_by_what_they_are_with_the_hit_marked(db, client):
    theme = make.ThemeFactory(name_en="Test bridges", slug="bridges")
    make.published_initiative(title_en="A bridge for tests", slug="bridge").themes.add(theme)

    page = found(client, "bridge")

    assert '<a href="/en/initiatives/bridge/">A <mark>bridge</mark> for tests</a>' in page.text
    assert '<a href="/en/themes/bridges/">Test <mark>bridges</mark></a>' in page.text
    assert '<a href="/en/initiatives/?q=bridge">' in page.text


def test_a_hit_shows_where_the_words_stand_that_its_title_lacks(db, client):
    country = make.CountryFactory(name_en="Testland")
    initiative = make.InitiativeFactory(summary_en="", summary_ru="Спутник для проверки.")
    initiative.countries.add(country)
    make.published_update(initiative=initiative)

    page = found(client, "testland спутника")

    assert '<span lang="ru"><mark>Спутник</mark> для проверки.</span>' in page.text
    assert "Found under: <mark>Testland</mark>" in compact(page.text)


def test_a_word_with_an_apostrophe_is_marked_as_a_whole(db, client):
    make.published_initiative(title_en="The O‘zbekiston bridge")

    assert "<mark>O‘zbekiston</mark>" in found(client, "ozbekiston").text


def test_what_most_initiatives_have_is_found_too(db, client):
    for number in range(25):
        make.published_initiative(title_en=f"Test bridge {number}")
    make.published_initiative(title_en="Something else")

    page = found(client, "bridge")

    assert len(page.context["hits"]) == 20
    assert "25 initiatives" in page.text


def test_an_event_is_found_by_every_name_of_its_place(seeds, client):
    for question in ("Qəbələ", "Qabala", "Габала", "Gebele"):
        [group] = found(client, question).context["groups"]

        assert group.address == "event", question


def test_a_source_is_found_by_its_publisher(seeds, client):
    groups = {group.address: group.values for group in found(client, "trend").context["groups"]}

    assert len(groups["source"]) == 2


def test_a_slip_is_answered_with_a_suggestion(db, client):
    make.published_initiative(title_en="A satellite for tests")

    page = found(client, "satelite")

    assert "Nothing has all of these words" in page.text
    assert '<a href="/en/search/?q=satellite">satellite</a>' in page.text


def test_what_is_like_nothing_gets_no_suggestion(db, client):
    assert "Did you mean" not in found(client, "qqqqqqqq").text


def test_what_is_not_public_is_not_found(db, client):
    make.InitiativeFactory(title_en="A secret bridge")
    make.OrganizationFactory(name_en="A secret bridge").references.all().delete()

    assert "secret bridge</a>" not in found(client, "bridge").text


def test_without_a_question_there_is_the_form_alone(db, client):
    page = client.get(SEARCH)

    assert page.status_code == 200
    assert 'role="status"' not in page.text


@pytest.mark.parametrize("question", ["<b>", "\"'%", "x" * 201, "NEAR(", "*"])
def test_nothing_that_is_typed_breaks_the_page(db, client, question):
    assert found(client, question).status_code in (200, 400)


def test_an_earlier_day_has_its_own_words(db, client):
    initiative = make.published_initiative(title_en="A bridge for tests")

    page = found(client, "bridge", as_of=f"{initiative.published_at:%Y-%m-%d}")

    assert "<mark>bridge</mark>" in page.text
